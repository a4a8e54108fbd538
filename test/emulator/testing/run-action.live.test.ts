import { afterAll, describe, expect, test } from 'vitest';
import { actionFromFile, cases, loginEvent, NOW_MS, runAction } from '#actions-testing';
import { actionFiles, handler } from './actions.ts';

const files = await actionFiles();
afterAll(() => files[Symbol.asyncDispose]());

describe('a run', () => {
  test('tells what the Action did and what a login would make of it', async () => {
    const action = await files.action(`
      console.log('hello', { a: 1 });
      api.accessToken.addScope('read'); api.accessToken.removeScope('write');
      api.accessToken.setCustomClaim('plan', { seats: [1] }).idToken.setCustomClaim('iss', 'mine').user.setUserMetadata('seen', 1);
      api.transaction.setMetadata('note', event.transaction.id);
      api.authentication.challengeWith({ type: 'otp' }, { additionalFactors: [{ type: 'email' }] });`);
    const run = await runAction(action, loginEvent());
    expect(run.idTokenClaims).toEqual({});
    expect(run).toMatchObject({
      name: 'probe',
      commands: [
        { method: 'accessToken.addScope', args: ['read'] },
        { method: 'accessToken.removeScope', args: ['write'] },
        { method: 'accessToken.setCustomClaim', args: ['plan', { seats: [1] }] },
        { method: 'idToken.setCustomClaim', args: ['iss', 'mine'] },
        { method: 'user.setUserMetadata', args: ['seen', 1] },
        { method: 'transaction.setMetadata', args: ['note', 'tx_00000001'] },
        {
          method: 'authentication.challengeWith',
          args: [{ type: 'otp' }, { additionalFactors: [{ type: 'email' }] }],
        },
      ],
      accessTokenClaims: { plan: { seats: [1] } },
      scopes: { added: ['read'], removed: ['write'] },
      userMetadata: { seen: 1 },
      transactionMetadata: { note: 'tx_00000001' },
      factorRequests: [{ kind: 'challenge', factors: ['otp', 'email'] }],
      logs: 'hello { a: 1 }',
      denied: undefined,
      error: undefined,
    });
  });

  test('that ends in an error has done what it did before', async () => {
    const action = await files.action(
      `api.access.deny('no'); console.error('so far'); throw new RangeError('too far')`,
    );
    expect(await runAction(action, loginEvent(), { expectsError: true })).toMatchObject({
      denied: 'no',
      logs: 'so far',
      error: { name: 'RangeError', message: 'too far' },
    });
  });

  test.each([false, true])(
    'that ends in an error fails the test with its cause, isolated or not (%s)',
    async (isolated) => {
      const action = await files.action(`api.access.deny('no'); throw new RangeError('too far')`);
      const rejection: unknown = await runAction(action, loginEvent(), { isolated }).catch((error: unknown) => error);
      if (!(rejection instanceof Error)) throw new TypeError('not rejected');
      expect(rejection.message).toBe('probe failed: RangeError: too far');
      expect(rejection.cause).toMatchObject({ name: 'RangeError', message: 'too far' });
      // In this process it is the very error, with its stack.
      expect(rejection.cause instanceof RangeError).toBe(!isolated);
    },
  );

  test('leaves the event as it was, and gives the Action the secrets it was told', async () => {
    const action = await files.action(`event.user.email = event.secrets.KEY; console.log(event.user.email)`);
    const event = loginEvent();
    expect((await runAction(action, event, { secrets: { KEY: 'k' } })).logs).toBe('k');
    expect(event).toEqual(loginEvent());
  });

  test('has the time it was told, and never another', async () => {
    const action = await files.action(`console.log(Date.now(), new Date().toISOString(), Date(), new Date(0).getTime(),
      new Date() instanceof Date, Date.UTC(1970, 0))`);
    const line = (ms: number) => `${ms} ${new Date(ms).toISOString()} ${new Date(ms)} 0 true 0`;
    expect((await runAction(action, loginEvent())).logs).toBe(line(NOW_MS));
    expect((await runAction(action, loginEvent(), { clock: () => 5_000 })).logs).toBe(line(5_000));
    expect((await runAction(action, loginEvent(), { clock: () => 5_000, isolated: true })).logs).toBe(line(5_000));
  });

  test('at the same time as another has its own console and time', async () => {
    const action = await files.action(`for (let i = 0; i < 3; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1)); console.log(event.user.name, Date.now()); }`);
    const run = (name: string, nowMs: number) =>
      runAction(action, loginEvent({ user: { name } }), { clock: () => nowMs });
    const [a, b] = await Promise.all([run('a', 1), run('b', 2)]);
    expect([a?.logs, b?.logs]).toEqual(['a 1\na 1\na 1', 'b 2\nb 2\nb 2']);
  });

  test('keeps the first 256 characters of the console, as Auth0 does, beside all of it', async () => {
    const action = await files.action(
      `console.group('a'); console.log('b'.repeat(200)); console.warn('c'.repeat(200))`,
    );
    const { logs, keptLogs } = await runAction(action, loginEvent());
    expect(logs).toBe(`a\n  ${'b'.repeat(200)}\n  ${'c'.repeat(200)}`);
    expect(keptLogs).toBe(`a\n  ${'b'.repeat(200)}\n  ${'c'.repeat(256 - 207)}`);
  });

  test('begins with a console that remembers nothing of the last one', async () => {
    const action = await files.action(`console.count('runs'); console.group(); console.log('in a group')`);
    await runAction(action, loginEvent());
    expect((await runAction(action, loginEvent())).logs).toBe('runs: 1\n  in a group');
  });

  test('answers roles and groups from its directory, and the cache from what it was given', async () => {
    const action = await files.action(`api.cache.set('seen', 'yes');
      console.log(api.cache.get('known')?.value, JSON.stringify(await api.roles.getUserEffectiveRoles()))`);
    const cache = new Map([['known', { value: 'before', expires_at: NOW_MS + 1 }]]);
    const directory = { roles: [{ id: 'rol_1', name: 'admin' }], groups: [] };
    const { logs } = await runAction(action, loginEvent(), { cache, directory });
    expect(logs).toBe('before {"roles":[{"id":"rol_1","name":"admin","type":"tenant"}]}');
    expect(cache.get('seen')).toEqual({ value: 'yes', expires_at: NOW_MS + 15 * 60_000 });
  });

  test('goes on after a redirect where told so', async () => {
    const file = await files.write('back.cjs', handler(`console.log(event.request.query.code)`, 'onContinuePostLogin'));
    const event = loginEvent(cases.redirectResume({ code: '42' }));
    expect((await runAction(file, event, { handler: 'onContinuePostLogin' })).logs).toBe('42');
  });
});

describe('an Action', () => {
  test('keeps its module scope from run to run; loaded by its path it begins anew', async () => {
    const file = await files.write('count.cjs', `let runs = 0; ${handler('runs += 1; console.log(runs)')}`);
    const warm = await actionFromFile(file);
    const runs = [warm, warm, file, file];
    const logs = [];
    for (const action of runs) logs.push((await runAction(action, loginEvent())).logs);
    expect(logs).toEqual(['1', '2', '1', '1']);
  });

  test('finds built-ins, and nothing it did not declare', async () => {
    const action = await files.action(`require('node:crypto'); require('vitest')`);
    expect((await runAction(action, loginEvent(), { expectsError: true })).error?.message).toBe(
      "Cannot find module 'vitest'",
    );
  });

  test.each([
    [
      'exports.onExecutePostLogin = (event, api) => Promise.resolve()',
      'Invalid function signature for the "onExecutePostLogin" handler. Use "exports.onExecutePostLogin = async function(event, api) { }" as the signature.',
    ],
    ['module.exports = async () => {}', 'The Action must export an object.'],
    ['throw "at the top"', 'at the top'],
  ])('%s fails the login', async (code, message) => {
    const file = await files.write('bad.cjs', code);
    expect((await runAction(file, loginEvent(), { expectsError: true })).error?.message).toBe(message);
  });
});

describe('a hostile Action', () => {
  const TIMEOUT = { name: 'TimeoutError', message: 'Script execution time exceeded' };

  test('that never settles is ended at the time limit', async () => {
    const action = await files.action(`api.accessToken.addScope('a'); await new Promise(() => {})`);
    expect(await runAction(action, loginEvent(), { timeLimitMs: 30, expectsError: true })).toMatchObject({
      error: TIMEOUT,
      commands: [],
    });
  });

  test.each([
    ['for (;;) {}', 300, TIMEOUT],
    ['process.exit(3)', 10 * 60_000, { name: 'ExitError', message: '((the Action ended its process with code 3))' }],
  ])('that does %s is ended alone when it is isolated', async (body, timeLimitMs, error) => {
    const action = await files.action(body);
    const options = { isolated: true, timeLimitMs, expectsError: true };
    expect(await runAction(action, loginEvent(), options)).toMatchObject({ error });
  });
});
