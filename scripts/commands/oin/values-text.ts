import { fenceFor, markdownCode, markdownText } from '../../lib/markdown.ts';
import type { ManualStep } from '../../lib/oin/manual-steps.ts';
import { printableReport } from '../../lib/printable.ts';
import { informationLines } from '../../lib/setup/okta-values.ts';
import type { OinValues } from './values.ts';

interface Line {
  label: string;
  value: string;
  note?: string;
  /** The tenant's value, shown after the note. */
  noted?: string;
}

interface Section {
  title: string;
  lines: Line[];
}

const OFF = 'not in the connection profile’s enabled_features: leave the capability out';

function sections({ sso, universalLogout, scim }: OinValues): Section[] {
  const guide: Line = {
    label: 'Configuration guide URL',
    value: '(placeholder: where you publish the guide of npm run oin -- guide)',
  };
  return [
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
              { label: 'Authentication method', value: universalLogout.authenticationMethod },
              {
                label: 'Global token revocation endpoint',
                value: '(an expression, which the wizard fills in)',
                note: 'for a connection it becomes',
                noted: universalLogout.endpoint,
              },
              { label: 'Subject format', value: universalLogout.subjectFormat },
              {
                label: 'Partial support',
                value: universalLogout.isPartial ? 'leave it selected, as it is' : 'clear it; it is selected at first',
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
                value: scim.baseUrl,
                note: 'an integration variable; Express Configuration fills it in',
              },
              { label: 'Objects', value: `${scim.objects.join(', ')} only, no groups` },
              { label: 'Authentication', value: scim.authentication },
              { label: 'Support PATCH', value: scim.supportsPatch ? 'on' : 'off' },
              { label: 'User operations', value: scim.operations.join(', ') },
              guide,
            ],
    },
  ];
}

/** Renders the values for a terminal. */
export function oinValuesText(foreign: OinValues): string {
  const values = oneLined(foreign);
  const all = sections(values);
  const width = Math.max(...all.flatMap(({ lines }) => lines.map(({ label }) => label.length)));
  return [
    `For Okta's OIN Wizard, environment ${values.environment}`,
    '',
    ...informationLines(values.expressConfigurationInformation),
    ...all.flatMap(({ title, lines }) => [
      '',
      title,
      ...lines.flatMap(({ label, value, note, noted }) => [
        `  ${label.padEnd(width)}  ${value}`,
        ...(note === undefined ? [] : [`  ${' '.repeat(width)}  (${[note, noted].filter(Boolean).join(' ')})`]),
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

export function oinValuesMarkdown(foreign: OinValues): string {
  const values = oneLined(foreign);
  return [
    `# Okta's OIN Wizard, environment ${markdownText(values.environment)}`,
    '',
    ...markdownBlock(values.expressConfigurationInformation),
    ...sections(values).flatMap(({ title, lines }) => [
      '',
      `## ${title}`,
      '',
      '| field | value | |',
      '|---|---|---|',
      ...lines.map(
        ({ label, value, note = '', noted }) =>
          `| ${label} | ${codeOf(value)} | ${markdownText(note)}${noted === undefined ? '' : ` ${markdownCode(noted)}`} |`,
      ),
    ]),
    '',
    '## By hand, in this order',
    '',
    ...values.manual.flatMap((step, index) => [
      `${index + 1}. **${step.title}**`,
      ...step.todo.map((line) => `   - ${line}`),
      ...(step.command === undefined ? [] : [`   - ${markdownCode(step.command)}`]),
    ]),
    '',
  ].join('\n');
}

function markdownBlock(block: string): string[] {
  const lines = informationLines(block);
  const [first, last] = [lines.indexOf(''), lines.lastIndexOf('')];
  const fence = fenceFor(block);
  return [...lines.slice(0, first + 1), `${fence}text`, ...lines.slice(first + 1, last), fence, ...lines.slice(last)];
}

const detailsOf = ({ todo, command }: ManualStep): string[] =>
  command === undefined ? todo : [...todo, `$ ${command}`];

/** Formats a value to copy as code; text in parentheses is not copied. */
const codeOf = (value: string): string =>
  /^https?:|^[\w.:-]+$/.test(value) ? markdownCode(value) : markdownText(value);

/** Puts every value on one line. Only the block for the wizard has six lines, and each is escaped. */
const oneLined = (values: OinValues): OinValues => ({
  ...printableReport(values),
  expressConfigurationInformation: values.expressConfigurationInformation,
});
