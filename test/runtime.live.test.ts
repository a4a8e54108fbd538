import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildTenant } from '../scripts/lib/build/build-tenant.ts';
import { RUNTIME } from '../scripts/lib/runtime.ts';
import { projectDir, rootDir } from './support/project.ts';
import { trackedFiles } from './support/tracked-files.ts';

test("the Actions' runtime is one setting: its successor is one change", async () => {
  const files = trackedFiles().filter((file) => /^(actions|scripts|tenant\/\w+\.yaml)/.test(file));
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(join(rootDir, file), 'utf8')]));
  expect(texts.filter(([, text]) => text?.includes(RUNTIME)).map(([file]) => file)).toEqual(['scripts/lib/runtime.ts']);
});

test('every Action is deployed with it, whether the file says so or not', async () => {
  const built = await buildTenant({ rootDir: projectDir, environment: 'local' });
  expect(built.ok && built.value.manifest.tenant.actions.map(({ runtime }) => runtime)).toEqual(Array(4).fill(RUNTIME));
});
