import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installedVersion } from '../../../emulator/runtime/installed-version.ts';

test('is that of the package below the folder; of what is no package, none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'installed-'));
  const install = async (name: string, manifest: string): Promise<void> => {
    await mkdir(join(folder, 'node_modules', name), { recursive: true });
    await writeFile(join(folder, 'node_modules', name, 'package.json'), manifest);
  };
  await install('left', '{ "version": "1.2.3" }');
  await install('@right/side', '{ "version": "4.5.6" }');
  await install('broken', '{');
  await install('odd', '{ "version": 7 }');
  await install('nothing', 'null');
  await writeFile(join(folder, 'package.json'), '{ "version": "9.9.9" }');
  const versions = [
    'left',
    '@right/side',
    'broken',
    'odd',
    'nothing',
    'absent',
    '..',
    '../..',
    '.',
    '',
    'a\0b',
    'node:fs',
  ];
  expect(versions.map((name) => installedVersion(join(folder, 'package.json'), name))).toEqual([
    '1.2.3',
    '4.5.6',
    ...Array.from({ length: 10 }),
  ]);
});
