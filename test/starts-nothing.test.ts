import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

const NAME = 'name its file *.live.test.ts';

test('a test whose file is not called live starts no process, thread or server', () => {
  expect(() => spawn(process.execPath)).toThrow(NAME);
  expect(() => createServer().listen(0)).toThrow(NAME);
  expect(() => new Worker('', { eval: true })).toThrow(NAME);
});

test('it may ask git', () => {
  expect(execFileSync('git', ['--version'], { encoding: 'utf8' })).toContain('git version');
});
