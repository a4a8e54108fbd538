import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import {
  actionFromSource,
  getDefaultArguments,
  loadAction,
  loginEvent,
  runAction,
  runFlow,
  testNetwork,
  withNetwork,
} from '#actions-testing';
import { rootDir } from '../../support/project.ts';
import { actionFiles, handler } from './actions.ts';

const files = await actionFiles();
afterAll(() => files[Symbol.asyncDispose]());

const server = createServer((_request, response) => response.end('real')).listen(0, '127.0.0.1');
afterAll(() => server.close());
const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

const AXIOS = { name: 'axios', version: '1.21.1' };
const withAxios = (body: string) =>
  actionFromSource({
    name: 'caller',
    code: `const axios = require('axios'); ${handler(body)}`,
    dependencies: [AXIOS],
    resolveFrom: join(rootDir, 'package.json'),
  });

const CALLS: [string, string][] = [
  ['fetch', 'await fetch(URL)'],
  ['the global fetch', 'await globalThis.fetch(URL)'],
  ['axios', 'await axios.get(URL)'],
  ['node:http', `await new Promise((done, fail) => require('http').get(URL, done).on('error', fail))`],
  [
    'a socket',
    `await new Promise((done, fail) => require('net').connect(PORT, '127.0.0.1').on('connect', done).on('error', fail))`,
  ],
  ['a name', `await require('dns').promises.lookup('localhost')`],
];

describe('the network', () => {
  test.each(CALLS)('is off for %s, unless the test opens it', async (_, call) => {
    const action =
      withAxios(`try { ${call.replaceAll('URL', `'${address()}'`).replace('PORT', new URL(address()).port)}; console.log('reached'); }
      catch (error) { console.log((error.cause ?? error).message) }`);
    for (const isolated of [false, true]) {
      expect((await runAction(action, loginEvent(), { isolated })).logs).toContain('the network is off in tests');
      expect((await runAction(action, loginEvent(), { isolated, network: 'open' })).logs).toBe('reached');
    }
  });

  test.each([false, true])(
    'says which address fetch did not reach, and how to open it (isolated: %s)',
    async (isolated) => {
      const url = 'https://crm.example/people';
      const action = await files.action(`await fetch('${url}?key=secret')`);
      const message = `fetch failed: the network is off in tests: GET ${url} (network: 'open' opens it, testNetwork() answers)`;
      await expect(runAction(action, loginEvent(), { isolated })).rejects.toThrow(message);
      const { error } = await runAction(action, loginEvent(), { isolated, expectsError: true });
      expect(error?.message).toBe(message);
    },
  );

  test('says which address a test does not answer', async () => {
    const action = await files.action(`await fetch('https://crm.example/people?key=secret')`);
    const run = runAction(action, loginEvent(), { network: testNetwork() });
    await expect(run).rejects.toThrow('fetch failed: the test answers no GET https://crm.example/people');
    const refused = testNetwork().refuse('https://crm.example/people');
    const { error } = await runAction(action, loginEvent(), { network: refused, expectsError: true });
    expect(error?.message).toBe('fetch failed');
  });

  test('is the test’s own outside of an Action', async () => {
    await runAction(await files.action(`await fetch('${address()}').catch(() => {})`), loginEvent());
    expect(await (await fetch(address())).text()).toBe('real');
  });

  test('is off for loadAction too, and opened around it', async () => {
    const code = handler(`console.log(await fetch('${address()}').then((r) => r.text(), (e) => e.cause.message))`);
    const action = await loadAction(await files.write('loaded.cjs', code));
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const run = async () => (await action.execute('onExecutePostLogin', ...getDefaultArguments())).getLogs();
    const logs = [await run(), await withNetwork('open', run)];
    write.mockRestore();
    expect(logs.map((line) => line.trim())).toEqual([
      `the network is off in tests: GET ${address()} (network: 'open' opens it, testNetwork() answers)`,
      'real',
    ]);
  });

  test('leaves a spy on fetch to the test that set it', async () => {
    const spy = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('spied'));
    const { logs } = await runAction(
      await files.action(`console.log(await (await fetch('https://a.example')).text())`),
      loginEvent(),
    );
    spy.mockRestore();
    expect(logs).toBe('spied');
  });

  test('tells no query of a refused call', async () => {
    const action = await files.action(
      `await fetch('https://api.example/x?token=hush').catch((e) => console.log(e.cause.message))`,
    );
    expect((await runAction(action, loginEvent())).logs).toBe(
      "the network is off in tests: GET https://api.example/x (network: 'open' opens it, testNetwork() answers)",
    );
  });
});

describe('a network of the test’s', () => {
  const POST = [
    [
      'fetch',
      `const r = await fetch('https://api.example/v1/notify?a=1', { method: 'POST', headers: { 'X-Key': event.secrets.KEY }, body: JSON.stringify({ id: 7 }) });
       console.log(r.status, r.headers.get('x-by'), JSON.stringify(await r.json()))`,
    ],
    [
      'axios',
      `const r = await axios.post('https://api.example/v1/notify?a=1', { id: 7 }, { headers: { 'X-Key': event.secrets.KEY } });
       console.log(r.status, r.headers['x-by'], JSON.stringify(r.data))`,
    ],
  ] as const;

  test.each(POST)('answers %s, and records what was asked', async (_, body) => {
    const reply = { status: 201, headers: { 'x-by': 'test' }, json: { ok: true } };
    const network = testNetwork().answer('https://api.example/v1/notify', reply);
    const run = await runAction(withAxios(body), loginEvent(), { network, secrets: { KEY: 'k1' } });
    expect(run.logs).toBe('201 test {"ok":true}');
    expect(network.calls).toMatchObject([
      { method: 'POST', url: 'https://api.example/v1/notify?a=1', headers: { 'x-key': 'k1' }, body: '{"id":7}' },
    ]);
  });

  test('answers each call by what was asked, the last rule first', async () => {
    const network = testNetwork()
      .answer(/^https:\/\/api\.example\//, ({ url }) => ({ text: `any ${new URL(url).pathname}` }))
      .answer(({ method }) => method === 'DELETE', { status: 204 })
      .answer('https://api.example/b', { text: 'b' });
    const action = await files.action(`for (const [path, method] of [['a', 'GET'], ['b', 'GET'], ['a', 'DELETE']]) {
      const r = await fetch('https://api.example/' + path, { method }); console.log(r.status, await r.text()); }`);
    const { logs } = await runAction(action, loginEvent(), { network });
    expect(logs).toBe('200 any /a\n200 b\n204 ');
    expect(network.calls).toHaveLength(3);
  });

  test.each([
    ['fetch', `await fetch('https://api.example/')`, 'error.cause.code'],
    ['axios', `await axios.get('https://api.example/')`, 'error.code'],
  ])('refuses %s as a connection fails', async (_, call, code) => {
    const action = withAxios(`try { ${call} } catch (error) { console.log(${code}) }`);
    const network = testNetwork().refuse('https://api.example/', 'ETIMEDOUT');
    expect((await runAction(action, loginEvent(), { network })).logs).toBe('ETIMEDOUT');
    const silent = testNetwork();
    expect((await runAction(action, loginEvent(), { network: silent })).logs).toBe('ENOTFOUND');
    expect(silent.calls).toMatchObject([{ method: 'GET', url: 'https://api.example/' }]);
  });

  test('follows redirects and gives statuses to axios, as a server does', async () => {
    const network = testNetwork()
      .answer('https://api.example/old', { status: 302, headers: { Location: 'https://api.example/new' } })
      .answer('https://api.example/new', { status: 503, text: 'later' });
    const action = withAxios(
      `await axios.get('https://api.example/old').catch(({ response }) => console.log(response.status, response.data))`,
    );
    expect((await runAction(action, loginEvent(), { network })).logs).toBe('503 later');
    expect(network.calls.map(({ url }) => url)).toEqual(['https://api.example/old', 'https://api.example/new']);
  });

  test('lets a call end by its own signal', async () => {
    const network = testNetwork().answer('https://api.example/', () => new Promise(() => {}));
    const action = await files.action(
      `await fetch('https://api.example/', { signal: AbortSignal.timeout(5) }).catch((error) => console.log(error.name))`,
    );
    expect((await runAction(action, loginEvent(), { network })).logs).toBe('TimeoutError');
  });

  test('is there for a whole login, and not for an Action of its own thread', async () => {
    const action = await files.action(
      `api.idToken.setCustomClaim('plan', await (await fetch('https://api.example/')).json())`,
    );
    const network = testNetwork().answer('https://api.example/', { json: ['gold'] });
    expect((await runFlow([action], loginEvent(), { network })).idTokenClaims).toEqual({ plan: ['gold'] });
    await expect(runAction(action, loginEvent(), { network, isolated: true })).rejects.toThrow(TypeError);
  });
});
