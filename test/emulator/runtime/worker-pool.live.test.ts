import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import type { LoginJob } from '../../../emulator/runtime/worker.ts';
import { WorkerPool } from '../../../emulator/runtime/worker-pool.ts';
import { adminEvent } from '../../support/events.ts';

const { version: yamlVersion }: { version: string } = createRequire(import.meta.url)('yaml/package.json');

/** Longer than anything here takes. */
const LONG_MS = 10 * 60_000;

const pool = new WorkerPool();
afterAll(() => pool.close());
afterEach(() => {
  vi.useRealTimers();
});

const event = adminEvent((own) => {
  Object.assign(own.secrets, { WORD: 'open sesame' });
});

const run = (
  code: string,
  options: { timeoutMs?: number; dependencies?: Record<string, string>; pool?: WorkerPool } & Partial<LoginJob> = {},
) =>
  (options.pool ?? pool).run(
    {
      name: 'probe',
      code,
      dependencies: Object.entries(options.dependencies ?? {}).map(([name, version]) => ({ name, version })),
      resolveFrom: import.meta.filename,
    },
    {
      handler: options.handler ?? 'onExecutePostLogin',
      event: options.event ?? event,
      directory: options.directory ?? { roles: [], groups: [] },
    },
    options.timeoutMs ?? LONG_MS,
  );

const handler = (body: string): string => `exports.onExecutePostLogin = async (event, api) => { ${body} };`;

describe('an Action in a worker thread', () => {
  test.each(['{ commands: [null] }', "{ commands: [{ method: 'x' }] }", '{ commands: [], error: null }', "'text'"])(
    'is not taken for its result where it posts %s itself',
    async (posted) => {
      const message = `Object.assign(Object(${posted}), { logs: '' })`;
      const code = `require('node:worker_threads').parentPort.postMessage({ ...${message} }); api.access.deny('no')`;
      expect(await run(handler(code))).toEqual({ commands: [{ method: 'access.deny', args: ['no'] }], logs: '' });
    },
  );

  test('leaves its commands and console output, in order', async () => {
    const result = await run(
      handler(`console.log('hello', { a: 1 }); api.accessToken.addScope(' read ');
        api.idToken.setCustomClaim('n', 1).access.deny('no'); console.warn('bye')`),
    );
    expect(result).toEqual({
      commands: [
        { method: 'accessToken.addScope', args: ['read'] },
        { method: 'idToken.setCustomClaim', args: ['n', 1] },
        { method: 'access.deny', args: ['no'] },
      ],
      logs: 'hello { a: 1 }\nbye',
    });
  });

  test('keeps module scope warm between logins, and event fresh', async () => {
    const code = `let runs = 0; ${handler('runs += 1; event.user.user_id += "!"; console.log(runs, event.user.user_id)')}`;
    await run(code);
    expect((await run(code)).logs).toBe('2 auth0|acme-admin!');
  });

  test('sees its own secrets and not the environment of the tenant', async () => {
    const result = await run(handler('console.log(event.secrets.WORD, Object.keys(process.env).length)'));
    expect(result.logs).toBe('open sesame 0');
  });

  test('fails with its own error when it throws, keeping what it did before', async () => {
    const result = await run(handler('api.accessToken.addScope("a"); throw new RangeError("too far")'));
    expect(result.error).toEqual({ name: 'RangeError', message: 'too far' });
    expect(result.commands).toHaveLength(1);
  });

  test.each([
    ['loops for ever before an await', 'for (;;) {}'],
    ['loops for ever after an await', 'await null; for (;;) {}'],
    ['never settles', 'await new Promise(() => {})'],
  ])('is ended at the time limit when it %s', async (_, body) => {
    const result = await run(handler(body), { timeoutMs: 300 });
    expect(result.error).toEqual({ name: 'TimeoutError', message: 'Script execution time exceeded' });
    expect(result.commands).toEqual([]);
  });

  test('does nothing more once its time is up', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'worker-pool-'));
    const [begun, go, late] = ['begun', 'go', 'late'].map((name) => join(folder, name)) as [string, string, string];
    const body = `const fs = require('node:fs'); fs.writeFileSync(${JSON.stringify(begun)}, '');
      while (!fs.existsSync(${JSON.stringify(go)})) await new Promise((resolve) => setTimeout(resolve, 5));
      fs.writeFileSync(${JSON.stringify(late)}, '')`;
    const spawned = once(process, 'worker');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const running = run(handler(body));
    const [worker]: Worker[] = await spawned;
    const ended = once(worker as Worker, 'exit');
    while (!existsSync(begun)) await sleep(5);
    vi.advanceTimersByTime(LONG_MS);
    expect((await running).error?.name).toBe('TimeoutError');
    await ended;
    await writeFile(go, '');
    await sleep(50);
    expect(existsSync(late)).toBe(false);
    await rm(folder, { recursive: true });
  });

  test('ends alone when it calls process.exit, and the next login gets a new worker', async () => {
    const code = handler('if (event.user.email_verified) process.exit(3)');
    expect((await run(code)).error).toEqual({
      name: 'ExitError',
      message: '((the Action ended its process with code 3))',
    });
    expect((await run(code)).error?.name).toBe('ExitError');
  });

  test('ends alone when a timer throws or its heap is full', async () => {
    const timer = await run(handler('setTimeout(() => { throw new Error("late") }); await new Promise(() => {})'));
    expect(timer.error).toEqual({ name: 'Error', message: 'late' });
    const heap = await run(handler('const all = []; for (;;) all.push(new Array(1e5).fill(1.5))'), {
      timeoutMs: LONG_MS,
    });
    expect(heap.error?.message).toContain('memory limit');
  });

  test('fails alone when it keeps much outside of its heap, in one login or from one to the next', async () => {
    const error = {
      name: 'MemoryError',
      message: '((the Action kept more memory than it may, outside of its heap))',
    };
    const atOnce = await run(handler('const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))'));
    expect(atOnce.error).toEqual(error);
    const code = `const kept = []; ${handler('kept.push(Buffer.alloc(6e7, 1)); console.log(kept.length)')}`;
    const results = [];
    for (let login = 0; login < 6; login += 1) results.push(await run(code));
    expect(results.filter((result) => result.error !== undefined).map((result) => result.error)).toEqual([error]);
    expect(results.at(-1)?.logs).toBe('1');
  });

  test.each([
    ['becomes no text', 'throw { toString() { throw 1 } }', '((the Action threw what has no text))'],
    ['throws when looked at', 'throw new Proxy({}, { get() { throw 1 } })', '((the Action threw what has no text))'],
    [
      'has a message that is none',
      'throw Object.assign(new Error(), { name: Symbol("n"), message: Symbol("m") })',
      'Symbol(m)',
    ],
    ['is nothing', 'throw undefined', 'undefined'],
    ['is thrown by a timer, and is nothing', 'setTimeout(() => { throw null }); await new Promise(() => {})', 'null'],
    ['is very long', 'throw new Error("x".repeat(1e6))', `${'x'.repeat(1000)}…`],
  ])('fails with a text of an error that %s', async (_name, body, message) => {
    expect((await run(handler(body))).error).toEqual({ name: expect.any(String), message });
  });

  test('fails no login of others by what it leaves running when it ends', async () => {
    const own = new WorkerPool();
    const leaves = 'if (event.secrets.WORD === undefined) setTimeout(() => { for (;;) {} }, 1);';
    const code = handler(`${leaves} console.log("done")`);
    const leaving = adminEvent((event) => {
      delete event.secrets.OIN_CLIENT_IDS;
    });
    const both = await Promise.all([1, 2].map(() => run(code, { event: leaving, pool: own })));
    expect(both.map(({ logs }) => logs)).toEqual(['done', 'done']);
    // Nobody asks for a worker until both are in their loops.
    await sleep(100);
    expect(await run(code, { pool: own })).toEqual({ commands: [], logs: 'done' });
    await own.close();
  });

  test('is not taken at its word when it posts messages of its own', async () => {
    const junk = '[null, 1, {}, { commands: 1, logs: "" }].forEach((each) => parentPort.postMessage(each));';
    const result = await run(handler(`const { parentPort } = require("node:worker_threads"); ${junk} console.log(1)`));
    expect(result).toEqual({ commands: [], logs: '1' });
  });

  test('fails for memory that is counted for no worker', async () => {
    const own = new WorkerPool();
    const [kept, others] = ['const all = []; for (;;) all.push(new SharedArrayBuffer(2e7))', 'await null'];
    const [hungry, modest] = await Promise.all([
      run(handler(kept), { pool: own }),
      run(handler(others), { pool: own }),
    ]);
    expect([hungry?.error?.name, modest?.error]).toEqual(['MemoryError', undefined]);
    await own.close();
  });

  test('that hangs leaves room for others of its version, as many as there are', async () => {
    const code = handler('if (event.secrets.WORD === undefined) for (;;) {} console.log("done")');
    const stuck = adminEvent((own) => {
      delete own.secrets.OIN_CLIENT_IDS;
    });
    const own = new WorkerPool();
    const hanging = [1, 2, 3, 4].map(() => run(code, { event: stuck, pool: own }));
    const others = await Promise.all([1, 2, 3].map(() => run(code, { pool: own })));
    expect(others.map(({ logs }) => logs)).toEqual(['done', 'done', 'done']);
    await own.close();
    expect((await Promise.all(hanging)).map(({ error }) => error?.name)).toEqual(Array(4).fill('ClosedError'));
  });

  test('resolves built-ins and declared dependencies, and nothing else', async () => {
    expect((await run(handler('console.log(typeof require("node:crypto").createHash)'))).logs).toBe('function');
    const yaml = 'console.log(require("yaml").stringify(["a"]))';
    expect((await run(handler(yaml))).error?.message).toBe("Cannot find module 'yaml'");
    expect((await run(handler(yaml), { dependencies: { yaml: yamlVersion } })).logs).toBe('- a\n');
    expect((await run(handler('require("./worker-pool.test.ts")'))).error?.message).toBe(
      "Cannot find module './worker-pool.test.ts'",
    );
  });

  test('resolves a declared dependency at its exact version only', async () => {
    const code = handler('try { require("yaml/util") } catch (error) { console.log(error.code, error.message) }');
    expect((await run(code, { dependencies: { yaml: '1.0.0' } })).logs).toBe(
      `MODULE_NOT_FOUND Cannot find module 'yaml/util' ((1.0.0 is declared, ${yamlVersion} is installed here: npm install --save-exact yaml@1.0.0))`,
    );
    const absent = handler('require("no-such-package")');
    expect((await run(absent, { dependencies: { 'no-such-package': '1.0.0' } })).error?.message).toBe(
      "Cannot find module 'no-such-package' ((1.0.0 is declared, none is installed here: npm install --save-exact no-such-package@1.0.0))",
    );
  });

  test('is resumed with onContinuePostLogin, where alone it may record a method', async () => {
    const code = `exports.onExecutePostLogin = exports.onContinuePostLogin = async (event, api) => {
      api.authentication.recordMethod('https://proof.example'); };`;
    expect((await run(code)).error?.message).toBe(
      '((authentication.recordMethod can only be called in onContinuePostLogin))',
    );
    expect((await run(code, { handler: 'onContinuePostLogin' })).commands).toEqual([
      { method: 'authentication.recordMethod', args: ['https://proof.example'] },
    ]);
  });

  test('is told the roles of the user', async () => {
    const code = handler('console.log(JSON.stringify(await api.roles.getUserEffectiveRolesByNames(["admin"])))');
    expect((await run(code, { directory: { roles: [{ id: 'rol_1', name: 'admin' }], groups: [] } })).logs).toBe(
      '{"roles":[{"id":"rol_1","name":"admin","type":"tenant"}]}',
    );
  });

  test('is replaced when a timer of it throws after the login', async () => {
    const own = new WorkerPool();
    const code = handler('setTimeout(() => { throw new Error("late") }, 500); console.log("done")');
    const both = await Promise.all([run(code, { pool: own }), run(code, { pool: own })]);
    expect(both.map(({ logs }) => logs)).toEqual(['done', 'done']);
    while (own.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await run(code, { pool: own })).logs).toBe('done');
    await own.close();
  });

  test('is ended when its pool is closed, which then works with new workers', async () => {
    const own = new WorkerPool();
    const code = `let runs = 0; ${handler('console.log(++runs); await new Promise((resolve) => setTimeout(resolve, 400))')}`;
    const running = [run(code, { pool: own }), run(code, { pool: own }), run(code, { pool: own })];
    await expect.poll(() => own.size).toBe(2);
    await own.close();
    const ended = { name: 'ClosedError', message: '((the tenant ended the Action: it was reset, loaded or closed))' };
    const [first, second, queued] = await Promise.all(running);
    expect([first?.error, second?.error]).toEqual([ended, ended]);
    expect(queued).toMatchObject({ logs: '1' });
    expect((await run(code, { pool: own })).logs).toBe('2');
    expect(own.size).toBe(1);
    await own.close();
    expect(own.size).toBe(0);
  });

  test('that comes after a close is still known when the one before would have been idle for long', async () => {
    const own = new WorkerPool({ idleMs: 400 });
    const code = handler(
      'if (event.secrets.WORD === "wait") await new Promise((resolve) => setTimeout(resolve, 600_000))',
    );
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await run(code, { pool: own });
    await own.close();
    const waiting = { ...event, secrets: { WORD: 'wait' } };
    const running = run(code, { pool: own, event: waiting });
    vi.advanceTimersByTime(500);
    expect(own.size).toBe(1);
    await own.close();
    expect((await running).error?.name).toBe('ClosedError');
  });

  test('leaves no worker behind once it is idle', async () => {
    const shortLived = new WorkerPool({ idleMs: 30 });
    const code = `let runs = 0; ${handler('runs += 1; console.log(runs)')}`;
    expect((await run(code, { pool: shortLived })).logs).toBe('1');
    expect((await run(code, { pool: shortLived })).logs).toBe('2');
    expect(shortLived.size).toBe(1);
    while (shortLived.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await run(code, { pool: shortLived })).logs).toBe('1');
    await shortLived.close();
  });

  test.each([
    ['exports nothing callable', 'exports.onExecutePostLogin = 1'],
    ['exports a plain function', 'exports.onExecutePostLogin = () => Promise.resolve()'],
    ['exports another handler', 'exports.onExecuteCredentialsExchange = async () => {}'],
  ])('is refused when it %s', async (_, code) => {
    expect((await run(code)).error?.message).toBe(
      'Invalid function signature for the "onExecutePostLogin" handler. Use "exports.onExecutePostLogin = async function(event, api) { }" as the signature.',
    );
  });

  test('runs two logins at a time and queues the rest', async () => {
    const code = handler('await new Promise((resolve) => setTimeout(resolve, 20)); console.log("done")');
    const results = await Promise.all(Array.from({ length: 6 }, () => run(code)));
    expect(results.map(({ logs }) => logs)).toEqual(Array.from({ length: 6 }, () => 'done'));
  });
});
