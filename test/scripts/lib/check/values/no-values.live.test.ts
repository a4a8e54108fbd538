import { describe, expect, test } from 'vitest';
import { check } from '../../../../../scripts/commands/check/run.ts';
import type { Failure } from '../../../../../scripts/lib/failures.ts';
import { renderFailures } from '../../../../../scripts/lib/render.ts';
import { checkManifest } from '../../../../support/check-manifest.ts';
import { copyProject } from '../../../../support/project.ts';

const TENANT = 'tenant/tenant.yaml';
const LOCAL = 'tenant/environments/local.yaml';
const SECRET = 'hunter2-hunter2';

/** What `check` says of the project with one edit, which must be wrong. */
async function said(file: string, from: string, to: string): Promise<string> {
  await using project = await copyProject();
  await project.edit(file, from, to);
  const failures = await failuresOf(project.rootDir, file);
  if (failures.length === 0) throw new Error('nothing wrong');
  return `${renderFailures(failures)}${JSON.stringify(failures)}`;
}

/** What is only YAML needs no build. */
async function failuresOf(rootDir: string, file: string): Promise<Failure[]> {
  const options = { rootDir, environment: 'local' };
  if (file.startsWith('tenant/')) return checkManifest(options);
  const checked = await check({ ...options, env: {} });
  return checked.ok ? [] : checked.failures;
}

const client = (keys: string): [string, string, string] => [TENANT, '  - name: Acme Reports\n', keys];
const section = (text: string): [string, string, string] => [TENANT, 'tenant:\n', `${text}tenant:\n`];

describe('a failure of check repeats no value that may be secret', () => {
  test.each<[string, [file: string, from: string, to: string], RegExp]>([
    ['a client without a name', client(`  - client_secret: ${SECRET}\n`), /must have the key name.*found an object/],
    [
      'a name that is an object',
      client(`  - name: { client_secret: ${SECRET} }\n`),
      /clients\.\[2\]\.name must be string, found an object/,
    ],
    [
      'a list where one text belongs',
      client(`  - name: Acme Reports\n    logo_uri: [${SECRET}]\n`),
      /logo_uri must be string \(POST \/clients\), found a list of 1/,
    ],
    [
      'a text where an object belongs',
      client(`  - name: Acme Reports\n    client_metadata: ${SECRET}\n`),
      /client_metadata must be object, found a text/,
    ],
    [
      'a number',
      client('  - name: Acme Reports\n    description: 90210422331\n'),
      /description must be string \(POST \/clients\), found a number/,
    ],
    [
      'a URL with a password',
      client(`  - name: Acme Reports\n    logo_uri: no-url-${SECRET}\n    web_origins: [no-url-${SECRET}]\n`),
      /web_origins\.\[0\] must match format .* found a text/,
    ],
    [
      'credentials of a shape that no provider takes',
      section(`emailProvider:\n  name: sendgrid\n  credentials:\n    ${SECRET}: ${SECRET}\n`),
      /emailProvider\.credentials .* found an object/,
    ],
    [
      'an Action without its code',
      [TENANT, '    code: ../actions/grant.ts\n', `    note: ${SECRET}\n`],
      /must have the key code, found an object/,
    ],
    [
      'a setting of the integration that is an object',
      [TENANT, 'organization_usage: allow', `organization_usage: { secret: ${SECRET} }`],
      /ORGANIZATION_USAGE .* found an object/,
    ],
    [
      'an application template that is a secret',
      [LOCAL, 'https://app.acme.example/login?organization={organization_id}', `ftp://u:${SECRET}@a.example/`],
      /INITIATE_LOGIN_TEMPLATE .* found a URL with another scheme/,
    ],
    [
      'a membership that is an object',
      [TENANT, 'assign_membership_on_login: required', `assign_membership_on_login: { x: ${SECRET} }`],
      /MEMBERSHIP_UNCLEAR .* found an object/,
    ],
    [
      'a tenant setting of another kind',
      [TENANT, 'customize_mfa_in_postlogin_action: true', `customize_mfa_in_postlogin_action: ${SECRET}`],
      /STEP_UP_IMPOSSIBLE .* found a text/,
    ],
    [
      'a flag of another kind',
      [TENANT, 'enable_client_connections: false', `enable_client_connections: ${SECRET}`],
      /CLIENT_CONNECTIONS .* found a text/,
    ],
    [
      'an environment that is a list of secrets',
      [LOCAL, 'secrets:\n', `secrets:\n  A: ${SECRET}\n`],
      /secrets\.A must be object, found a text/,
    ],
    [
      'a value with a keyword of another in it',
      [LOCAL, 'values:\n', `values:\n  A: { x: "##NOT_SET##", y: ${SECRET} }\n`],
      /KEYWORD_UNSET .* found ##NOT_SET##/,
    ],
    [
      'a whole value inside a text',
      [TENANT, 'friendly_name: "##TENANT_NAME##"', `friendly_name: "${SECRET} @@TENANT_NAME@@"`],
      /KEYWORD_NOT_TEXT .* found text around it/,
    ],
    [
      'YAML that does not parse, with the text in the parser’s message',
      [TENANT, 'tenant:\n', `tenant: "a" "${SECRET}"\n`],
      /YAML_MALFORMED .* found Unexpected/,
    ],
    [
      'a block whose first line is not a header',
      [TENANT, 'tenant:\n', `branding: |${SECRET}\ntenant:\n`],
      /YAML_MALFORMED .* found Block scalar header includes extra characters/,
    ],
    [
      'an escape that is not known',
      [TENANT, 'tenant:\n', `branding: "\\u${SECRET}"\ntenant:\n`],
      /YAML_MALFORMED .* found an escape sequence that is not known/,
    ],
    [
      'a directive',
      [TENANT, '# yaml-language-server', `%YAML ${SECRET}\n---\n# yaml-language-server`],
      /YAML_MALFORMED .* found a directive that is not known/,
    ],
    [
      "a private key in the place of Okta's public one",
      [LOCAL, '# okta_public_key: ./local.pem', `okta_public_key: |\n  -----BEGIN PRIVATE KEY-----\n  ${SECRET}\n`],
      /a \.pem file beside the environment file.*found a text/,
    ],
    [
      'a key and a value without a space between them',
      [LOCAL, 'secrets:\n', `secrets:\n  A: { version: 1, value:${SECRET} }\n`],
      /UNKNOWN_KEY .* found a text that is no name\nFix: Remove it or correct its spelling/,
    ],
    [
      'a line of a key that became a field of the environment',
      [LOCAL, 'secrets:\n', `"${SECRET}+/=": x\nsecrets:\n`],
      /UNKNOWN_KEY .* found a text that is no name/,
    ],
    ['such a line as a section', section(`"${SECRET}+/=": x\n`), /UNKNOWN_SECTION .* found a text that is no name/],
    [
      'such a line as a flag',
      [TENANT, 'enable_client_connections: false', `"${SECRET}+/=": true`],
      /TENANT_FLAG .* found a text that is no name/,
    ],
  ])('%s', async (_name, edit, rule) => {
    const text = await said(...edit);
    expect(text).toMatch(rule);
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('90210422331');
  });

  test('a setting of the Actions that is an object', async () => {
    const text = await said(
      'actions/config.ts',
      'whenOnlyOtherFactors: ',
      `whenOnlyOtherFactors: { '${SECRET}': 1 } as never, x: `,
    );
    expect(text).toMatch(/SETTING_INVALID .* found an object/);
    expect(text).not.toContain(SECRET);
  });
});

test('a value of a field that a schema says is no secret is shown', async () => {
  expect(await said(TENANT, '    dependencies: []', '    runtime: node16')).toContain('found "node16"');
  expect(await said(TENANT, 'organization_usage: allow', 'organization_usage: sometimes')).toContain(
    'found "sometimes"',
  );
});
