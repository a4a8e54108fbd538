import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { getDefaultArguments, loadAction, loginEvent } from '#actions-testing';
import { actionFiles, handler } from './actions.ts';

const files = await actionFiles();
afterAll(() => files[Symbol.asyncDispose]());

const echoed: string[] = [];
beforeEach(() => {
  echoed.length = 0;
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      echoed.push(String(chunk));
      return true;
    });
  }
  return () => vi.restoreAllMocks();
});

const run = async (code: string, ...args: unknown[]) => {
  const action = await loadAction(await files.write('action.cjs', code));
  return action.execute('onExecutePostLogin', ...args);
};

const SIGNATURE =
  'Invalid function signature for the "onExecutePostLogin" handler. Use "exports.onExecutePostLogin = async function(event, api) { }" as the signature.';

describe('getDefaultArguments', () => {
  test('gives an event of this test’s own and an api over it', () => {
    const [event, api] = getDefaultArguments();
    expect(event).toMatchObject({ organization: loginEvent().organization, secrets: loginEvent().secrets });
    expect(getDefaultArguments()[0]).not.toBe(event);
    api.transaction.setMetadata('note', 1);
    api.transaction.setMetadata('other', true);
    expect(event.transaction?.metadata).toEqual({ note: 1, other: true });
  });

  test('has methods to spy on, and checks in Auth0’s words', async () => {
    const [event, api] = getDefaultArguments();
    const addScope = vi.spyOn(api.accessToken, 'addScope');
    const deny = vi.spyOn(api.access, 'deny');
    await run(
      handler(`api.accessToken.addScope('a'); api.access.deny('no').idToken.setCustomClaim('x', 1)`),
      event,
      api,
    );
    expect(addScope.mock.calls).toEqual([['a']]);
    expect(deny.mock.calls).toEqual([['no']]);
    await expect(run(handler(`api.accessToken.addScope('a b')`), event, api)).rejects.toThrow(
      new Error('The value for the scope must not have whitespace.'),
    );
  });

  test('signs and validates tokens, which the vendor’s stub does not', () => {
    const [event, api] = getDefaultArguments();
    event.request.query.state = 'resume-1';
    const token = api.redirect.encodeToken({ secret: 'shared', payload: { state: 'resume-1', terms: 'accepted' } });
    event.request.query.session_token = token;
    expect(api.redirect.validateToken({ secret: 'shared' })).toMatchObject({
      terms: 'accepted',
      sub: 'auth0|acme-admin',
    });
    expect(() => api.redirect.validateToken({ secret: 'other' })).toThrow('The session token is invalid: ');
  });
});

describe('loadAction', () => {
  test('calls the handler with whatever it is given, and tells what was logged', async () => {
    const result = await run(
      `exports.onExecutePostLogin = async (...args) => { console.log(args.length, args[0]); console.error('bye'); return 7; }`,
      'anything',
      2,
    );
    expect(result.getLogs()).toBe('2 anything\nbye');
    expect(echoed).toEqual(['2 anything\n', 'bye\n']);
  });

  test('rejects where the code does not parse, and nothing has run then', async () => {
    const broken = await files.write('broken.cjs', `globalThis.ranBroken = true; exports.x = {`);
    await expect(loadAction(broken)).rejects.toThrow(SyntaxError);
    const clash = await files.write('clash.cjs', `const console = 1;`);
    await expect(loadAction(clash)).rejects.toThrow("Identifier 'console' has already been declared");
    expect(Reflect.get(globalThis, 'ranBroken')).toBe(undefined);
    await expect(loadAction(`${files.folder}/missing.cjs`)).rejects.toThrow('ENOENT');
  });

  test('runs the top level once, with the first execution', async () => {
    const file = await files.write('warm.cjs', `console.log('top'); let n = 0; ${handler('n += 1; console.log(n)')}`);
    const action = await loadAction(file);
    expect(echoed).toEqual([]);
    expect((await action.execute('onExecutePostLogin')).getLogs()).toBe('top\n1');
    expect((await action.execute('onExecutePostLogin')).getLogs()).toBe('2');
  });

  test('throws what the top level threw again at every execution', async () => {
    const file = await files.write('top.cjs', `globalThis.tops = (globalThis.tops ?? 0) + 1; throw 'plain text'`);
    const action = await loadAction(file);
    await expect(action.execute('onExecutePostLogin')).rejects.toThrow(new Error('plain text'));
    await expect(action.execute('onExecutePostLogin')).rejects.toThrow(new Error('plain text'));
    expect(Reflect.get(globalThis, 'tops')).toBe(1);
    Reflect.deleteProperty(globalThis, 'tops');
  });

  test.each([
    ['module.exports = async () => {}', 'The Action must export an object.'],
    ['module.exports = null', 'The Action must export an object.'],
    ['', SIGNATURE],
    ['exports.onExecutePostLogin = (event, api) => Promise.resolve()', SIGNATURE],
    ['exports.onExecutePostLogin = {}', SIGNATURE],
    [handler(`throw new Error('too far')`), 'too far'],
    [handler(`await null; throw 'text'`), 'text'],
  ])('rejects for `%s`', async (code, message) => {
    await expect(run(code)).rejects.toThrow(new Error(message));
  });

  test('knows two entrypoints, and says so after it looked at the exports', async () => {
    // @ts-expect-error a third entrypoint is no type error only for JavaScript
    const call = async (code: string) => (await loadAction(await files.write('a.cjs', code))).execute('onLogin');
    await expect(call(handler(''))).rejects.toThrow(new Error('The Action can only be called with valid methods.'));
    await expect(call('module.exports = 1')).rejects.toThrow(new Error('The Action must export an object.'));
    const both = await loadAction(await files.write('b.cjs', handler(`console.log('back')`, 'onContinuePostLogin')));
    expect((await both.execute('onContinuePostLogin')).getLogs()).toBe('back');
  });

  test('requires as Node does from the file, for there is no list of dependencies', async () => {
    await files.write('beside.cjs', 'exports.word = "beside"');
    const result = await run(
      `const { word } = require('./beside.cjs'); ${handler(
        `console.log(word, typeof require('node:crypto').hash, require.resolve('./beside.cjs').endsWith('beside.cjs'))`,
      )}`,
    );
    expect(result.getLogs()).toBe('beside function true');
    await expect(run(handler(`require('actions:none')`))).rejects.toThrow("Cannot find module 'actions:none'");
  });

  test('keeps 256 KiB of the console', async () => {
    const result = await run(handler(`for (let i = 0; i < 300; i += 1) console.log('x'.repeat(1023))`));
    expect(result.getLogs()).toHaveLength(256 * 1024 - 1);
  });
});

describe('an Actions Module', () => {
  const load = async (code: string, modules: Parameters<typeof loadAction>[1]) =>
    (await loadAction(await files.write('uses.cjs', code), modules)).execute('onExecutePostLogin');

  test('is required by its name, has its own secrets, and runs once', async () => {
    const filename = await files.write('module.cjs', `console.log('module'); exports.key = actions.secrets.KEY;`);
    const code = handler(
      `console.log('before'); console.log(require('actions:keys').key, require('actions:keys').key)`,
    );
    const result = await load(code, [{ name: 'keys', filename, secrets: { KEY: 'k' } }]);
    expect(result.getLogs()).toBe('before\nmodule\nk k');
  });

  test('can not require another, and fails alike at every require', async () => {
    const filename = await files.write(
      'outer.cjs',
      `globalThis.outers = (globalThis.outers ?? 0) + 1; require('actions:inner')`,
    );
    const inner = await files.write('inner.cjs', '');
    const code =
      handler(`for (let i = 0; i < 2; i += 1) try { require('actions:outer') } catch (e) { console.log(e.code) }
      console.log(globalThis.outers)`);
    const modules = [
      { name: 'outer', filename },
      { name: 'inner', filename: inner },
    ];
    expect((await load(code, modules)).getLogs()).toBe('MODULE_NOT_FOUND\nMODULE_NOT_FOUND\n1');
    Reflect.deleteProperty(globalThis, 'outers');
  });

  test('is registered once, and must be there', async () => {
    const filename = await files.write('module.cjs', '');
    await expect(
      load('', [
        { name: 'm', filename },
        { name: 'm', filename },
      ]),
    ).rejects.toThrow(new Error("Module 'actions:m' is already registered"));
    await expect(load('', [{ name: 'm', filename: `${files.folder}/none.cjs` }])).rejects.toThrow('ENOENT');
  });
});
