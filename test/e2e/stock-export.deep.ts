/** The export of a stock auth0-deploy-cli, which compiles its whole schema; `stock-deploy-cli.test.ts` has the import. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { envOf, OURS } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

const CLI = createRequire(import.meta.url).resolve('auth0-deploy-cli');

test('a plain export names what was deployed', async () => {
  const tenant = await deployedRig();
  onTestFinished(() => tenant.close());
  const { rootDir } = tenant.project;
  await promisify(execFile)(process.execPath, [CLI, 'export', '-f', 'yaml', '-o', 'exported'], {
    cwd: rootDir,
    env: envOf(tenant),
  });
  const yaml = parse(await readFile(join(rootDir, 'exported/tenant.yaml'), 'utf8'));
  expect(yaml.triggers['post-login'].map(({ action_name: name }: { action_name: string }) => name)).toEqual(OURS);
  expect(yaml.clients.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['Acme SaaS', 'Acme Reports', 'Okta OIN']),
  );
  expect(yaml.prompts).toMatchObject({ universal_login_experience: 'new', identifier_first: true });
});
