import { DASHBOARD_PLACE, WIZARD_FIELD } from '../setup/okta-values.ts';
import { shellOption } from '../shell.ts';

/** Describes a step that a person does in Okta; the steps are in order. */
export interface ManualStep {
  title: string;
  /** Imperative sentences. */
  todo: string[];
  /** The command that does a part of it, if there is one. */
  command?: string;
}

/**
 * Lists what a person does in Okta and in Auth0's dashboard (Auth0 docs, "Publish your integration to the OIN" and "OIN
 * requirements"; Okta developer docs, "Express Submission" and "Express Configuration customer configuration guide
 * template").
 *
 * @param behavior `organization_require_behavior` of the OIN client
 */
export function manualSteps(
  has: { scim: boolean; universalLogout: boolean },
  environment: string,
  behavior: string | undefined,
): ManualStep[] {
  const capabilities = [
    'OpenID Connect',
    ...(has.universalLogout ? ['Universal Logout'] : []),
    ...(has.scim ? ['SCIM 2.0'] : []),
  ];
  return [
    {
      title: 'An Okta Integrator Free Plan org',
      todo: [
        'Sign up at developer.okta.com/signup, and sign in as SUPER_ADMIN, or as APP_ADMIN and ORG_ADMIN.',
        'Use Google Chrome with the Okta Browser Plugin: the OIN Wizard’s tests need it.',
      ],
    },
    {
      title: 'That org as an Okta connection of the tenant',
      todo: [
        'In Auth0 make an Okta connection to the Integrator org, and enable it for the application: the basic tests log in through it.',
      ],
    },
    {
      title: 'The integration',
      todo: [
        `In Applications, Your OIN Integrations, build a new integration with ${capabilities.join(', ')}, or choose yours.`,
        'Fill in the OIN Catalog Properties.',
        ...(behavior === 'post_login_prompt' ? [PROMPT_FOR_CREDENTIALS] : []),
      ],
    },
    {
      title: 'Enable Express Configuration',
      todo: [
        `In "Configure your integration" select "Enable Express Configuration" and paste the six lines above into "${WIZARD_FIELD}". ${DASHBOARD_PLACE} shows the same lines.`,
        'Select "Continue", then "Download Key (.pem)". The key can be downloaded again later. Make it usable:',
      ],
      command: `npm run oin -- key FILE.pem ${shellOption('env', environment)}`,
    },
    {
      title: 'The configuration guide',
      todo: ['Write it, publish it on your site, and enter its address as the configuration guide URL:'],
      command: `npm run oin -- guide ${shellOption('env', environment)} --out guide.md`,
    },
    {
      title: 'The properties',
      todo: ['Select "Finish". Compare what the wizard has filled in with the values here, and fill in the rest.'],
    },
    {
      title: 'A test account for Okta’s OIN Operations team',
      todo: [
        'Make an organization and an administrator with username and password:',
        'In "Get started with testing" enter the login page, username, password and a support contact; Just-In-Time Provisioning: No; SP Initiate URL: the initiate login URI of that organization.',
      ],
      command: `npm run onboard -- ${shellOption('env', environment)} --oin-test --org ORG --admin EMAIL --domains DOMAIN --attest NOTE --vouch NOTE`,
    },
    {
      title: 'Express Configure',
      todo: [
        `Generate an instance. On its Authentication tab (Sign On in older orgs) run "Express Configure SSO${has.universalLogout ? ' & UL' : ''}", and log in as the test administrator.`,
        ...(has.scim
          ? [
              'On its Provisioning tab run "Express Configure SCIM". Then select "To App", "Edit" and "Save": without it nobody is provisioned.',
            ]
          : []),
        `Assign a user, sign in as that user${has.universalLogout ? ', and test Universal Logout' : ''}.`,
        'Where a login answers "invalid_request (no connections enabled for the client)", wait a few minutes and try again: a new connection takes that long.',
      ],
    },
    {
      title: 'The wizard’s tests',
      todo: [
        'Select "Begin Testing", "Add to Tester", and run the tests of the IdP flow and the SP flow.',
        ...(has.scim
          ? [
              'Run Okta’s SCIM 2.0 SPEC and CRUD tests in Runscope with a second token, and enter the links to their results:',
            ]
          : []),
      ],
      ...(has.scim && { command: `npm run oin -- scim-token --connection NAME ${shellOption('env', environment)}` }),
    },
    { title: 'Submit', todo: ['Select "Submit Integration".'] },
    {
      title: 'Later, when a value changes',
      todo: [
        'Open the published integration in Express Submission, select "Reconfigure", and paste the six lines again.',
        'Download the key again there, and make it usable. The key in use stays usable until it is retired:',
      ],
      command: `npm run oin -- key FILE.pem ${shellOption('env', environment)}`,
    },
  ];
}

const PROMPT_FOR_CREDENTIALS =
  'The OIN client uses Prompt for Credentials. Auth0’s page "Express Configuration with Okta" offers it; Okta’s page "Express Configuration overview" says that such apps are not supported. Ask Okta before you build on it, or use pre_login_prompt.';
