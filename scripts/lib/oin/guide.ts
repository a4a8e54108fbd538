import { markdownAddress, markdownCode, markdownText } from '../markdown.ts';
import type { GuideFacts } from './read-guide-facts.ts';
import { TROUBLESHOOTING } from './troubleshooting.ts';

const FACTORS: Readonly<Record<string, string>> = {
  'webauthn-platform': 'the device you are at (fingerprint, face or PIN)',
  'webauthn-roaming': 'a security key',
  otp: 'a one-time code from an authenticator app',
  'push-notification': 'a push notification to an app on your phone',
  phone: 'a code by text message or call',
};

/**
 * Writes instructions for customers' administrators, in Markdown (Okta developer docs, "Customer configuration document
 * guidelines" and "Express Configuration customer configuration guide template", 2026-06).
 */
export function guideMarkdown(foreign: GuideFacts): string {
  const facts = asMarkdown(foreign);
  const { application } = facts;
  return [
    `# Connect Okta to ${application} with Express Configuration`,
    '',
    `With Express Configuration an Okta administrator sets up ${application} in a few clicks: nothing is copied between Okta and ${application}.`,
    '',
    section('Supported features', bullets(features(facts))),
    section('Who may do it', whoMay(facts)),
    section('Before you begin', bullets(prerequisites(facts))),
    section('Set up', steps(facts)),
    section('Check that it works', numbered(checks(facts))),
    section('What you will see', bullets(pages(facts))),
    section('Email domains', domains(facts)),
    section('Troubleshooting', troubleshooting(facts)),
    section('Support', support(facts)),
  ].join('\n');
}

/** Returns the tenant's values as Markdown: those that the guide shows as code are code, the others text. */
const asMarkdown = (facts: GuideFacts): GuideFacts => ({
  ...facts,
  company: markdownText(facts.company),
  application: markdownText(facts.application),
  linked: facts.linked.map(markdownText),
  consentName: markdownText(facts.consentName),
  permissions: facts.permissions.map(markdownText),
  roles: facts.roles.map(({ name, description }) => ({
    name: markdownCode(name),
    description: markdownText(description),
  })),
  factors: facts.factors.map((factor) => FACTORS[factor] ?? markdownText(factor)),
  loginDomain: markdownCode(facts.loginDomain),
  ...(facts.supportEmail !== undefined && { supportEmail: markdownAddress(facts.supportEmail) }),
  ...(facts.supportUrl !== undefined && { supportUrl: markdownAddress(facts.supportUrl) }),
});

const section = (title: string, text: string): string => `## ${title}\n\n${text}\n`;
const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
const numbered = (lines: readonly string[]): string => lines.map((line, index) => `${index + 1}. ${line}`).join('\n');
const has = ({ features: all }: GuideFacts, feature: string): boolean => all.some((one) => one === feature);

function features(facts: GuideFacts): string[] {
  const { application, linked, becomesMember } = facts;
  const also =
    linked.length === 0
      ? ''
      : ` The same connection signs people in to ${linked.join(', ')}; Okta’s dashboard shows ${application} alone.`;
  return [
    `**Single sign-on** (OpenID Connect), from Okta’s dashboard and from ${application}’s own login page.${also}`,
    ...(becomesMember
      ? ['**Members as they sign in**: your people join your organization with their first login.']
      : []),
    ...(has(facts, 'scim')
      ? ['**Provisioning** (SCIM 2.0): users are created, updated and deactivated from Okta.']
      : []),
    ...(has(facts, 'universal_logout')
      ? [
          `**Universal Logout**${facts.isLogoutPartial ? ' (partial)' : ''}: when a user’s sessions are cleared in Okta, ${
            facts.isLogoutPartial
              ? `nothing can be renewed at ${application} any more; what is open there goes on until it ends by itself`
              : `those at ${application} end too`
          }.`,
        ]
      : []),
  ];
}

function whoMay({ application, roles }: GuideFacts): string {
  const named = roles.map(
    ({ name, description }) => `- the role ${name}${description === '' ? '' : `: ${description}`}`,
  );
  return [
    `You need two accounts: one in Okta that may manage applications (super administrator, or application administrator), and one at ${application} that is a member of your organization and may run Express Configuration:`,
    '',
    ...named,
    `- ${named.length === 0 ? '' : 'or '}a permission for your organization that our support gives to your account`,
    '',
    'The permission is for one organization. In another it is worth nothing.',
  ].join('\n');
}

const prerequisites = ({ application, factors, whenNoFactor }: GuideFacts): string[] => [
  `Your organization at ${application} exists, and your account there is a member of it.`,
  'Your account’s email address is verified.',
  ...(factors.length === 0
    ? []
    : [
        `Your account has a second factor: ${choice(factors)}. ${
          whenNoFactor === 'enroll'
            ? 'Without one you are asked to enrol it as you log in.'
            : 'Enrol it beforehand: without one you are refused.'
        }`,
      ]),
  'You have told us your organization’s email domains, and proven that they are yours.',
  `In your Okta org there is one instance of ${application}. More than one is not supported.`,
];

const choice = (factors: readonly string[]): string => factors.join(', or ');

function steps(facts: GuideFacts): string {
  const { application, loginDomain, isOrganizationAskedFirst } = facts;
  const login = isOrganizationAskedFirst
    ? 'Name your organization, and log in'
    : 'Log in, and choose your organization';
  const lines = [
    `In the Okta Admin Console open Applications, Browse App Catalog, and add **${application}**.`,
    `Open its **Authentication** tab (called Sign On in some orgs) and select **Express Configure SSO${has(facts, 'universal_logout') ? ' & UL' : ''}**.`,
    `You are sent to ${loginDomain}. ${login} with your account at ${application}.`,
    ...(facts.factors.length === 0
      ? []
      : ['Prove your second factor. You are asked for it every time, also where you are logged in already.']),
    `Read what Okta asks for, and select **Accept**. You return to Okta, which says that ${configured(facts)} been configured.`,
    ...(has(facts, 'scim')
      ? [
          'For provisioning open the **Provisioning** tab, select **Express Configure SCIM**, and log in and accept in the same way.',
          'Still on the **Provisioning** tab, under **Settings**, select **To App**, then **Edit**. Check that users are created, updated and deactivated, and select **Save**. Without this step nobody is provisioned.',
        ]
      : []),
    'On the **Assignments** tab assign people and groups.',
  ];
  return numbered(lines);
}

const configured = (facts: GuideFacts): string =>
  has(facts, 'universal_logout') ? 'single sign-on and Universal Logout have' : 'single sign-on has';

function checks(facts: GuideFacts): string[] {
  const { application, isLogoutPartial } = facts;
  return [
    'Assign one test user and wait a few minutes: a new connection takes that long to work everywhere.',
    ...(has(facts, 'scim') ? [`Provisioning: see that the user appears in ${application}.`] : []),
    `Sign-on from Okta: log in to Okta as that user, select the ${application} tile, and see that you are logged in.`,
    `Sign-on from ${application}: log out, open ${application}’s own login page, enter the user’s email address, and see that you are sent to Okta.`,
    ...(has(facts, 'universal_logout')
      ? [
          `Universal Logout: clear the user’s sessions in Okta (**Directory**, **People**, the user, **More Actions**, **Clear User Sessions**), and see that ${
            isLogoutPartial
              ? `${application} asks for a new login once its open session ends`
              : `the next request to ${application} asks for a new login`
          }.`,
        ]
      : []),
  ];
}

const pages = ({ consentName, permissions, factors, loginDomain, company }: GuideFacts): string[] => [
  `Login pages${company === '' ? '' : ` of ${company}`} at ${loginDomain}. Look at the address before you type a password.`,
  ...(factors.length === 0 ? [] : [`A second factor: ${choice(factors)}.`]),
  `A consent page: **${consentName}** asks for access to your account. Depending on how your permission was given it lists: ${permissions.map((text) => `“${text}”`).join(', ')}.`,
  'Okta again, with “configured”, or with an error and a code such as `EC_NOT_AUTHORIZED`.',
];

function domains({ application }: GuideFacts): string {
  return bullets([
    `Whoever enters an address of one of your organization’s email domains at ${application} is sent to your Okta. Only domains that you have proven are used; Okta takes the list over as you run Express Configuration.`,
    'Domains match exactly: a subdomain such as `eu.example.com` counts only where it is on the list itself.',
    'Domains at which anybody gets a mailbox, and public suffixes, are never on the list.',
    'The list decides where people are sent to log in, and nothing else. It does not keep anybody out, and it does not limit whose addresses your Okta may assert: control that by assignments in Okta.',
    'After a change of your domains tell us, and run Express Configuration once more. Tell us of a domain that is no longer yours at once.',
  ]);
}

function troubleshooting(facts: GuideFacts): string {
  const { application } = facts;
  const codes = Object.entries(TROUBLESHOOTING).map(
    ([code, { means, todo }]) => `| \`${code}\` | ${means} | ${todo} |`,
  );
  return [
    'A refusal reads “Access denied”, with a code:',
    '',
    '| code | what it means | what to do |',
    '|---|---|---|',
    ...codes,
    '',
    'And without a code:',
    '',
    '| what you see | what to do |',
    '|---|---|',
    `| \`invalid_request (no connections enabled for the client)\`, as somebody signs in to ${application} | Wait a few minutes and try again: a new connection takes that long to work everywhere. |`,
    ...(has(facts, 'scim')
      ? [
          '| People are assigned and not provisioned | On the **Provisioning** tab select **To App**, **Edit**, **Save**. Then assign them anew. |',
        ]
      : []),
    '| Okta says “Failed to Express Configure the application” | Try again once. If it stays so, send us the time and the name of your organization. |',
    `| People are not sent to Okta by their email address | Wait a few minutes. Then see that their domain is on your organization’s list, spelled exactly. |`,
  ].join('\n');
}

function support({ supportEmail, supportUrl }: GuideFacts): string {
  const ways = [...(supportEmail ? [supportEmail] : []), ...(supportUrl ? [supportUrl] : [])];
  const where =
    ways.length > 0 ? ways.join(' or ') : '(placeholder: your support’s address; set support_email on the tenant)';
  return `${where}. Send the code, the time, and the name of your organization; never a password or a one-time code.`;
}
