import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { notFilledIn, placeholdersIn } from '../../../../../scripts/lib/check/values/placeholder-values.ts';
import { renderFailures } from '../../../../../scripts/lib/render.ts';
import { checkManifest } from '../../../../support/check-manifest.ts';
import { realValues } from '../../../../support/environment.ts';
import { copyProject } from '../../../../support/project.ts';

const LOCAL = 'tenant/environments/local.yaml';
const PRODUCTION = 'tenant/environments/production.yaml';

/** What `check` says of production, whose file is the local one after `change`. */
async function said(change: (local: string) => string, tenant = (text: string) => text): Promise<string> {
  await using project = await copyProject();
  const at = (file: string): string => join(project.rootDir, file);
  await writeFile(at(PRODUCTION), change(await readFile(at(LOCAL), 'utf8')));
  await writeFile(at('tenant/tenant.yaml'), tenant(await readFile(at('tenant/tenant.yaml'), 'utf8')));
  return renderFailures(await checkManifest({ rootDir: project.rootDir, environment: 'production' }));
}

test('an unedited copy of the local environment fails, with the place of each value', async () => {
  const line = (place: string, found: string): string =>
    `${PRODUCTION}:${place} PLACEHOLDER_VALUE expected a value of environment "production", found ${found}\n` +
    'Fix: Write the real value: only the local environment has such ones.\n';
  const nobody = ', a name that nobody can own';
  expect(await said((local) => local)).toBe(
    [
      line('6:16', '(local), a text in place of a value'),
      line('8:32', `app.acme.example${nobody}`),
      line('9:19', `app.acme.example${nobody}`),
      line('11:7', `app.acme.example${nobody}`),
      line('13:7', `reports.acme.example${nobody}`),
    ].join('\n'),
  );
});

test('an edited one does not, nor does the local one', async () => {
  expect(await said(realValues)).toBe('');
});

const key = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** What `check` says of production with a key under this file name, beside a local one. */
async function saidOfKey(file: string, productions: string, locals: string): Promise<string> {
  await using project = await copyProject();
  const at = (name: string): string => join(project.rootDir, name);
  const local = await readFile(at(LOCAL), 'utf8');
  await writeFile(at('tenant/environments/local.pem'), locals);
  await writeFile(at(`tenant/environments/${file}`), productions);
  await writeFile(at(PRODUCTION), `${realValues(local)}\nokta_public_key: ./${file}\n`);
  return renderFailures(await checkManifest({ rootDir: project.rootDir, environment: 'production' }));
}

test("the local environment's key is found by its file's name, and by the key itself", async () => {
  const [ours, theirs] = [key(), key()];
  const wrong =
    /^tenant\/environments\/production\.yaml:\d+:18 PLACEHOLDER_VALUE expected a key of environment "production", found the key of the local environment\nFix: Save the key from Okta's OIN Wizard as tenant\/environments\/production\.pem and name that file\.\n$/;
  expect(await saidOfKey('local.pem', ours, ours)).toMatch(wrong);
  expect(await saidOfKey('copy.pem', `${ours}\n`, ours)).toMatch(wrong);
  expect(await saidOfKey('production.pem', theirs, ours)).toBe('');
});

test('an id that is still to be filled in is told at its place', async () => {
  const ids = (local: string) => `ids:\n  clients:\n    Acme SaaS: TODO\n${realValues(local)}`;
  expect(await said(ids)).toContain(
    `${PRODUCTION}:3:16 PLACEHOLDER_VALUE expected a value of environment "production", found TODO, a text in place of a value\n`,
  );
});

test.each([
  'none',
  'N/A',
  '...',
  '0000',
  `\${HOST}`,
  '$HOST',
  '%HOST%',
  '{{ host }}',
  '__HOST__',
  '<host name>',
  '[your host]',
  'INSERT_URL_HERE',
])('%s is no value of an environment', (text) => {
  expect(notFilledIn(text)).not.toEqual([]);
});

test('a value of an environment that nobody filled in is told at its place', async () => {
  expect(await said((local) => realValues(local).replace('TENANT_NAME: Acme', 'TENANT_NAME: "%TENANT_NAME%"'))).toMatch(
    /^tenant\/environments\/production\.yaml:6:16 PLACEHOLDER_VALUE .* found %TENANT_NAME%, a text in place of a value\n/,
  );
});

test.each(['Acme', 'Think Local', 'https://{organization_name}.acme.com', 'Nonesuch', '100% Acme', 'US$100'])(
  'an environment with %s has a value',
  (text) => {
    expect(notFilledIn(text)).toEqual([]);
  },
);

test('a value that is all of a text must not be empty, one that is a part of it may', async () => {
  const nothing = `${PRODUCTION}:6:16 PLACEHOLDER_VALUE expected a value of environment "production", found nothing, the whole value\n`;
  const named = (value: string) => (local: string) => realValues(local).replace('TENANT_NAME: Acme', value);
  expect(await said(named("TENANT_NAME: ''"))).toContain(nothing);
  expect(await said(named("TENANT_NAME: ' '"))).toContain(nothing);
  const suffixed = (text: string) => text.replace('"##TENANT_NAME##"', '"Acme##TENANT_NAME##"');
  expect(await said(named("TENANT_NAME: ''"), suffixed)).toBe('');
});

test.each([
  'http://localhost:3000/callback',
  'http://127.0.0.1:3000',
  'http://[::1]/',
  'http://app.localhost',
  'https://a.ngrok.app',
])('a tenant for development may have %s, and another says how', async (callback) => {
  const own = (local: string) => realValues(local).replace('https://app.acme-saas.com/callback', callback);
  expect(await said(own)).toContain(
    `Fix: Write the real value, or \`development: true\` in ${PRODUCTION} where developers' own machines are meant.\n`,
  );
  expect(await said((local) => `development: true\n${own(local)}`)).toBe('');
  expect(await said((local) => `development: true\n${local}`)).toContain('app.acme.example');
});

test('a page may have fields and comments of its own; its addresses are looked at', async () => {
  const page = async (html: string): Promise<string> => {
    await using project = await copyProject();
    const at = (file: string): string => join(project.rootDir, file);
    await writeFile(at(PRODUCTION), realValues(await readFile(at(LOCAL), 'utf8')));
    await mkdir(at('tenant/pages'));
    await writeFile(at('tenant/pages/login.html'), html);
    const yaml = 'pages:\n  - name: login\n    html: ./pages/login.html\n';
    await writeFile(at('tenant/tenant.yaml'), (await readFile(at('tenant/tenant.yaml'), 'utf8')) + yaml);
    return renderFailures(await checkManifest({ rootDir: project.rootDir, environment: 'production' }));
  };
  expect(await page('<input placeholder="you@example.com"><!-- TODO: colours --><app-root></app-root>')).toBe('');
  expect(await page('<a href="https://acme.example/help">Help</a>')).toContain(
    'tenant/pages/login.html PLACEHOLDER_VALUE expected a value of environment "production", found acme.example',
  );
});

test('a value that is written into tenant.yaml is told there', async () => {
  const inline = (text: string) => text.replace('"##SAAS_LOGIN_URI##"', 'https://127.0.0.1/login');
  expect(await said(realValues, inline)).toMatch(
    /^tenant\/tenant\.yaml:\d+:\d+ PLACEHOLDER_VALUE expected a value of environment "production", found 127\.0\.0\.1, a machine's own address\n/m,
  );
});

test.each([
  ['https://App.ACME.Example/callback', ['App.ACME.Example']],
  ['https://app.acme.example.', ['app.acme.example']],
  ['https://app.acme.example:8443/x?y=z', ['app.acme.example']],
  ['support@acme.test', ['acme.test']],
  ['acme.invalid, acme.local', ['acme.invalid', 'acme.local']],
  ['*.acme.example', ['acme.example']],
  ['https://##HOST##.example/', ['example']],
  ['https://{organization_name}.acme.example/', ['acme.example']],
  ['https://example.com/', ['example.com']],
  ['https://login.example.org', ['login.example.org']],
  ['http://localhost:3000/callback', ['localhost']],
  ['http://app.localhost', ['app.localhost']],
  ['http://127.0.0.1:3000', ['127.0.0.1']],
  ['http://127.1/', ['127.0.0.1']],
  ['http://2130706433/', ['127.0.0.1']],
  ['http://0x7f.0.0.1/', ['127.0.0.1']],
  ['http://0.0.0.0/', ['0.0.0.0']],
  ['http://[::1]:3000/', ['[::1]']],
  ['http://[::ffff:127.0.0.1]/', ['[::ffff:7f00:1]', '[::ffff:127.0.0.1]']],
  ['https://app.acme.ｅxample/', ['app.acme.example']],
  ['com.acme.app://localhost/callback', ['localhost']],
  ['Acme (local)', ['(local)']],
  ['TODO', ['TODO']],
  ['https://your-tenant.eu.auth0.com', ['your-tenant']],
  ['YOUR_DOMAIN', ['YOUR_DOMAIN']],
  ['<your domain>', ['<your domain>']],
  ['changeme', ['changeme']],
  ['Acme [LOCAL]', ['[LOCAL]']],
  ['https://yourtenant.eu.auth0.com', ['yourtenant']],
  ['https://your.domain.com', ['your.domain', 'your.domain.com']],
  ['https://app.lan', ['app.lan']],
  ['https://acme.home.arpa', ['acme.home.arpa']],
  ['https://acme.localdomain', ['acme.localdomain']],
  ['https://www.example.co.uk/', ['www.example.co.uk']],
  ['https://login.contoso.com', ['login.contoso.com']],
  ['support@FOO.com', ['foo.com']],
  ['https://abc.ngrok-free.app/callback', ['abc.ngrok-free.app']],
  ['http://127.0.0.1.nip.io', ['127.0.0.1.nip.io']],
  ['http://192.168.1.10:3000', ['192.168.1.10']],
  ['http://0xA.0.0.5', ['10.0.0.5']],
  ['http://[fe80::1]/', ['[fe80::1]']],
  ['203.0.113.9', ['203.0.113.9']],
  ['http://[2001:db8::1]/', ['[2001:db8::1]']],
  ['http://[::127.0.0.1]', ['[::127.0.0.1]', '[::7f00:1]']],
])('%s stands in for a value', (text, expected) => {
  const found = [...new Set(placeholdersIn(text).map(({ what }) => what))];
  expect(found.sort()).toEqual(expected.sort());
});

test.each([
  'https://app.acme.com/login?organization={organization_id}&connection={connection_name}',
  'https://app.acme.com/example/test.local.html',
  'https://localhost.acme.com',
  'https://example.acme.com',
  'https://example.com.acme.io',
  'https://examples.com',
  '192.168.0.0/16',
  'https://example.acme.co.uk',
  'https://ngrok.acme.com',
  'support@acme.com',
  '<a href="https://acme.com">{{ name }}</a>',
  'https://myexample.com',
  'https://my.hosting.io/callback',
  'https://my.appliance.de',
  'https://my-appliance.de',
  'https://my.domain-factory.de',
  'https://testing.io',
  'https://10.acme.com',
  'Local Motors (localities)',
  'Todos Ltd',
  'Mastodon',
  '##AUTH0_DOMAIN##',
  '$' + '{context.tokenset.email}',
  'emails[primary eq true].value',
  'urn:auth0:express-configure',
  '<html><body>{{ application.name }}</body></html>',
])('%s is a value', (text) => {
  expect(placeholdersIn(text)).toEqual([]);
});
