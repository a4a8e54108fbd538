import { expect, test } from 'vitest';
import { unreadableConfiguration } from '../../support/unreadable-configuration.ts';

/** Folders of tests that run a project. */
const FOLDERS = ['actions', 'library', 'scripts', 'emulator', 'e2e', 'proof'].map((folder) => `test/${folder}`);

test('no test of the engine reads the shipped configuration, whatever a team writes there', async ({ annotate }) => {
  await using repository = await unreadableConfiguration();
  const { tests, failed } = await repository.run(...FOLDERS);
  await annotate(`${tests} tests`);
  expect(failed).toEqual([]);
  expect(tests).toBeGreaterThan(3000);
});
