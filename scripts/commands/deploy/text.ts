import type { DeployReport } from './run.ts';

/** Renders the report for people. */
export function deployText(report: DeployReport): string {
  const { domain, state, actions, requests, writes, notes, next } = report;
  return [
    `${domain} is ${state === 'complete' ? 'complete' : "complete but for Okta's key"}`,
    ...actions.map(({ name, sha256, version }) => `  ${name}  version ${version}  sha256 ${sha256}`),
    `  ${requests} requests, ${writes} of them writes`,
    ...notes.map((note) => `Note: ${note}`),
    ...next.map((step, index) => `${index + 1}. ${step}`),
    '',
  ].join('\n');
}
