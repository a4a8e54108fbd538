import { printableReport } from '../../lib/printable.ts';
import { type RollbackPlan, type VersionSummary, WARNINGS } from '../../lib/rollback/plan.ts';
import type { RollbackReport } from './run.ts';

/** Renders what would be rolled back, for the person who is asked. */
export function rollbackPlanText(plan: RollbackPlan): string {
  const { environment, domain, wasLive, actions, notes } = printableReport(plan);
  const state = wasLive ? `what was live from ${wasLive.since} to ${wasLive.until}` : 'the versions chosen';
  return [
    `Rollback of environment ${environment} on ${domain} to ${state}`,
    ...actions.flatMap(({ name, live, target }) =>
      target === undefined
        ? [`  ${name}`, `    stays  ${versionText(live)}`]
        : [`~ ${name}`, `    now    ${versionText(live)}`, `    next   ${versionText(target)}`],
    ),
    ...advice(notes),
  ].join('\n');
}

export function rollbackText({ domain, actions, notes }: RollbackReport): string {
  return [
    `${domain} has earlier versions live`,
    ...actions.map(({ name, live, target, version }) =>
      target === undefined
        ? `  ${name}  version ${version}, as before  sha256 ${live.sha256}`
        : `  ${name}  version ${version}, equal to version ${target.number}  sha256 ${target.sha256}`,
    ),
    ...advice(notes),
    '',
  ].join('\n');
}

const versionText = ({ number, createdAt, sha256, secrets, isGit }: VersionSummary): string =>
  [
    `version ${number} of ${createdAt}`,
    `sha256 ${sha256}`,
    secrets.length > 0 ? `secrets ${secrets.join(' ')}` : 'no secrets',
    ...(isGit ? ['as in git'] : []),
  ].join('  ');

const advice = (notes: readonly string[]): string[] => [
  ...notes.map((note) => `Note: ${note}.`),
  ...WARNINGS.map((warning) => `Warning: ${warning}`),
];
