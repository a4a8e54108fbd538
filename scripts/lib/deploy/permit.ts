import { type Failed, type Failure, failed, ok, type Result } from '../failures.ts';
import { isWork, type Plan } from '../plan/plan.ts';
import { type SavedPlan, stalePlan } from '../plan/state-hash.ts';
import type { TenantSession } from '../tenant/session.ts';
import { confirmLosses, type LossOptions, unacceptedLosses } from './accept-losses.ts';
import { preflight } from './preflight.ts';

export interface PermitOptions extends LossOptions {
  /** Made earlier: nothing is done where it is not what would be done now. */
  saved?: SavedPlan;
  /** Change settings of the tenant as a whole, though other applications are reached by them. */
  acceptTenantWide?: boolean;
  /** Asked before the first write, where there is anything to do; what it answers with a failure is not done. */
  confirm?: (plan: Plan) => Promise<Failed | undefined>;
}

/** Decides whether a plan may be carried out, before anything is written. */
export async function permit(session: TenantSession, plan: Plan, options: PermitOptions): Promise<Result<unknown>> {
  const { saved, acceptTenantWide = false, confirm } = options;
  const stale = saved && stalePlan(saved, plan);
  if (stale) return failed(stale);
  if (!plan.entries.some(isWork)) return ok(plan);
  const refused = [
    ...(acceptTenantWide ? [] : tenantWide(plan)),
    // Whoever can be asked is asked once the plan is seen.
    ...(options.confirmLoss === undefined ? unacceptedLosses(plan, options) : []),
    ...(await preflight(session)),
  ];
  if (refused.length > 0) return failed(...refused);
  return (await confirm?.(plan)) ?? (await confirmLosses(plan, options)) ?? ok(plan);
}

function tenantWide({ entries, otherApplications }: Plan): Failure[] {
  if (otherApplications.length === 0) return [];
  return entries
    .filter((entry) => entry.tenantWide && isWork(entry))
    .map(
      ({ section, name, fields, where }): Failure => ({
        code: 'TENANT_WIDE',
        expected: '--accept-tenant-wide, since the change reaches applications that tenant.yaml does not name',
        found: `${section} "${name}" (${fields.map(({ field }) => field).join(', ')}), reaching ${otherApplications.join(', ')}`,
        ...(where && { where }),
        fix: 'Run npm run plan, ask the owners of these applications, and add --accept-tenant-wide.',
      }),
    );
}
