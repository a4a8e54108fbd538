import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { schemaFiles } from '../../../../scripts/lib/editor/schema-files.ts';
import { readAssets } from '../../../../scripts/lib/manifest/assets.ts';
import { rootDir } from '../../../support/project.ts';

const folder = join(rootDir, 'tenant/schemas');
const textOf = (file: string) => readFile(join(rootDir, file), 'utf8');

/** As the language service of VS Code takes patterns: not as Unicode ones where they are none. */
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });

async function validatorOf(schema: string): Promise<ValidateFunction> {
  const known = ajv.getSchema(schema);
  if (known !== undefined) return known;
  ajv.addSchema(JSON.parse(await readFile(join(folder, `${schema}.schema.json`), 'utf8')), schema);
  return validatorOf(schema);
}

/** What an editor would mark: place and reason, innermost only. */
async function marks(schema: string, yaml: string): Promise<string[]> {
  const validate = await validatorOf(schema);
  validate(parse(yaml));
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if')
    .map(({ instancePath, message, params: { additionalProperty: key } }) =>
      key === undefined ? `${instancePath} ${message}` : `${instancePath} has ${key}`,
    );
}

async function marksOf(file: string, from: string, to: string): Promise<string[]> {
  const text = await textOf(file);
  if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
  const schema = file === 'tenant/tenant.yaml' ? 'tenant' : 'environment';
  return marks(
    schema,
    text.replace(from, () => to),
  );
}

test('tenant/schemas/ is what `node scripts/lib/editor/write-schemas.ts` writes', async () => {
  const files = await readdir(folder);
  const held = await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')]));
  expect(Object.fromEntries(held)).toEqual(schemaFiles());
});

test('they are no part of the tenant', async () => {
  const files = (await readAssets(rootDir)).map(({ where }) => where.file);
  expect(files.filter((file) => file.includes('schemas'))).toEqual([]);
});

describe('tenant.yaml', () => {
  const file = 'tenant/tenant.yaml';

  test('as shipped has nothing to mark, also where all that is commented out is not', async () => {
    const text = await textOf(file);
    expect(await marks('tenant', text)).toEqual([]);
    const uncommented = text.replace(/^# connections:\n(# .*\n)+/m, (block) => block.replaceAll(/^# /gm, ''));
    expect(parse(uncommented)).toHaveProperty('connections');
    expect(await marks('tenant', uncommented)).toEqual([]);
  });

  test.each([
    [
      'an Action for another runtime',
      '    dependencies: []',
      '    runtime: node18\n    dependencies: []',
      '/actions/0/runtime must be equal to constant',
    ],
    [
      'an unknown key of an Action',
      '    dependencies: []',
      '    timeout: 5\n    dependencies: []',
      '/actions/0 has timeout',
    ],
    [
      'an Action’s source elsewhere',
      '../actions/step-up.ts',
      './step-up.js',
      '/actions/0/code must match pattern "^\\.\\./actions/[a-z0-9-]+\\.(ts|js|cjs)$"',
    ],
    ['an unknown section', 'databases:', 'databses:', ' has databses'],
    ['customers’ data', 'databases:', 'organizations: []\ndatabases:', '/organizations must NOT be valid'],
    [
      'a trigger that is not bound here',
      'post-login:',
      'pre-login:',
      "/triggers must have required property 'post-login'",
    ],
    [
      'a key that POST /clients does not take',
      '    organization_usage: allow',
      '    organisation_usage: allow',
      '/clients/1 has organisation_usage',
    ],
    [
      'a value that POST /clients does not take',
      'organization_usage: allow',
      'organization_usage: sometimes',
      '/clients/1/organization_usage must be equal to one of the allowed values',
    ],
    [
      'a secret of the OIN client',
      '    app_type: express_configuration',
      '    app_type: express_configuration\n    client_secret: x',
      '/clients/0 has client_secret',
    ],
    [
      'a prefix that is too long',
      'okta-{org_name}',
      'okta-oidc-{org_name}',
      '/connectionProfiles/0/connection_name_prefix_template must NOT have more than 15 characters',
    ],
    [
      'a factor that is neither on nor off',
      '    enabled: true',
      '    enabled: yes please',
      '/guardianFactors/0/enabled must be boolean',
    ],
    [
      'a flag that would be dropped',
      '    enable_client_connections: false',
      '    enable_client_connection: false',
      '/tenant/flags has enable_client_connection',
    ],
    ['a list where one value belongs', 'name: saas-users', 'name: [saas-users]', '/databases/0/name must be string'],
  ])('%s is marked', async (_what, from, to, mark) => {
    expect(await marksOf(file, from, to)).toContain(mark);
  });

  test.each([
    ['a text', '    dependencies: []', '    runtime: "##RUNTIME##"\n    dependencies: []'],
    ['a text with another around it', 'okta-{org_name}', '"okta-##A_LONG_KEYWORD##"'],
    ['a yes or no', '    enabled: true', '    enabled: "@@FACTOR@@"'],
    ['an object', 'flags:\n', 'flags: "@@FLAGS@@"\n  other:\n'],
    ['a whole section', 'roles:\n', 'roles: "@@ROLES@@"\n_:\n'],
  ])('a keyword may stand for %s', async (_what, from, to) => {
    const found = await marksOf(file, from, to);
    expect(found.filter((mark) => !/ has (_|other)$/.test(mark))).toEqual([]);
  });

  test('a keyword of a text stands for no list, and half a keyword for nothing', async () => {
    expect(await marksOf(file, '"@@SAAS_CALLBACKS@@"', '"##SAAS_CALLBACKS##"')).toContain(
      '/clients/1/callbacks must be array',
    );
    expect(await marksOf(file, '    dependencies: []', '    runtime: "#RUNTIME#"\n    dependencies: []')).toEqual([
      '/actions/0/runtime must be equal to constant',
    ]);
  });
});

describe('an environment', () => {
  const file = 'tenant/environments/local.yaml';

  test('as shipped, or empty, has nothing to mark', async () => {
    expect(await marks('environment', await textOf(file))).toEqual([]);
    expect(await marks('environment', '')).toEqual([]);
  });

  test.each([
    ['an unknown key', 'secrets:', 'secret:', ' has secret'],
    ['a secret’s value', '    public: true', '    value: abc', '/secrets/OIN_CLIENT_IDS has value'],
    ['a version that is none', 'version: 1', 'version: 0', '/secrets/OIN_CLIENT_IDS/version must be >= 1'],
    ['a name in small letters', 'TENANT_NAME:', 'tenant_name:', '/values must match pattern "^[A-Z][A-Z0-9_]*$"'],
    [
      'a key elsewhere',
      '# okta_public_key: ./local.pem',
      'okta_public_key: ../keys/local.pem',
      '/okta_public_key must match pattern "^\\./[\\w.-]+\\.pem$"',
    ],
  ])('%s is marked', async (_what, from, to, mark) => {
    expect(await marksOf(file, from, to)).toContain(mark);
  });
});

describe('customers', () => {
  const ada = 'organization: acme, admin: ada@acme.com, domains: "acme.com, eu.acme.com"';

  test.each([
    ['in a list', `- { ${ada} }`],
    ['under `customers:`', `customers:\n  - { ${ada} }`],
    [
      'with everything',
      `- { ${ada}, display_name: Acme, via: passwordless, grant: attribute, scopes: "sso, scim", connection: email, ticket_email: ada@example.com, attest: contract 12 }`,
    ],
    ['with lists, and a user id', '- { organization: acme, admin: "auth0|5f7c", domains: [acme.com], scopes: [sso] }'],
  ])('%s have nothing to mark', async (_what, yaml) => {
    expect(await marks('customers', yaml)).toEqual([]);
  });

  test.each([
    ['no administrator', '- { organization: acme, domains: acme.com }', "/0 must have required property 'admin'"],
    ['an unknown column', `- { ${ada}, domain: acme.com }`, '/0 has domain'],
    [
      'an organization’s id',
      `- { ${ada.replace('acme', 'org_abc')} }`,
      '/0/organization must match pattern "^(?!org_)[a-z0-9][a-z0-9_-]{0,49}$"',
    ],
    ['another way in', `- { ${ada}, via: email }`, '/0/via must be equal to one of the allowed values'],
    ['a scope that is none', `- { ${ada}, scopes: [saml] }`, '/0/scopes/0 must be equal to one of the allowed values'],
    [
      'a name for an administrator',
      `customers:\n  - { ${ada.replace('ada@acme.com', 'Ada')} }`,
      '/customers/0/admin must match a schema in anyOf',
    ],
    ['an empty list', '[]', ' must NOT have fewer than 1 items'],
  ])('%s is marked', async (_what, yaml, mark) => {
    expect(await marks('customers', yaml)).toContain(mark);
  });
});
