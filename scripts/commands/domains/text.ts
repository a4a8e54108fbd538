import { counted } from '../../lib/counted.ts';
import type { Failure } from '../../lib/failures.ts';
import { renderFailures } from '../../lib/render.ts';
import type { DriftDomainsReport, SyncDomainsReport, UnrouteDomainsReport, VerifyDomainsReport } from './run.ts';

const indented = (text: string): string => `  ${text.trimEnd().replaceAll('\n', '\n  ')}`;
const refusals = (failures: Failure[]): string[] => (failures.length === 0 ? [] : [indented(renderFailures(failures))]);
const left = (count: number): string[] =>
  count === 0
    ? []
    : [
        `Note: ${counted(count, 'organization')} that onboarding did not make ${count === 1 ? 'was' : 'were'} left alone; name ${count === 1 ? 'it' : 'them'} by --org.`,
      ];

export function verifyDomainsText({ organizations }: VerifyDomainsReport): string {
  return [
    ...organizations.flatMap(({ organization, proven, pending, next, refused }) => [
      `${organization}: ${proven.length} proven, ${pending.length} waiting for DNS`,
      ...next.map(indented),
      ...refusals(refused),
    ]),
    counted(organizations.length, 'organization'),
    '',
  ].join('\n');
}

export function syncDomainsText({ plans, leftAlone, rightsTooEarly, isDryRun }: SyncDomainsReport): string {
  const changed = plans.filter(({ metadata }) => metadata !== undefined);
  return [
    ...plans.flatMap(({ organization, published, added, removed, refused, metadata }) => [
      ...(metadata === undefined && refused.length === 0
        ? []
        : [`${organization}: ${published.join(', ') || 'no domain'}`]),
      ...(added.length > 0 ? [`  + ${added.join(', ')}`] : []),
      ...(removed.length > 0 ? [`  - ${removed.join(', ')}`] : []),
      ...refusals(refused),
    ]),
    ...rightsTooEarly,
    `${changed.length} of ${plans.length} organizations ${isDryRun ? 'would be' : 'were'} written`,
    ...left(leftAlone),
    '',
  ].join('\n');
}

export function driftDomainsText({ organizations, leftAlone }: DriftDomainsReport): string {
  const differing = organizations.filter(({ findings }) => findings.length > 0);
  return [
    ...differing.flatMap(({ organization, findings }) => [`${organization}:`, ...findings.map(indented)]),
    `${differing.length} of ${organizations.length} organizations differ`,
    ...left(leftAlone),
    '',
  ].join('\n');
}

/** Renders a line for each connection. */
export function unrouteDomainsText({ organization, connections, isDryRun }: UnrouteDomainsReport): string {
  const lines = connections.map(
    ({ connection, domains }) =>
      `${organization}: connection "${connection}" ${isDryRun ? 'would take' : 'takes'} ${domains.join(', ')} no longer`,
  );
  return [...lines, ''].join('\n');
}
