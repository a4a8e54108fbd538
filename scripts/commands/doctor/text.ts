import type { Severity } from '../../lib/doctor/description.ts';
import type { Explanation } from '../../lib/doctor/explain/explain.ts';
import type { Finding } from '../../lib/doctor/finding.ts';
import type { DoctorReport } from './run.ts';

const TITLES: Readonly<Record<Severity, string>> = {
  problem: 'Problems',
  warning: 'Warnings',
  unknown: 'Not looked at',
  manual: 'By hand, never ticked here',
};

/** Renders the findings by severity, each with its fix, and the people who were asked about. */
export function doctorText({
  domain,
  environment,
  findings,
  organizations,
  explanations,
  requests,
}: DoctorReport): string {
  const { looked, total } = organizations;
  const counts = (['problem', 'warning'] as const).map((severity) => {
    const count = findings.filter((each) => each.severity === severity).length;
    return `${count} ${severity}${count === 1 ? '' : 's'}`;
  });
  return [
    `${domain} against environment ${environment}`,
    ...(Object.keys(TITLES) as Severity[]).flatMap((severity) => section(severity, findings)),
    ...explanations.flatMap(explanationLines),
    '',
    `${counts.join(' and ')}; looked at ${looked} of ${total ?? 'an unknown number of'} organizations with ${requests} requests`,
    ...(total !== undefined && looked < total && !organizations.isNamed
      ? [
          'Note: the others were not looked at but for their domains; --all-organizations does, at some 10 requests each.',
        ]
      : []),
    '',
  ].join('\n');
}

function section(severity: Severity, all: readonly Finding[]): string[] {
  const findings = all.filter((each) => each.severity === severity);
  if (findings.length === 0) return [];
  return ['', TITLES[severity], ...findings.flatMap(findingLines)];
}

const findingLines = ({ code, requirement, found, why, fix }: Finding): string[] => [
  `  ${code} (${requirement})  ${found}`,
  `    ${why}`,
  `    Fix: ${fix}`,
];

const OKTA: Readonly<Record<Explanation['okta'], string>> = {
  success: 'Express Configuration would succeed',
  '403': 'Okta would show "Failed to Express Configure the application" (403)',
  '503': 'Okta would show "Failed to Express Configure the application" (503): it gets no token',
};

function explanationLines({
  organization,
  user,
  okta,
  reasons,
  tenant,
  stepUp,
  domains,
  secretsNotSet,
  token,
  granted,
}: Explanation): string[] {
  const list = (items: readonly string[]) => items.join(', ') || 'none';
  return [
    '',
    `${user.email ?? user.id} in "${organization.name}": ${OKTA[okta]}`,
    `  user ${user.id} of connection ${user.connection}; roles there: ${list(user.roles)}; entries of ${user.attribute}: ${user.entries}; factors: ${list(user.factors)}`,
    ...reasons.flatMap(({ code, requirement, means, fix }) => [
      `  ${code} (${requirement})  ${means}`,
      `    Fix: ${fix}`,
    ]),
    ...(tenant.length > 0 ? [`  In everyone's way: ${tenant.join(', ')} (above)`] : []),
    `  granted: ${list(granted)}`,
    `  second factor: ${stepUpText(stepUp)}`,
    `  domains: ${domainText(domains, secretsNotSet)}`,
    ...(token === undefined
      ? []
      : [
          '  access token',
          ...JSON.stringify(token, undefined, 2)
            .split('\n')
            .map((line) => `    ${line}`),
        ]),
  ];
}

function stepUpText({ kind, factors, emailFirst, after }: Explanation['stepUp']): string {
  if (kind === 'deny') return 'none is possible';
  if (kind === 'skip') return 'none is asked for';
  if (kind === 'passkey') return 'the passkey just used counts';
  const proven = after.length > 0 ? `${after.join(' or ')}, then ` : '';
  const first = `${emailFirst ? 'an emailed code, then ' : ''}${proven}`;
  return `${first}${kind === 'enroll' ? 'the enrolment of ' : ''}${factors.join(' or ') || 'none that is on'}`;
}

function domainText(domains: Explanation['domains'], secretsNotSet: readonly string[] = []): string {
  if (domains === undefined) return `not asked: set ${secretsNotSet.join(' and ')}`;
  if ('denied' in domains) return domains.denied.join(', ');
  return domains.aliases.join(', ') || 'none, and so no claim';
}
