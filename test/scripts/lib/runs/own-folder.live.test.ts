import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { makeOwnFolder } from '../../../../scripts/lib/runs/own-folder.ts';

const MODULE = join(import.meta.dirname, '../../../../scripts/lib/runs/own-folder.ts');

let parent: string;
const parents: string[] = [];
beforeEach(async () => {
  parent = join(await mkdtemp(join(tmpdir(), 'express-configure-test-')), 'runs');
  parents.push(parent);
});
afterAll(() => Promise.all(parents.map((path) => rm(join(path, '..'), { recursive: true }))));

/** A process that has a folder of its own and says where, then does something. Two lines may come as one chunk. */
async function holder(then: string) {
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { makeOwnFolder } = await import(${JSON.stringify(MODULE)});
     const { path } = makeOwnFolder(${JSON.stringify(parent)}, 'run');
     console.log(path); ${then}`,
  ]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => (await lines.next()).value;
  return { child, line, path: await line() };
}

const STAY = 'setInterval(() => {}, 1e6)';

test('two runs have two folders, and each goes with its own', async () => {
  const [first, second] = [makeOwnFolder(parent, 'run'), makeOwnFolder(parent, 'run')];
  await writeFile(join(first.path, 'a'), '');
  expect(first.path).not.toBe(second.path);
  first.remove();
  first.remove();
  expect(await readdir(parent)).toEqual([basename(second.path)]);
  second.remove();
});

test('the folder of a killed run goes with the next run; one that lives keeps its own', async () => {
  const [killed, living] = await Promise.all([holder(STAY), holder(STAY)]);
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');
  expect(existsSync(killed.path)).toBe(true);
  makeOwnFolder(parent, 'run').remove();
  expect(await readdir(parent)).toEqual([basename(living.path)]);
  living.child.kill();
  await once(living.child, 'exit');
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s takes it away, where nobody listens', async (signal) => {
  const { child, path } = await holder(STAY);
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([null, signal]);
  expect(existsSync(path)).toBe(false);
});

test('a run that listens to a signal has its folder until it exits', async () => {
  const { child, line, path } = await holder(
    `const fs = await import('node:fs'); ${STAY};
     process.on('SIGTERM', () => { console.log(fs.existsSync(path)); process.exit(); }); console.log('ready');`,
  );
  expect(await line()).toBe('ready');
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect([await line(), existsSync(path)]).toEqual(['true', false]);
});

test('what another machine made is left for a day', async () => {
  const [fresh, old] = ['run-1-2-0badcafe-AAAAAA', 'run-1-2-0badcafe-BBBBBB'];
  for (const name of [fresh, old]) await mkdir(join(parent, name), { recursive: true });
  const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
  await utimes(join(parent, old), longAgo, longAgo);
  makeOwnFolder(parent, 'run').remove();
  expect(await readdir(parent)).toEqual([fresh]);
});

test('what has another name is left', async () => {
  for (const name of ['run-kept', 'running-1-2-0badcafe-AAAAAA', 'other']) {
    await mkdir(join(parent, name), { recursive: true });
  }
  makeOwnFolder(parent, 'run').remove();
  expect((await readdir(parent)).sort()).toEqual(['other', 'run-kept', 'running-1-2-0badcafe-AAAAAA']);
});
