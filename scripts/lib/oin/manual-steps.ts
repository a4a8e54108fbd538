/** What a person does in Okta, in order. */
export interface ManualStep {
  title: string;
  /** Imperative sentences. */
  todo: string[];
  /** Where the project does a part of it. */
  command?: string;
}

/** Express Configuration, "Publish your integration to the OIN" and "OIN requirements". */
export function manualSteps(has: { scim: boolean; universalLogout: boolean }, environment: string): ManualStep[] {
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
      ],
    },
    {
      title: 'Enable Express Configuration',
      todo: [
        'In "Configure your integration" paste the values of "Express Configuration" into "Express Configuration Information".',
        'Download the key (.pem) that the wizard gives out, and make it usable:',
      ],
      command: `npm run oin -- key FILE.pem --env ${environment}`,
    },
    {
      title: 'The configuration guide',
      todo: ['Write it, publish it on your site, and enter its address as the configuration guide URL:'],
      command: `npm run oin -- guide --env ${environment} --out guide.md`,
    },
    {
      title: 'The properties',
      todo: ['Compare what the wizard has filled in with the values here, and fill in the rest.'],
    },
    {
      title: 'A test account for Okta’s OIN Operations team',
      todo: [
        'Make an organization and an administrator with username and password:',
        'In "Get started with testing" enter the login page, username, password and a support contact; Just-In-Time Provisioning: No; SP Initiate URL: the initiate login URI of that organization.',
      ],
      command: `npm run onboard -- --oin-test --env ${environment}`,
    },
    {
      title: 'Express Configure',
      todo: [
        'Generate an instance. On its Sign On tab run "Express Configure SSO & UL", and log in as the test administrator.',
        ...(has.scim ? ['On its Provisioning tab run "Express Configure SCIM".'] : []),
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
      ...(has.scim && { command: `npm run oin -- scim-token --connection NAME --env ${environment}` }),
    },
    { title: 'Submit', todo: ['Select "Submit Integration".'] },
  ];
}
