import { isWork, type Plan } from './plan.ts';

/**
 * Lists the other applications that a tenant-wide change would reach now and that an earlier plan did not name. Of two
 * applications of one name each counts. Empty where nothing tenant-wide would be written.
 */
export function moreApplications(
  saved: Pick<Plan, 'otherApplications'>,
  now: Pick<Plan, 'entries' | 'otherApplications'>,
): string[] {
  if (!now.entries.some((entry) => entry.tenantWide && isWork(entry))) return [];
  const named = [...saved.otherApplications];
  return now.otherApplications.filter((name) => {
    const index = named.indexOf(name);
    if (index >= 0) named.splice(index, 1);
    return index < 0;
  });
}
