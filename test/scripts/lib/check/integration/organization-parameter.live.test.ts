import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { organizationNameIn } from '../../../../../scripts/lib/check/integration/organization-parameter.ts';
import { renderFailures } from '../../../../../scripts/lib/render.ts';
import { checkManifest } from '../../../../support/check-manifest.ts';
import { copyProject, type ProjectCopy } from '../../../../support/project.ts';

const TENANT = 'tenant/tenant.yaml';
const LOCAL = 'tenant/environments/local.yaml';
const TEMPLATE = 'https://app.acme.example/login?organization={organization_id}&connection={connection_name}';

const saidOf = async ({ rootDir }: ProjectCopy): Promise<string> =>
  renderFailures(await checkManifest({ rootDir, environment: 'local' }));

async function said(...edits: [file: string, from: string, to: string][]): Promise<string> {
  await using project = await copyProject();
  for (const edit of edits) await project.edit(...edit);
  return await saidOf(project);
}

const refusal = (place: string, value: string): string =>
  `${place} ORGANIZATION_NAME_IN_QUERY expected organization={organization_id} or an id (org_…): /authorize refuses a ` +
  `name while allow_organization_name_in_authentication_api is off, found organization=${value}\n` +
  'Fix: Write organization={organization_id}, or set allow_organization_name_in_authentication_api: true under `tenant:`.\n';

describe('a template that passes an organization’s name to /authorize', () => {
  test.each([
    ['{organization_name}', '{organization_name}'],
    ['%7Borganization_name%7D', '{organization_name}'],
    ['globex', 'globex'],
    ['{organization_id}-{organization_name}', '{organization_id}-{organization_name}'],
  ])('is told in the environment that has it: organization=%s', async (written, value) => {
    const named = TEMPLATE.replace('{organization_id}', written);
    expect(await said([LOCAL, TEMPLATE, named])).toBe(refusal(`${LOCAL}:8:32`, value));
  });

  test('is told in tenant.yaml where it stands there, also of one URL that applications begin a login with', async () => {
    const login = '"##SAAS_LOGIN_URI##"';
    const literal = 'https://app.acme.example/login?organization=globex';
    const start = 'https://start.acme.example/in?organization=globex';
    const spoken = await said([TENANT, login, start], [TENANT, '"##INITIATE_LOGIN_URI_TEMPLATE##"', literal]);
    expect(spoken.match(/tenant\.yaml:\d+:\d+ ORGANIZATION_NAME_IN_QUERY/g)).toHaveLength(2);
  });

  test('is told of a keyword’s value, of the tenant’s default and of metadata', async () => {
    // Elsewhere than the application's login: only its place tells that a login begins there.
    const url = 'https://start.acme.example/?organization={organization_name}';
    expect(await said([TENANT, 'tenant:\n', `tenant:\n  default_redirection_uri: "${url}"\n`])).toContain(
      'ORGANIZATION_NAME_IN_QUERY',
    );
    const mail = `emailTemplates:\n  - { template: welcome_email, resultUrl: "${url}" }\n`;
    expect(await said([TENANT, 'tenant:\n', `${mail}tenant:\n`])).toContain('ORGANIZATION_NAME_IN_QUERY');
    const metadata = `Acme Reports\n    app_type: regular_web\n    client_metadata:\n      tile: "##TILE##"\n`;
    expect(
      await said(
        [TENANT, 'Acme Reports\n    app_type: regular_web\n', metadata],
        [LOCAL, 'values:\n', `values:\n  TILE: "${url}"\n`],
      ),
    ).toBe(refusal(`${LOCAL}:6:9`, '{organization_name}'));
  });

  test('is told of the tile alone, where the application’s own login is elsewhere', async () => {
    const tile = 'https://tile.acme.example/?organization={organization_name}';
    expect(await said([LOCAL, TEMPLATE, tile])).toBe(refusal(`${LOCAL}:8:32`, '{organization_name}'));
  });

  test('is told of a mail that leads to the application’s login', async () => {
    await using project = await copyProject();
    const folder = join(project.rootDir, 'tenant/emailTemplates');
    await mkdir(folder, { recursive: true });
    const link = (value: string) =>
      `<p>\n<a href="https://app.acme.example/login?organization=${value}&amp;x=1">in</a>\n`;
    await writeFile(join(folder, 'welcome.html'), link('{{ organization.name }}'));
    expect(await saidOf(project)).toBe(refusal('tenant/emailTemplates/welcome.html:2:1', '{{ organization.name }}'));
    await writeFile(join(folder, 'welcome.html'), link('{{ organization.id }}'));
    expect(await saidOf(project)).toBe('');
  });

  test('is none where the tenant takes names', async () => {
    const allowed: [string, string, string] = [
      TENANT,
      'tenant:\n',
      'tenant:\n  allow_organization_name_in_authentication_api: true\n',
    ];
    expect(await said(allowed, [LOCAL, '{organization_id}', '{organization_name}'])).toBe('');
  });

  test.each([
    'https://{organization_name}.acme.example/login?connection={connection_name}',
    'https://app.acme.example/{organization_name}/login?organization={organization_id}',
    'https://app.acme.example/login?organization=org_9xKqT2vLmB7uWc4R',
    'https://app.acme.example/login?org={organization_name}',
  ])('is none: %s', async (template) => {
    expect(await said([LOCAL, TEMPLATE, template])).toBe('');
  });
});

test('the parameter is found in whatever way it is written', () => {
  const found = (text: string) => organizationNameIn(text, true)?.value;
  expect(found('https://a.example/#/login?x=1&organization=globex#top')).toBe('globex');
  expect(found('https://a.example/login?organizatio%6E=globex')).toBe('globex');
  expect(found('https://a.example/login?organization=org_1&organization=globex')).toBe('globex');
  expect(found('https://a.example/go?to=https%3A%2F%2Ft.example%2Fauthorize%3Forganization%3Dglobex')).toBe('globex');
  expect(found('https://a.example/go?to=%252Fauthorize%253Forganization%253Dglobex')).toBe('globex');
  expect(found('https://a.example/go?to=/authorize?organization={organization_name}')).toBe('{organization_name}');
  expect(found('https://a.example/go?to=/authorize?organization={organization_id}')).toBeUndefined();
  expect(found('https://a.example/go?to=%2525')).toBeUndefined();
  expect(found('https://a.example/login?organization=')).toBeUndefined();
  expect(found('https://a.example/login?organization=##ORG##')).toBeUndefined();
  const inText = (text: string) => organizationNameIn(text, false, ['https://a.example/in'])?.value;
  expect(inText('https://a.example/?organization=globex')).toBeUndefined();
  expect(inText('see https://t.example/authorize?client_id=1&organization=globex')).toBe('globex');
  expect(inText('see https://a.example/in?organization=globex')).toBe('globex');
});
