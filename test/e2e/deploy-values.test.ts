import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtAction, loginEvent, runAction } from '#actions-testing';
import { build } from '../../scripts/commands/build/run.ts';
import { MINUTE_MS, type Rig, reportOf } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

const NAME = 'Acme Session Guard (v2)';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SECRETS: Record<string, string> = {
  PEM_KEY: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  JSON_KEY: JSON.stringify({ a: 'say "hi"', b: "it's", c: 'C:\\temp\\new' }, undefined, 2),
  MARKS: '##AUTH0_DOMAIN## @@AUTH0_CLIENT_ID@@ ##PEM_KEY## $& $1 %s',
  WINDOWS: 'one\r\ntwo\ttabs\r\n',
  LETTERS: ' Grüße, 東京 🔑 \u2028 # : - {x} ',
};

let tenant: Rig;
beforeAll(async () => {
  tenant = await deployedRig();
  const { project } = tenant;
  const reads = Object.keys(SECRETS).join(', ');
  await writeFile(
    join(project.rootDir, 'actions/session-guard.ts'),
    `export const onExecutePostLogin = async (event: { secrets: Record<string, string> }): Promise<void> => {\n  const { ${reads} } = event.secrets;\n  console.log(JSON.stringify({ ${reads} }));\n};\n`,
  );
  const secrets = Object.keys(SECRETS).map((name) => `      - name: ${name}\n        value: "##${name}##"\n`);
  await project.edit(
    'tenant/tenant.yaml',
    'actions:\n',
    `actions:\n  - &guard\n    name: ${NAME}\n    code: ../actions/session-guard.ts\n    runtime: node22\n    supported_triggers: &triggers\n      - id: post-login\n        version: v3\n    dependencies: []\n    secrets:\n${secrets.join('')}`,
  );
  // A merge key and an alias: as in many a tenant's file.
  await project.edit(
    'tenant/tenant.yaml',
    '  - name: Acme Reports\n    app_type: regular_web\n',
    '  - &web\n    app_type: regular_web\n    description: "##KEY_NOTE##"\n    name: Acme Reports\n',
  );
  await project.edit(
    'tenant/tenant.yaml',
    '# Where administrators without an enterprise connection live.',
    '  - <<: *web\n    name: Acme Billing\n\n# Where administrators without an enterprise connection live.',
  );
  await project.edit(
    'tenant/tenant.yaml',
    'triggers:\n  post-login:\n',
    `triggers:\n  post-login:\n    - action_name: ${NAME}\n      display_name: ${NAME}\n`,
  );
  const names = [...Object.keys(SECRETS), 'KEY_NOTE'].map((name) => `  ${name}:\n    version: 1\n`);
  await project.edit('tenant/environments/local.yaml', 'secrets:\n', `secrets:\n${names.join('')}`);
}, MINUTE_MS);
afterAll(() => tenant.close());

const secrets = { ...SECRETS, KEY_NOTE: 'a "note" \\ of two\nlines' };

test(
  'secrets of every kind arrive byte for byte, at an Action whose name has spaces and capitals',
  async () => {
    const report = reportOf(await tenant.deploy({ secrets, folder: 'dist/imported' }));
    expect(report.actions.map(({ name }) => name)).toContain(NAME);
    const file = join(tenant.project.rootDir, 'snapshot.json');
    await tenant.emulator.saveSnapshot(file);
    const { actions, clients } = JSON.parse(await readFile(file, 'utf8')).state;
    const guard = actions.find(({ name }: { name: string }) => name === NAME);
    const values = guard.versions
      .at(-1)
      .secrets.map(({ name, value }: { name: string; value: string }) => [name, value]);
    expect(Object.fromEntries(values)).toEqual(SECRETS);
    const notes = clients.filter(({ description }: { description?: string }) => description === secrets.KEY_NOTE);
    expect(notes.map(({ name }: { name: string }) => name).sort()).toEqual(['Acme Billing', 'Acme Reports']);
    for (const stage of ['actions', 'applications']) {
      const yaml = await readFile(join(tenant.project.rootDir, `dist/imported/stage-${stage}.yaml`), 'utf8');
      expect(yaml).not.toContain('PRIVATE KEY');
    }
  },
  MINUTE_MS,
);

test(
  'that Action is read back, found unchanged, and run by the test kit',
  async () => {
    const again = reportOf(await tenant.deploy({ secrets }));
    expect(again.stages.filter(({ status }) => status === 'applied')).toEqual([]);
    const { rootDir } = tenant.project;
    await build({ rootDir, environment: 'local' });
    const run = await runAction(await builtAction(NAME, { projectDir: rootDir }), loginEvent({ secrets: SECRETS }));
    expect(JSON.parse(run.logs)).toEqual(SECRETS);
  },
  MINUTE_MS,
);
