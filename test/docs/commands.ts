/** Every command of the pages: how a test runs it, or why it is only looked up. */

export interface RunCommand {
  /** As it stands on a page, single spaces. */
  command: string;
  exit: 0 | 1 | 2;
  /** In what it prints. */
  says: string;
  /** Options that keep it on this machine. */
  also?: 'resolvers';
  /** Run by `npm run test:deep` alone: it needs a deploy from nothing, or starts a tenant. */
  isDeep?: true;
  /** What has to be done before, in the project: an edit, and commands that no page has. */
  first?: { edit?: [file: string, from: string, to: string]; commands?: string[] };
}

/** In this order, in one project, on one local tenant that begins empty; without the deep ones on one that was deployed to. */
export const RUN: readonly RunCommand[] = [
  { command: 'npm run --silent scopes -- --env production', exit: 0, says: 'create:actions' },
  { command: 'npm run --silent scopes -- --env NAME --setup', exit: 0, says: 'read:custom_domains' },
  { command: 'npm run --silent scopes -- --env production-eu', exit: 0, says: 'create:actions' },
  { command: 'npm run --silent scopes -- --env production-eu --read-only', exit: 0, says: 'read:actions' },
  { command: 'npm run scopes -- --for onboard', exit: 0, says: 'create:organization_member_roles' },
  { command: 'npm run check -- --env NAME', exit: 0, says: 'nothing wrong found' },
  { command: 'npm run check -- --env production', exit: 0, says: 'nothing wrong found for environment production' },
  { command: 'npm run setup -- --env NAME', exit: 2, says: '[todo] custom domain' },
  { command: 'npm run plan -- --env production', isDeep: true, exit: 2, says: 'express-configure-grant' },
  {
    command: 'npm run plan -- --env production --out plan.json',
    isDeep: true,
    exit: 2,
    says: 'express-configure-grant',
  },
  {
    command: 'npm run deploy -- --env production --plan plan.json',
    isDeep: true,
    exit: 0,
    says: "complete but for Okta's key",
  },
  {
    command: 'npm run plan -- --env production --prune --out plan.json',
    exit: 0,
    says: 'No changes: ',
  },
  {
    command: 'npm run deploy -- --env production --prune --plan plan.json',
    isDeep: true,
    exit: 0,
    says: "complete but for Okta's key",
  },
  { command: 'npm run verify -- --env production', exit: 0, says: 'awaiting-okta-key' },
  {
    command: 'npm run --silent deploy -- --print-env',
    exit: 0,
    says: 'npx a0deploy import -c dist/tenant/config.json',
  },
  { command: 'npm run oin -- key okta-new.pem --env production', exit: 0, says: 'now usable: key' },
  { command: 'npm run oin -- key okta-new.pem --retire --env production', exit: 0, says: 'usable already: key' },
  { command: 'npm run onboard -- --file customers.csv --dry-run', also: 'resolvers', exit: 2, says: 'initech' },
  {
    command: 'npm run onboard -- --org acme --admin ada@acme.com --domains acme.com,eu.acme.com',
    also: 'resolvers',
    exit: 2,
    says: '.eu.acme.com TXT ',
  },
  {
    command: 'npm run onboard -- --org acme --admin ada@acme.com --domains acme.com',
    also: 'resolvers',
    exit: 2,
    says: '.acme.com TXT ',
  },
  {
    command: 'npm run onboard -- --org acme --admin ada@acme.com --domains acme.com --grant attribute',
    also: 'resolvers',
    exit: 2,
    says: '.acme.com TXT ',
  },
  { command: 'npm run domains -- verify', also: 'resolvers', exit: 2, says: 'acme.com' },
  { command: 'npm run domains -- sync', exit: 0, says: '0 of 1 organizations were written' },
  { command: 'npm run domains -- drift', exit: 0, says: '0 of 1 organizations differ' },
  {
    command: 'npm run doctor -- --env production --org acme --user ada@acme.com',
    first: {
      commands: [
        'npm run onboard -- --org acme --admin ada@acme.com --domains acme.com --oin-test --attest checked --vouch checked',
      ],
    },
    exit: 2,
    says: 'express_configure:sso',
  },
  { command: 'npm run logs -- --since 2h --failed --org acme', exit: 0, says: '0 events of OIN client' },
  { command: 'npm run oin -- --env NAME', exit: 0, says: 'Redirect URI' },
  { command: 'npm run scopes -- --for logs', exit: 0, says: 'read:logs' },
  { command: 'npm run trigger -- --list', exit: 0, says: 'admin-by-attribute' },
  {
    command: 'npm run trigger -- plain-member --override user.app_metadata.is_admin=true --expect denied',
    exit: 0,
    says: 'EC_NOT_AUTHORIZED',
  },
  {
    command: 'npm run trigger -- plain-member --override user.email=mel@partner.example',
    exit: 0,
    says: 'EC_NOT_AUTHORIZED',
  },
  { command: 'npm run onboard -- --undo --org acme --admin ada@acme.com', exit: 0, says: 'acme' },
  // Taken back by the one before.
  { command: 'npm run onboard -- --org acme --admin ada@acme.com --undo', exit: 1, says: 'not found' },
  { command: 'npm run onboard -- --undo --org acme', exit: 1, says: 'not found' },
  {
    command: 'npm run rollback -- --env production --yes',
    first: {
      edit: ['actions/policy.ts', "['sso', 'scim']),", "['scim', 'sso']),"],
      commands: ['npm run deploy -- --env production --yes'],
    },
    isDeep: true,
    exit: 0,
    says: 'express-configure-grant',
  },
  { command: 'npm run drift -- --env production', isDeep: true, exit: 2, says: 'express-configure-grant' },
  { command: 'npm start -- --once --port 0', isDeep: true, exit: 0, says: 'access token, signature verified' },
  {
    command: "npm run emulator -- exec 'npm run deploy -- --yes && npm run verify'",
    isDeep: true,
    exit: 0,
    says: 'awaiting-okta-key',
  },
  {
    command:
      'npm run emulator -- exec \'curl --fail --silent "$EMULATOR_BROWSER_ORIGIN/_local/clock" --header "x-local-token: $EMULATOR_CONTROL_TOKEN" --header "content-type: application/json" --data "{\\"advanceSeconds\\": 3600}"\'',
    isDeep: true,
    exit: 0,
    says: '"now"',
  },
];

/** Not run here; that it exists, with its options, is asked of the command line's own help. */
export const LOOKED_UP: Readonly<Record<string, string>> = {
  'npm ci --ignore-scripts': 'installs; the workflows that plan and deploy do it',
  'npm ci && npm start': 'installs; test/e2e/start.test.ts runs the rest',
  'npm ci && npm test': 'installs, and would run this test',
  'npm run build && npx vitest run test/partner.test.ts': 'test/readme.live.test.ts runs it, with the edit beside it',
  "npm run emulator -- exec 'COMMAND'": 'COMMAND stands for one; two pages have examples, which are run',
  'npm run plan -- --env production --env production-eu --out plan-{env}.json':
    'needs two tenants: test/e2e/several-tenants.test.ts',
  'npm run bench -- deploy --rounds 1': 'takes minutes',
  'npm run test:deep -- --sequence.seed=SEED': 'takes hours',
  'npm run --silent logs -- --follow --json --checkpoint logs.json >> usage.ndjson':
    'does not end: test/e2e/logs.test.ts',
  'npm run domains -- unroute --org acme --domain acme.com': 'needs a live connection: test/e2e/domain-places.test.ts',
  'npm run onboard -- --oin-test': 'half a command: test/e2e/onboard.test.ts',
  'npm run policy -- --table': 'needs a repository: test/e2e/policy.test.ts',
  'npm run policy -- --user ada.json --org org_VYyFNKnOr4IGcW6G': 'needs the file: test/e2e/policy.test.ts',
  'npm run trigger -- --from-execution ID': 'needs a tenant that has recorded one: test/e2e/trigger.test.ts',
};

/** Options of npm's own. */
export const NPM_OPTIONS: readonly string[] = ['--silent'];

/** What the pages' placeholders stand for when a command is run. */
export const PLACEHOLDERS: Readonly<Record<string, string>> = { NAME: 'production', 'FILE.pem': 'okta-new.pem' };
