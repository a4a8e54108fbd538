import type { OinKeyReport } from './key.ts';

/** Renders the report for people. */
export function oinKeyText({ domain, oinClientId, fingerprint, status, retired, keys }: OinKeyReport): string {
  return [
    `${status === 'added' ? 'now usable' : 'usable already'}: key ${fingerprint} of OIN client ${oinClientId} on ${domain}`,
    ...retired.map((name) => `  retired ${name}`),
    ...keys.map(
      (key) => `  ${key.isUsable ? 'usable' : 'not assigned'}  ${key.name}  kid ${key.kid}  ${key.createdAt}`,
    ),
    ...(keys.length > 1 ? ['Once Okta uses the newest key, run this with its file and --retire.'] : []),
    '',
  ].join('\n');
}
