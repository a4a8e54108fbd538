import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { readManifest } from '../../../../scripts/lib/manifest/manifest.ts';
import { DEPLOY_CLI_SECTIONS } from '../../../../scripts/lib/manifest/sections.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { edited, FILES, fixture } from '../../fixture.ts';

const TENANT = 'tenant/tenant.yaml';
const LOCAL = 'tenant/environments/local.yaml';

/** What is said about a project with these changes. */
async function failuresOf(changes: Record<string, string | undefined>, environment = 'local'): Promise<string> {
  const read = await readManifest({ rootDir: await fixture(changes), environment });
  return read.ok ? '' : renderFailures(read.failures);
}

test('a sound project has no failures, and its values are filled in', async () => {
  const read = await readManifest({ rootDir: await fixture(), environment: 'local', domain: 'acme.example' });
  if (!read.ok) throw new Error(renderFailures(read.failures));
  const { tenant, integration } = read.value;
  expect(tenant.clients[1]).toMatchObject({
    callbacks: ['https://app.example/callback'],
    express_configuration: { admin_login_domain: 'acme.example' },
  });
  expect(tenant.clients[2]).toMatchObject({ allowed_origins: ['https://app.example'] });
  expect(tenant.actions[0]?.secrets).toEqual([{ name: 'OIN_CLIENT_IDS', value: '##OIN_CLIENT_IDS##' }]);
  expect([integration.oin.name, integration.published.name]).toEqual(['OIN', 'App']);
});

test('the domain stays a keyword while it is not known', async () => {
  const read = await readManifest({ rootDir: await fixture(), environment: 'local' });
  expect(read).toMatchObject({
    value: { integration: { published: { express_configuration: { admin_login_domain: '##AUTH0_DOMAIN##' } } } },
  });
});

describe('the file itself', () => {
  test('missing', async () => {
    expect(await failuresOf({ [TENANT]: undefined })).toBe(
      'tenant/tenant.yaml FILE_MISSING expected the file tenant/tenant.yaml, found no such file\n' +
        "Fix: Create tenant/tenant.yaml, or run the command in the project's folder.\n",
    );
  });

  test('not YAML', async () => {
    expect(await failuresOf(edited(TENANT, 'clients:\n', 'clients: [\n'))).toContain(
      'tenant/tenant.yaml:8:3 YAML_MALFORMED expected YAML 1.2, found ',
    );
  });

  test('a key twice', async () => {
    expect(await failuresOf(edited(TENANT, 'databases:', 'clients:'))).toBe(
      'tenant/tenant.yaml:26:1 YAML_MALFORMED expected YAML 1.2, found Map keys must be unique\n' +
        'Fix: Correct the YAML at this place.\n',
    );
  });

  test('a whole-value keyword without quotes', async () => {
    expect(await failuresOf(edited(TENANT, '"@@ORIGINS@@"', '@@ORIGINS@@'))).toBe(
      'tenant/tenant.yaml:25:22 YAML_MALFORMED expected YAML 1.2, found Plain value cannot start with reserved character @\n' +
        'Fix: Put the value in quotes: "@@NAME@@".\n',
    );
  });

  test('empty', async () => {
    expect(await failuresOf({ [TENANT]: '' })).toBe(
      'tenant/tenant.yaml:1:1 INVALID_VALUE expected the file must be object, found null\nFix: Correct the file.\n',
    );
  });

  test('without a section that is needed', async () => {
    expect(await failuresOf({ [TENANT]: 'actions: []\nclients: []\n' })).toContain(
      'tenant/tenant.yaml:1:1 INVALID_VALUE expected the file must have the key triggers, found',
    );
  });
});

describe('sections', () => {
  test('one that auth0-deploy-cli does not know', async () => {
    expect(await failuresOf(edited(TENANT, 'databases:', 'databses:'))).toBe(
      'tenant/tenant.yaml:26:1 UNKNOWN_SECTION expected a section auth0-deploy-cli knows, found "databses"\n' +
        'Fix: Remove "databses" or correct its spelling.\n',
    );
  });

  test('organizations and guardianPolicies, which a deploy must not touch', async () => {
    const failures = await failuresOf(
      edited(TENANT, 'clients:\n', 'organizations: []\nguardianPolicies: []\nclients:\n'),
    );
    expect(failures).toBe(
      'tenant/tenant.yaml:7:1 SECTION_REFUSED expected no section "organizations", found "organizations"\n' +
        "Fix: Remove it: organizations are customers' data, changed at run time by onboarding and by Okta; a deploy would undo that.\n" +
        '\n' +
        'tenant/tenant.yaml:8:1 SECTION_REFUSED expected no section "guardianPolicies", found "guardianPolicies"\n' +
        "Fix: Remove it: the policy is every application's. The step-up Action asks for the factor instead.\n",
    );
  });

  test('the known ones are those of the installed auth0-deploy-cli', () => {
    const { default: schema }: { default: { properties: object } } = createRequire(import.meta.url)(
      'auth0-deploy-cli/lib/tools/auth0/schema.js',
    );
    const internal = ['clientAuthCredentials', 'clientAuthCredentialsPre', 'exclude', 'include'];
    const known = Object.keys(schema.properties).filter((section) => !internal.includes(section));
    expect(DEPLOY_CLI_SECTIONS).toEqual(known.sort());
  });
});

describe('Actions and triggers', () => {
  test('an unknown key in an Action', async () => {
    expect(await failuresOf(edited(TENANT, '    dependencies: []', '    dependencys: []'))).toBe(
      'tenant/tenant.yaml:37:5 UNKNOWN_KEY expected only the keys name, code, runtime, supported_triggers, dependencies, secrets, ' +
        'found "dependencys"\nFix: Remove "dependencys" or correct its spelling.\n',
    );
  });

  test('another runtime', async () => {
    expect(await failuresOf(edited(TENANT, 'node22', 'node18'))).toBe(
      'tenant/tenant.yaml:33:14 INVALID_VALUE expected runtime: node22, found "node18"\nFix: Leave it out: bundles are made for node22, and deployed with it.\n',
    );
  });

  test('an unknown trigger', async () => {
    expect(await failuresOf(edited(TENANT, '  post-login:\n', '  pre-login:\n'))).toContain(
      'tenant/tenant.yaml:42:3 UNKNOWN_KEY expected only the keys post-login, credentials-exchange, ' +
        'pre-user-registration, post-user-registration, post-change-password, send-phone-message, ' +
        'password-reset-post-challenge, custom-phone-provider, custom-email-provider, found "pre-login"',
    );
  });

  test('an unknown trigger of an Action', async () => {
    expect(await failuresOf(edited(TENANT, 'id: post-login', 'id: pre-login'))).toMatch(
      /^tenant\/tenant\.yaml:35:13 INVALID_VALUE expected actions\.\[0\]\.supported_triggers\.\[0\]\.id must be one of post-login, credentials-exchange, .*, found "pre-login"\nFix: [^\n]+\n$/,
    );
  });

  test('an older version of a trigger', async () => {
    expect(await failuresOf(edited(TENANT, 'version: v3', 'version: v2'))).toBe(
      'tenant/tenant.yaml:36:18 INVALID_VALUE expected actions.[0].supported_triggers.[0].version must be v3, found "v2"\n' +
        'Fix: Correct actions.[0].supported_triggers.[0].version.\n',
    );
  });

  test('a second trigger of one Action', async () => {
    const two = '        version: v3\n      - id: post-login\n        version: v3\n';
    expect(await failuresOf(edited(TENANT, '        version: v3\n', two))).toContain(
      'tenant/tenant.yaml:35:7 INVALID_VALUE expected actions.[0].supported_triggers must have at most 1 entry, found a list of 2',
    );
  });

  test('an Action bound to a trigger that is not its own', async () => {
    const bound = '\ntriggers:\n  credentials-exchange:\n    - action_name: greet\n';
    expect(await failuresOf(edited(TENANT, '\ntriggers:\n', bound))).toBe(
      'tenant/tenant.yaml:43:20 ACTION_BINDINGS expected an Action of credentials-exchange, ' +
        'found "greet", whose `supported_triggers:` says post-login\n' +
        'Fix: Bind it under post-login, or correct its `supported_triggers:`.\n',
    );
  });

  test('an unknown Action bound to another trigger', async () => {
    const bound = '\ntriggers:\n  send-phone-message:\n    - action_name: sms\n';
    expect(await failuresOf(edited(TENANT, '\ntriggers:\n', bound))).toContain(
      'tenant/tenant.yaml:43:20 UNKNOWN_REFERENCE expected the name of an Action in this file: greet, found "sms"',
    );
  });

  test('an Action without a file', async () => {
    expect(await failuresOf({ 'actions/greet.ts': undefined })).toBe(
      'tenant/tenant.yaml:32:11 ACTION_WITHOUT_FILE expected a file actions/greet.ts for Action "greet", found no such file\n' +
        'Fix: Create actions/greet.ts, or remove the Action here and in `triggers:`.\n',
    );
  });

  test('a file with a handler without an Action, but not a file of helpers', async () => {
    const changes = { 'actions/extra.ts': FILES['actions/greet.ts'], 'actions/helper.ts': 'export const one = 1;\n' };
    expect(await failuresOf(changes)).toBe(
      'actions/extra.ts FILE_WITHOUT_ACTION expected an entry with code: ../actions/extra.ts under `actions:` in ' +
        'tenant/tenant.yaml, found a handler that nothing deploys\nFix: Add the Action and its trigger, or delete the file.\n',
    );
  });

  test('a trigger that names an unknown Action', async () => {
    expect(await failuresOf(edited(TENANT, 'action_name: greet', 'action_name: great'))).toBe(
      'tenant/tenant.yaml:43:20 UNKNOWN_REFERENCE expected the name of an Action in this file: greet, found "great"\n' +
        'Fix: Correct the name, or add an Action "great".\n',
    );
  });

  test('a secret whose value is in the file is not repeated', async () => {
    const failures = await failuresOf(edited(TENANT, '"##OIN_CLIENT_IDS##"', 'hunter2-hunter2'));
    expect(failures).toBe(
      'tenant/tenant.yaml:40:16 SECRET_IN_FILE expected a keyword such as "##OIN_CLIENT_IDS##", and its name under `secrets:` ' +
        'in the environment, found a value\n' +
        'Fix: Write value: "##OIN_CLIENT_IDS##" and replace the secret: it has been in a file.\n',
    );
  });
});

describe('names', () => {
  test('linked_clients names an unknown client', async () => {
    expect(await failuresOf(edited(TENANT, 'client_id: Reports', 'client_id: Report'))).toBe(
      'tenant/tenant.yaml:23:22 UNKNOWN_REFERENCE expected the name of a client in this file: OIN, App, Reports, found "Report"\n' +
        'Fix: Correct the name, or add a client "Report".\n',
    );
  });

  test('okta_oin_client_id names a client of another type', async () => {
    expect(await failuresOf(edited(TENANT, 'okta_oin_client_id: OIN', 'okta_oin_client_id: Reports'))).toContain(
      'tenant/tenant.yaml:19:27 UNKNOWN_REFERENCE expected the name of an OIN client in this file: OIN, found "Reports"',
    );
  });

  test('a profile that is not there', async () => {
    const failures = await failuresOf({
      [TENANT]: FILES[TENANT].replace('_id: profile', '_id: profiles').replace('_id: attributes', '_id: attribute'),
    });
    expect(failures).toContain('tenant/tenant.yaml:17:30 UNKNOWN_REFERENCE expected the name of a connection profile');
    expect(failures).toContain(
      'tenant/tenant.yaml:18:34 UNKNOWN_REFERENCE expected the name of a user attribute profile',
    );
  });

  test('enabled_clients names an unknown client', async () => {
    expect(
      await failuresOf(edited(TENANT, '    enabled_clients:\n      - App', '    enabled_clients:\n      - Ap')),
    ).toContain(
      'tenant/tenant.yaml:29:9 UNKNOWN_REFERENCE expected the name of a client in this file: OIN, App, Reports, found "Ap"',
    );
  });

  test('two clients of one name', async () => {
    expect(await failuresOf(edited(TENANT, '- name: Reports', '- name: App'))).toContain(
      'tenant/tenant.yaml:24:11 DUPLICATE_NAME expected one entry "App" in `clients:`, found another one',
    );
  });

  test('two OIN clients', async () => {
    expect(
      await failuresOf(edited(TENANT, '  - name: Reports', '  - name: Reports\n    app_type: express_configuration')),
    ).toBe(
      'tenant/tenant.yaml:7:1 INTEGRATION_COUNT expected one client with `express_configuration:` and one with ' +
        '`app_type: express_configuration`, found 1 and 2\n' +
        'Fix: Describe one OIN integration here; link further applications with `linked_clients:`.\n',
    );
  });

  test('a key given to the OIN client in the file', async () => {
    const changes = edited(TENANT, '    app_type', '    client_authentication_methods: {}\n    app_type');
    expect(await failuresOf(changes)).toContain(
      'tenant/tenant.yaml:9:5 UNKNOWN_KEY expected only the keys name, app_type, organization_require_behavior, description, ' +
        'logo_uri, found "client_authentication_methods"',
    );
  });
});

describe('connection name prefix', () => {
  const text = 'expected at most 15 characters of letters, digits, single hyphens, {org_id} and {org_name}, found ';

  test("the documentation's own sample breaks two rules and is told once", async () => {
    expect(await failuresOf(edited(TENANT, 'okta-{org_name}', 'org-{organization_name}'))).toBe(
      `tenant/tenant.yaml:3:38 PREFIX_TEMPLATE ${text}"org-{organization_name}"\n` +
        'Fix: Shorten or correct the template, for instance okta-{org_name}.\n',
    );
  });

  test('two characters too long', async () => {
    expect(await failuresOf(edited(TENANT, 'okta-{org_name}', 'okta-x-{org_name}'))).toContain(
      `:3:38 PREFIX_TEMPLATE ${text}"okta-x-{org_name}"`,
    );
  });

  test('two hyphens', async () => {
    expect(await failuresOf(edited(TENANT, 'okta-{org_name}', 'a--b'))).toContain(
      `:3:38 PREFIX_TEMPLATE ${text}"a--b"`,
    );
  });
});

describe('keywords', () => {
  test('not set, with text around it and inside a list', async () => {
    expect(await failuresOf(edited(LOCAL, '  APP_HOST: app.example\n', ''))).toBe(
      'tenant/tenant.yaml:13:9 KEYWORD_UNSET expected a value for ##APP_HOST## in environment "local", found none\n' +
        'Fix: Set APP_HOST under `values:` in tenant/environments/local.yaml, or name it under `secrets:` there.\n' +
        '\n' +
        'tenant/tenant.yaml:15:36 KEYWORD_UNSET expected a value for ##APP_HOST## in environment "local", found none\n' +
        'Fix: Set APP_HOST under `values:` in tenant/environments/local.yaml, or name it under `secrets:` there.\n',
    );
  });

  test('without quotes, which makes it a comment', async () => {
    expect(await failuresOf(edited(TENANT, '"##AUTH0_DOMAIN##"', '##AUTH0_DOMAIN## # the domain'))).toBe(
      'tenant/tenant.yaml:16:27 KEYWORD_UNQUOTED expected "##AUTH0_DOMAIN##" in quotes, found ##AUTH0_DOMAIN##, which is a ' +
        'comment to YAML\nFix: Write "##AUTH0_DOMAIN##".\n',
    );
  });

  test('a whole-value keyword that is not set', async () => {
    expect(await failuresOf(edited(TENANT, '@@ORIGINS@@', '@@ORIGIN@@'))).toContain(
      'tenant/tenant.yaml:25:22 KEYWORD_UNSET expected a value for @@ORIGIN@@ in environment "local", found none',
    );
  });

  test("a secret's keyword that the environment does not name", async () => {
    expect(await failuresOf({ [LOCAL]: 'values: { APP_HOST: a, ORIGINS: [] }\n' })).toContain(
      'tenant/tenant.yaml:40:16 KEYWORD_UNSET expected a value for ##OIN_CLIENT_IDS## in environment "local", found none',
    );
  });

  test('a list inside a text', async () => {
    expect(await failuresOf(edited(TENANT, '##APP_HOST##/callback', '##ORIGINS##/callback'))).toContain(
      'tenant/tenant.yaml:13:9 KEYWORD_NOT_TEXT expected ORIGINS to be one text, found a list or an object',
    );
  });

  test('a whole value with text around it', async () => {
    expect(await failuresOf(edited(TENANT, '##APP_HOST##/callback', '@@APP_HOST@@/callback'))).toContain(
      'tenant/tenant.yaml:13:9 KEYWORD_NOT_TEXT expected "@@APP_HOST@@" to stand alone, found text around it\n',
    );
  });

  test('not set in a file the tenant file names', async () => {
    expect(await failuresOf({ 'tenant/connections/email.html': '<p>##COMPANY##</p>' })).toContain(
      'tenant/connections/email.html KEYWORD_UNSET expected a value for ##COMPANY## in environment "local", found none',
    );
  });
});

describe('environments', () => {
  test('one that is not there', async () => {
    expect(await failuresOf({}, '../local')).toBe(
      'UNKNOWN_ENVIRONMENT expected one of local, found "../local"\n' +
        'Fix: Choose one with --env, or create tenant/environments/../local.yaml.\n',
    );
  });

  test('an unknown key', async () => {
    expect(await failuresOf(edited(LOCAL, 'public: true', 'pubic: true'))).toContain(
      'tenant/environments/local.yaml:8:5 UNKNOWN_KEY expected only the keys version, public, found "pubic"',
    );
  });

  test('a keyword in a value', async () => {
    expect(await failuresOf(edited(LOCAL, 'app.example', '"##HOST##"'))).toContain(
      'tenant/environments/local.yaml:2:13 KEYWORD_UNSET expected no keyword but ##AUTH0_DOMAIN## in a value, found ##HOST##',
    );
  });

  test("Okta's key in a file that is not there", async () => {
    expect(await failuresOf({ [LOCAL]: `${FILES[LOCAL]}okta_public_key: ./local.pem\n` })).toContain(
      'tenant/environments/local.pem OKTA_KEY_INVALID expected an RSA public key of at least 2048 bits in PEM ' +
        '("-----BEGIN PUBLIC KEY-----"), found no such file, or an empty one',
    );
  });
});

test('everything wrong is told at once, in the order of the file', async () => {
  const failures = await failuresOf({
    [TENANT]: FILES[TENANT].replace('action_name: greet', 'action_name: great').replace('databases:', 'databses:'),
    [LOCAL]: 'values: { ORIGINS: [] }\nsecrets: { OIN_CLIENT_IDS: { version: 1 } }\n',
    'actions/extra.ts': FILES['actions/greet.ts'],
  });
  expect(failures.match(/^\S+ [A-Z_]{2,}/gm)).toEqual([
    'actions/extra.ts FILE_WITHOUT_ACTION',
    'tenant/tenant.yaml:13:9 KEYWORD_UNSET',
    'tenant/tenant.yaml:15:36 KEYWORD_UNSET',
    'tenant/tenant.yaml:26:1 UNKNOWN_SECTION',
    'tenant/tenant.yaml:43:20 UNKNOWN_REFERENCE',
  ]);
});

test('a value of the wrong kind does not hide what else is wrong', async () => {
  const failures = await failuresOf({
    ...edited(TENANT, 'node22', 'node18'),
    [LOCAL]: 'values: { ORIGINS: [] }\nsecrets: { OIN_CLIENT_IDS: { version: 1 } }\n',
  });
  expect(failures.match(/^\S+ [A-Z_]{2,}/gm)).toEqual([
    'tenant/tenant.yaml:13:9 KEYWORD_UNSET',
    'tenant/tenant.yaml:15:36 KEYWORD_UNSET',
    'tenant/tenant.yaml:33:14 INVALID_VALUE',
  ]);
});
