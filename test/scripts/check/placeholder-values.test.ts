import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check } from '../../../scripts/commands/check.ts';
import { placeholdersIn } from '../../../scripts/lib/check/placeholder-values.ts';
import { renderFailures } from '../../../scripts/lib/render.ts';
import { realValues } from '../../support/environment.ts';
import { copyProject } from '../../support/project.ts';

const LOCAL = 'tenant/environments/local.yaml';
const PRODUCTION = 'tenant/environments/production.yaml';

/** What `check` says of production, whose file is the local one after `change`. */
async function said(change: (local: string) => string, tenant = (text: string) => text): Promise<string> {
  await using project = await copyProject();
  const at = (file: string): string => join(project.rootDir, file);
  await writeFile(at(PRODUCTION), change(await readFile(at(LOCAL), 'utf8')));
  await writeFile(at('tenant/tenant.yaml'), tenant(await readFile(at('tenant/tenant.yaml'), 'utf8')));
  const checked = await check({ rootDir: project.rootDir, environment: 'production', env: {} });
  return checked.ok ? '' : renderFailures(checked.failures);
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
  'https://myexample.com',
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
