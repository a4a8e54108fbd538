import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtAction, loadAction, loginEvent, OIN_CLIENT_ID, runAction } from '#actions-testing';
import { build } from '../../../scripts/commands/build/run.ts';
import { fixture } from '../../scripts/fixture.ts';

const SOURCE = `import { greeting } from './lib/greeting.ts';
export const onExecutePostLogin = async (event, api) => { api.access.deny(greeting + event.secrets.OIN_CLIENT_IDS); };
`;

/** A project that was just built. */
async function builtProject(): Promise<string> {
  const rootDir = await fixture({
    'actions/greet.ts': SOURCE,
    'actions/lib/greeting.ts': `export const greeting = 'hello ';\n`,
    'actions/unused.ts': 'export const unused = 1;\n',
    'scripts/lib/bundle/options.ts': 'export const options = {};\n',
  });
  expect(await build({ rootDir, environment: 'local' })).toMatchObject({ ok: true });
  return rootDir;
}

describe('a bundle that was built', () => {
  test('runs as long as nothing changed that it is made of', async () => {
    const projectDir = await builtProject();
    await writeFile(join(projectDir, 'actions/unused.ts'), 'export const unused = 2;\n');
    const greet = await builtAction('greet', { projectDir });
    expect((await runAction(greet, loginEvent({ secrets: { OIN_CLIENT_IDS: 'you' } }))).denied).toBe('hello you');
  });

  test.each([
    ['the source', 'actions/greet.ts'],
    ['a library that it imports', 'actions/lib/greeting.ts'],
    ['the manifest', 'tenant/tenant.yaml'],
    ['the bundler’s options', 'scripts/lib/bundle/options.ts'],
  ])('is stale once %s changed', async (_, file) => {
    const projectDir = await builtProject();
    await writeFile(join(projectDir, file), '// another\n');
    await expect(builtAction('greet', { projectDir })).rejects.toThrow(
      `dist/tenant/actions/greet.cjs is stale: ${file} changed. Run \`npm run build\`.`,
    );
  });

  test('is stale by its path too, for a run and for loadAction', async () => {
    const projectDir = await builtProject();
    const file = join(projectDir, 'dist/tenant/actions/greet.cjs');
    expect((await runAction(file, loginEvent())).denied).toBe(`hello ${OIN_CLIENT_ID}`);
    await writeFile(join(projectDir, 'actions/lib/greeting.ts'), '// another\n');
    for (const load of [() => runAction(file, loginEvent()), () => loadAction(file)]) {
      await expect(load()).rejects.toThrow('greet.cjs is stale: actions/lib/greeting.ts changed.');
    }
  });

  test('is stale where a file is gone, and where several changed', async () => {
    const projectDir = await builtProject();
    await rm(join(projectDir, 'actions/lib/greeting.ts'));
    await expect(builtAction('greet', { projectDir })).rejects.toThrow('stale: actions/lib/greeting.ts is gone.');
    await writeFile(join(projectDir, 'actions/greet.ts'), '// another\n');
    await expect(builtAction('greet', { projectDir })).rejects.toThrow('actions/greet.ts changed, and 1 more.');
  });

  test('is stale beside sources where nothing says what it was made of', async () => {
    const projectDir = await builtProject();
    await rm(join(projectDir, 'dist/tenant/inputs.json'));
    await expect(builtAction('greet', { projectDir })).rejects.toThrow('does not say what it was made of');
  });
});

describe('a secret', () => {
  test('that tenant.yaml does not name for the Action is an error at the event', async () => {
    const greet = await builtAction('greet', { projectDir: await builtProject() });
    await expect(runAction(greet, loginEvent({ secrets: { OIN_CLIENT_ID: 'you' } }))).rejects.toThrow(
      new TypeError('event.secrets.OIN_CLIENT_ID: greet has no such secret, did you mean "OIN_CLIENT_IDS"?'),
    );
    await expect(runAction(greet, loginEvent(), { secrets: { API_KEY: 'k' } })).rejects.toThrow(
      'event.secrets.API_KEY: greet has no such secret, list it under `secrets:` of the Action in tenant/tenant.yaml and build.',
    );
  });
});
