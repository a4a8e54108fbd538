import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Holder, takeLock } from '../../../../scripts/lib/runs/lock.ts';
import { thisProcess } from '../../../../scripts/lib/runs/process-identity.ts';

const MODULE = join(import.meta.dirname, '../../../../scripts/lib/runs/lock.ts');

let folder: string;
let file: string;
const folders: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'express-configure-test-'));
  folders.push(folder);
  file = join(folder, 'tenant.json');
});
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))));

/** Takes the lock and gives it back. */
function isFree(): boolean {
  const locked = takeLock(file, {});
  if (!('release' in locked)) return false;
  locked.release();
  return true;
}

/** A process that runs a script with `takeLock` and `file` at hand. */
const script = (text: string) => [
  '--input-type=module',
  '-e',
  `const { takeLock } = await import(${JSON.stringify(MODULE)}); const file = ${JSON.stringify(file)}; ${text}`,
];

test('a lock is held until it is released, and says by whom and since when', async () => {
  const first = takeLock(file, { command: 'npm run deploy' });
  const second = takeLock(file, { command: 'npm run rollback' });
  expect(second).toMatchObject({ heldBy: { pid: process.pid, about: { command: 'npm run deploy' } } });
  expect('heldBy' in second && second.heldBy?.since).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  if ('release' in first) first.release();
  expect(await readdir(folder)).toEqual([]);
  expect(isFree()).toBe(true);
});

test('a process that was killed holds nothing: its lock is taken over', async () => {
  const holder = spawn(process.execPath, script('takeLock(file, {}); console.log("held"); setInterval(() => {}, 1e6)'));
  await once(holder.stdout, 'data');
  expect(takeLock(file, {})).toMatchObject({ heldBy: { pid: holder.pid } });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: holder.pid });
  expect(isFree()).toBe(true);
});

test('a process that ends without releasing leaves no lock', () => {
  spawnSync(process.execPath, script('takeLock(file, {})'));
  expect(isFree()).toBe(true);
});

const written = (holder: Partial<Holder>) =>
  writeFile(file, JSON.stringify({ ...thisProcess(), about: {}, since: '2026-01-02T03:04:05.678Z', ...holder }));

test('the id of a dead process that another one has got is no holder', async () => {
  await written({ start: 'long ago' });
  expect(isFree()).toBe(true);
});

test('a lock of another machine is respected: nobody here can look up its process', async () => {
  await written({ machine: '0badcafe', pid: 1 });
  expect(takeLock(file, {})).toMatchObject({ heldBy: { machine: '0badcafe' } });
  expect(thisProcess().machine).not.toContain(hostname());
});

test.each([
  ['no JSON', 'x'],
  ['no holder', '{"pid":1}'],
  ['control characters', JSON.stringify({ ...thisProcess(), about: { user: 'a\u001b[2Jb' }, since: 'x' })],
])('a file with %s is held by nobody who is named', async (_what, text) => {
  await writeFile(file, text);
  expect(takeLock(file, {})).toEqual({ heldBy: undefined });
});

test('of many processes that find a dead holder, one takes over', async () => {
  await written({ start: 'long ago' });
  const text = 'console.log("release" in takeLock(file, {})); setInterval(() => {}, 1e6)';
  const children = Array.from({ length: 6 }, () => spawn(process.execPath, script(text)));
  const answers = await Promise.all(children.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()));
  for (const child of children) child.kill('SIGKILL');
  expect(answers.sort()).toEqual(['false', 'false', 'false', 'false', 'false', 'true']);
  expect(await readdir(folder)).toEqual(['tenant.json']);
});
