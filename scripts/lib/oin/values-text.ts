import type { OinValues } from '../../commands/oin-values.ts';
import type { ManualStep } from './manual-steps.ts';

interface Line {
  label: string;
  value: string;
  note?: string;
}

interface Section {
  title: string;
  lines: Line[];
}

const OFF = 'not in the connection profile’s enabled_features: leave the capability out';

function sections({ expressConfiguration, sso, universalLogout, scim }: OinValues): Section[] {
  const { tenantDomain, oinClientId, applicationClientId, adminLoginDomain } = expressConfiguration;
  const guide: Line = {
    label: 'Configuration guide URL',
    value: '(placeholder: where you publish the guide of npm run oin -- guide)',
  };
  return [
    {
      title: 'Express Configuration',
      lines: [
        { label: 'Auth0 tenant domain', value: tenantDomain },
        { label: 'OIN client id', value: oinClientId },
        { label: 'Application client id', value: applicationClientId },
        { label: 'Admin login domain', value: adminLoginDomain },
      ],
    },
    {
      title: 'OIDC properties',
      lines: [
        ...sso.redirectUris.map((value) => ({ label: 'Redirect URI', value })),
        {
          label: 'Initiate login URI',
          value: sso.initiateLoginUri,
          note: 'the wizard shows integration variables in place of those in braces',
        },
        ...(sso.postLogoutUris.length > 0 ? sso.postLogoutUris : ['(none; optional)']).map((value) => ({
          label: 'Post-logout URI',
          value,
        })),
        guide,
      ],
    },
    {
      title: 'Universal Logout properties',
      lines:
        universalLogout === undefined
          ? [{ label: 'Universal Logout', value: OFF }]
          : [
              {
                label: 'Global token revocation endpoint',
                value: universalLogout.endpoint,
                note: 'replaced when Express Configuration runs',
              },
              { label: 'Subject format', value: universalLogout.subjectFormat },
              {
                label: 'Partial support',
                value: universalLogout.isPartial ? 'check it' : 'leave it unchecked',
                note: universalLogout.reason,
              },
            ],
    },
    {
      title: 'SCIM provisioning properties',
      lines:
        scim === undefined
          ? [{ label: 'SCIM 2.0', value: OFF }]
          : [
              {
                label: 'Base URL',
                value: '(an integration variable, which the wizard offers)',
                note: 'replaced when Express Configuration runs',
              },
              { label: 'User operations', value: scim.operations.join(', ') },
              guide,
            ],
    },
  ];
}

/** For a terminal. */
export function oinValuesText(values: OinValues): string {
  const all = sections(values);
  const width = Math.max(...all.flatMap(({ lines }) => lines.map(({ label }) => label.length)));
  return [
    `For Okta's OIN Wizard, environment ${values.environment}`,
    ...all.flatMap(({ title, lines }) => [
      '',
      title,
      ...lines.flatMap(({ label, value, note }) => [
        `  ${label.padEnd(width)}  ${value}`,
        ...(note === undefined ? [] : [`  ${' '.repeat(width)}  (${note})`]),
      ]),
    ]),
    '',
    'By hand, in this order',
    ...values.manual.flatMap((step, index) => [
      `  ${index + 1}. ${step.title}`,
      ...detailsOf(step).map((line) => `     ${line}`),
    ]),
    '',
  ].join('\n');
}

export function oinValuesMarkdown(values: OinValues): string {
  return [
    `# Okta's OIN Wizard, environment ${values.environment}`,
    ...sections(values).flatMap(({ title, lines }) => [
      '',
      `## ${title}`,
      '',
      '| field | value | |',
      '|---|---|---|',
      ...lines.map(({ label, value, note = '' }) => `| ${[label, codeOf(value), note].map(cell).join(' | ')} |`),
    ]),
    '',
    '## By hand, in this order',
    '',
    ...values.manual.flatMap((step, index) => [
      `${index + 1}. **${step.title}**`,
      ...step.todo.map((line) => `   - ${line}`),
      ...(step.command === undefined ? [] : [`   - \`${step.command}\``]),
    ]),
    '',
  ].join('\n');
}

const detailsOf = ({ todo, command }: ManualStep): string[] =>
  command === undefined ? todo : [...todo, `$ ${command}`];

/** What is copied is code; what stands in parentheses is not copied. */
const codeOf = (value: string): string => (/^https?:|^[\w.:-]+$/.test(value) ? `\`${value}\`` : value);

const cell = (text: string): string => text.replaceAll('|', '\\|');
