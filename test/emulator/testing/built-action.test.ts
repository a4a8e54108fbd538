import { mkdir } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { actionFromSource, builtAction, loginEvent, runAction } from '#actions-testing';
import { actionFiles, handler } from './actions.ts';

const files = await actionFiles();
afterAll(() => files[Symbol.asyncDispose]());
const projectDir = files.folder;

test('an Action that is not built says what to do', async () => {
  await expect(builtAction('greet', { projectDir })).rejects.toThrow(
    new Error('dist/tenant/actions/greet.cjs is not there: run `npm run build` first.'),
  );
});

test('a built Action runs with the packages it declares, and a misspelt one is guessed', async () => {
  await mkdir(`${projectDir}/dist/tenant/actions`, { recursive: true });
  await mkdir(`${projectDir}/node_modules/left`, { recursive: true });
  await files.write('node_modules/left/package.json', '{ "version": "1.2.3" }');
  await files.write('node_modules/left/index.js', 'module.exports = "left"');
  await files.write('dist/tenant/actions/greet.cjs', handler(`console.log(require('left'))`));
  await files.write(
    'dist/tenant/tenant.yaml',
    'actions: [{ name: greet, dependencies: [{ name: left, version: 1.2.3 }] }, { name: other }]',
  );

  const greet = await builtAction('greet', { projectDir });
  expect(await runAction(greet, loginEvent())).toMatchObject({ name: 'greet', logs: 'left', error: undefined });
  const newest = { ...greet.source, dependencies: [{ name: 'left', version: 'latest' }] };
  expect((await runAction(actionFromSource(newest), loginEvent())).logs, 'latest is what is installed').toBe('left');
  const absent = { ...newest, code: handler(`require('right')`), dependencies: [{ name: 'right', version: 'latest' }] };
  await expect(runAction(actionFromSource(absent), loginEvent())).rejects.toThrow(
    'latest is declared, none is installed here: npm install --save-exact right@latest',
  );
  await expect(builtAction('geet', { projectDir })).rejects.toThrow(
    'dist/tenant/actions/geet.cjs is not there: did you mean "greet"? Run `npm run build` after adding an Action.',
  );
  await expect(builtAction('something-else', { projectDir })).rejects.toThrow('is not there: built are greet.');
});
