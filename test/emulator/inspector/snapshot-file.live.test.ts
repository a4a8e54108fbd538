import { spawnSync } from 'node:child_process';
import * as disk from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeSnapshot } from '../../../emulator/inspector/snapshot.ts';
import { readSnapshot, writeSnapshot } from '../../../emulator/inspector/snapshot-file.ts';
import { createState } from '../../../emulator/state.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await disk.mkdtemp(join(tmpdir(), 'snapshot-'));
  file = join(folder, 'tenant.json');
});
afterEach(() => disk.rm(folder, { recursive: true }));

function snapshotOf(name: string) {
  const state = createState({ domain: 'localhost:1', clock: () => 0, newId: (prefix) => `${prefix}1` });
  state.settings.friendly_name = name;
  return takeSnapshot(state, []);
}
const keptName = async () => (await readSnapshot(file))?.state.settings;
const files = () => disk.readdir(folder);

test('a file is written for this user alone, replaced, and read again', async () => {
  expect(await readSnapshot(file)).toBeUndefined();
  await writeSnapshot(file, snapshotOf('one'));
  expect((await disk.stat(file)).mode & 0o777).toBe(0o600);
  await writeSnapshot(file, snapshotOf('two'));
  expect(await readSnapshot(file)).toEqual(snapshotOf('two'));
  expect(await files()).toEqual(['tenant.json']);
});

describe('what can’t be written leaves the file as it was, and nothing else', () => {
  const failing = (step: 'write' | 'sync' | 'rename', code: string): Parameters<typeof writeSnapshot>[2] => {
    const fail = async (): Promise<never> => {
      throw Object.assign(new Error(`${code}: injected`), { code });
    };
    return {
      rm: disk.rm,
      rename: step === 'rename' ? fail : disk.rename,
      async open(...args) {
        const handle = await disk.open(...args);
        if (step === 'write') {
          const write = handle.write.bind(handle);
          handle.writeFile = async (data) => {
            await write(String(data).slice(0, 100));
            await fail();
          };
        }
        if (step === 'sync') handle.sync = fail;
        return handle;
      },
    };
  };

  test.each([
    ['write', 'ENOSPC', 'the disk is full'],
    ['sync', 'EDQUOT', 'the disk quota is used up'],
    ['rename', 'EACCES', 'that is not permitted'],
    ['rename', 'EIO', 'EIO: injected'],
  ] as const)('at %s with %s', async (step, code, reason) => {
    await writeSnapshot(file, snapshotOf('before'));
    await expect(writeSnapshot(file, snapshotOf('after'), failing(step, code))).rejects.toMatchObject({
      name: 'SnapshotError',
      problem: 'not-written',
      message: `the snapshot was not written: ${reason}; ${file} is as it was before`,
    });
    expect(await keptName()).toMatchObject({ friendly_name: 'before' });
    expect(await files()).toEqual(['tenant.json']);
  });

  test('in a folder that does not exist', async () => {
    await expect(writeSnapshot(join(folder, 'no/tenant.json'), snapshotOf('x'))).rejects.toMatchObject({
      message: `the snapshot was not written: its folder does not exist; ${folder}/no/tenant.json is as it was before`,
    });
  });

  const mount = (...args: string[]) => spawnSync('mount', args).status === 0;

  test('on a disk that is really full, where this user may mount one', async (context) => {
    if (!mount('-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder)) context.skip();
    try {
      await writeSnapshot(file, snapshotOf('before'));
      await expect(writeSnapshot(file, snapshotOf('x'.repeat(50_000)))).rejects.toMatchObject({
        message: `the snapshot was not written: the disk is full; ${file} is as it was before`,
      });
      expect(await keptName()).toMatchObject({ friendly_name: 'before' });
      expect(await files()).toEqual(['tenant.json']);
    } finally {
      spawnSync('umount', [folder]);
    }
  });
});

test.each([
  ['not-json', '{"format": "express-configure local ten', 'the snapshot is not JSON: it was cut off or edited'],
  ['malformed', '{}', 'the snapshot is malformed: format must be "express-configure local tenant"'],
])('a file that is %s is refused and left alone', async (problem, text, message) => {
  await disk.writeFile(file, text);
  await expect(readSnapshot(file)).rejects.toMatchObject({ problem, message: `${file}: ${message}` });
  expect(await disk.readFile(file, 'utf8')).toBe(text);
});

test('a file that can’t be read is told', async () => {
  await expect(readSnapshot(folder)).rejects.toMatchObject({
    problem: 'not-read',
    message: `${folder}: the snapshot could not be read: that is a folder`,
  });
});
