import { describe, expect, test } from 'vitest';
import { actionFromSource, loadedKinds, loginEvent, runAction } from '#actions-testing';
import { buildTenant } from '../../../../scripts/lib/build/build-tenant.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { copyProject, editIn } from '../../../support/project.ts';
import { fixture } from '../../fixture.ts';

const SOURCE = 'actions/greet.ts';
const HEAD = 'export const onExecutePostLogin = async (event: any) => { event.secrets.OIN_CLIENT_IDS; };\n';

const build = async (source: string, more: Record<string, string> = {}) =>
  buildTenant({ rootDir: await fixture({ [SOURCE]: source, ...more }), environment: 'local' });

async function codeOf(source: string, more: Record<string, string> = {}): Promise<string> {
  const built = await build(source, more);
  if (!built.ok) throw new Error(renderFailures(built.failures));
  return built.value.bundles[0]?.code ?? '';
}

async function failuresOf(source: string, more: Record<string, string> = {}): Promise<string> {
  const built = await build(source, more);
  return built.ok ? '' : renderFailures(built.failures);
}

describe('handlers', () => {
  const CONTINUE = 'export const onContinuePostLogin = async (_event: any, api: any) => { api.access.deny("no"); };\n';

  test('every handler that the trigger knows is kept, also one that another module has', async () => {
    expect(await codeOf(HEAD + CONTINUE)).toMatch(
      /exports\.onExecutePostLogin = onExecutePostLogin;\nexports\.onContinuePostLogin = onContinuePostLogin;\n$/,
    );
    const shared = { 'actions/lib/shared.ts': CONTINUE };
    expect(await codeOf(`${HEAD}export * from './lib/shared.ts';\n`, shared)).toContain(
      'exports.onContinuePostLogin = ',
    );
    expect(await codeOf(`${HEAD}export { onContinuePostLogin } from './lib/shared.ts';\n`, shared)).toContain(
      'exports.onContinuePostLogin = ',
    );
  });

  test('each must be an async function', async () => {
    expect(await failuresOf(`${HEAD}export const onContinuePostLogin = () => undefined;\n`)).toBe(
      'tenant/tenant.yaml:32:11 BUNDLE_HANDLER expected "greet" to export an async function onContinuePostLogin, ' +
        'found a function that is not async\n' +
        'Fix: Write `export const onContinuePostLogin = async (event, api) => { … }`.\n',
    );
  });

  test('runs when the login goes on', async () => {
    const code = await codeOf(HEAD + CONTINUE);
    const action = actionFromSource({ name: 'greet', code, dependencies: [], resolveFrom: import.meta.filename });
    const run = await runAction(action, loginEvent(), { handler: 'onContinuePostLogin' });
    expect(run.denied).toBe('no');
  });

  test.each([
    ['export const onExecutePostLogn = async () => undefined;', '"onExecutePostLogn"', '2:14'],
    ['export async function onExecutePreLogin() {}', '"onExecutePreLogin"', '2:23'],
    ['const a = 1;\nexport { a as helper };', '"helper"', '3:10'],
    ['export const { a: one } = { a: 1 };', '"one"', '2:19'],
    ['export default 1;', '"default"', '2:1'],
    ["export * from './lib/more.ts';", '"more"', '2:1'],
    ['export class Late {}', '"Late"', '2:14'],
  ])('another export is an error with its place: %s', async (line, name, place) => {
    const failures = await failuresOf(`${HEAD}${line}\n`, { 'actions/lib/more.ts': 'export const more = 1;\n' });
    expect(failures).toBe(
      `actions/greet.ts:${place} BUNDLE_EXPORT expected only onExecutePostLogin and onContinuePostLogin exported by an Action, ` +
        `which Auth0 calls, found ${name}\n` +
        'Fix: Correct its spelling, or move what others import into a file of actions/lib/.\n',
    );
  });

  describe('of a CommonJS source', () => {
    const BODY = 'async (event: any) => { event.secrets.OIN_CLIENT_IDS; }';
    const PLAIN = BODY.replace(': any', '');
    // As the project's own: esbuild then takes its sources for ES modules.
    const MODULES = { 'package.json': '{ "name": "fixture", "version": "1.2.3", "type": "module" }' };
    const NEXT = 'async (_event, api) => { api.access.deny("no"); }';

    test.each<[string, Record<string, string>?]>([
      [`exports.onExecutePostLogin = ${BODY};\nexports.onContinuePostLogin = ${NEXT};\n`],
      [`module.exports = { onExecutePostLogin: ${BODY}, onContinuePostLogin: ${NEXT} };\n`],
      [`Object.assign(exports, { onExecutePostLogin: ${BODY}, onContinuePostLogin: ${NEXT} });\n`],
      [
        "export * from './lib/both.cjs';\n",
        { 'actions/lib/both.cjs': `exports.onExecutePostLogin = ${PLAIN};\nexports.onContinuePostLogin = ${NEXT};\n` },
      ],
      [
        `${HEAD}export * from './lib/next.cjs';\n`,
        { 'actions/lib/next.cjs': `module.exports = { onContinuePostLogin: ${NEXT} };\n` },
      ],
      [
        `const { next } = require('./lib/next.ts');\nexports.onExecutePostLogin = ${BODY};\nexports.onContinuePostLogin = next;\n`,
        { 'actions/lib/next.ts': `module.exports.next = ${NEXT.replace('_event, api', '_event: any, api: any')};\n` },
      ],
    ])('are kept too: %s', async (source, more) => {
      const code = await codeOf(source, { ...more, ...MODULES });
      expect(code).not.toContain('commonjs-source');
      expect(await codeOf(source, more)).toContain('onContinuePostLogin');
      const action = actionFromSource({ name: 'greet', code, dependencies: [], resolveFrom: import.meta.filename });
      expect((await runAction(action, loginEvent())).error).toBe(undefined);
      expect((await runAction(action, loginEvent(), { handler: 'onContinuePostLogin' })).denied).toBe('no');
    });

    test('is named by its own path among what a bundle is made of', async () => {
      const built = await build(`exports.onExecutePostLogin = ${BODY};\n`, MODULES);
      expect(built.ok && built.value.bundles.map(({ inputs }) => inputs)).toEqual([[SOURCE]]);
    });

    test.each<[string, Record<string, string>?]>([
      [`exports.onExecutePostLogin = ${BODY};\nexports.helper = 1;\n`],
      [`exports.onExecutePostLogin = ${BODY};\nmodule.exports.helper = 1;\n`],
      [`${HEAD}exports.helper = 1;\n`],
      [`${HEAD}export * from './lib/more.cjs';\n`, { 'actions/lib/more.cjs': 'exports.helper = 1;\n' }],
    ])('and nothing else is one: %s', async (source, more) => {
      expect(await failuresOf(source, { ...more, ...MODULES })).toMatch(
        /^actions\/greet\.ts(:2:1)? BUNDLE_EXPORT expected only onExecutePostLogin and onContinuePostLogin exported by an Action, which Auth0 calls, found "helper"\n/,
      );
    });

    test.each(['ts', 'js', 'cjs'])('are kept too in a .%s file of a project of ES modules', async (extension) => {
      const file = `greet.${extension}`;
      const rootDir = await fixture({
        ...MODULES,
        [SOURCE]: undefined,
        'actions/lib/name.js': 'exports.claim = "https://acme.example/team";\n',
        [`actions/${file}`]: `'use strict';
const { claim } = require('./lib/name.js');
exports.onExecutePostLogin = ${PLAIN};
exports.onContinuePostLogin = async (event, api) => { api.idToken.setCustomClaim(claim, event.user.email); };
`,
      });
      await editIn(rootDir, 'tenant/tenant.yaml', '../actions/greet.ts', `../actions/${file}`);
      const built = await buildTenant({ rootDir, environment: 'local' });
      expect(built.ok ? '' : renderFailures(built.failures)).toBe('');
      const code = built.ok ? (built.value.bundles[0]?.code ?? '') : '';
      const action = actionFromSource({ name: 'greet', code, dependencies: [], resolveFrom: import.meta.filename });
      const login = loginEvent({ user: { email: 'ada@acme.example' } });
      const run = await runAction(action, login, { handler: 'onContinuePostLogin' });
      expect(run.idTokenClaims).toEqual({ 'https://acme.example/team': 'ada@acme.example' });
    });

    test('a file with one that nothing deploys is told', async () => {
      for (const text of [
        `exports.onExecutePostLogin = ${BODY};`,
        `module.exports = { onContinuePostLogin: () => 1 };`,
      ]) {
        expect(await failuresOf(HEAD, { 'actions/other.ts': text })).toContain('actions/other.ts FILE_WITHOUT_ACTION');
      }
    });
  });

  test('types are no exports', async () => {
    expect(
      await failuresOf(`${HEAD}export interface A { a: 1 }\nexport type B = A;\nexport type * from './lib/t.ts';\n`, {
        'actions/lib/t.ts': 'export type C = 1;\n',
      }),
    ).toBe('');
  });
});

describe('one sandbox for check, the test kit and the tenant', () => {
  test.each([
    ['a top-level process.env', 'const region = process.env.REGION ?? "none";', 'region'],
    ['TextEncoder and TextDecoder', 'const text = new TextDecoder().decode(new TextEncoder().encode("a"));', 'text'],
    [
      'what Node has',
      'const all = [typeof fetch, typeof crypto.subtle, typeof structuredClone, typeof atob, typeof queueMicrotask, typeof performance, typeof setInterval, typeof Headers].join();',
      'all',
    ],
    ['a name of its own for a global', 'const process = { env: { A: "1" } }; const own = process.env.A;', 'own'],
  ])('%s loads in check as it runs', async (_name, line, variable) => {
    const source = `${line}\nexport const onExecutePostLogin = async (event: any, api: any) => { event.secrets.OIN_CLIENT_IDS; api.accessToken.setCustomClaim("seen", ${variable}); };\n`;
    const code = await codeOf(source);
    const action = actionFromSource({ name: 'greet', code, dependencies: [], resolveFrom: import.meta.filename });
    const here = await runAction(action, loginEvent());
    const apart = await runAction(action, loginEvent(), { isolated: true });
    expect(here.error).toBe(undefined);
    expect(apart.commands).toEqual(here.commands);
    expect(here.commands).toHaveLength(1);
  });

  test('bundled jose loads', async () => {
    await using project = await copyProject();
    await project.edit(
      'actions/domains.ts',
      'export const',
      "import { SignJWT } from 'jose';\nconst signer = new SignJWT({});\nif (signer === undefined) throw new Error('none');\nexport const",
    );
    const built = await buildTenant({ rootDir: project.rootDir, environment: 'local' });
    expect(built.ok ? '' : renderFailures(built.failures)).not.toContain('BUNDLE_LOAD');
  });

  test('the environment of check is none of an Action’s', async () => {
    expect(process.env.PATH).not.toBe(undefined);
    expect(await failuresOf(`if (process.env.PATH !== undefined) throw new Error('seen');\n${HEAD}`)).toBe('');
    const code = `const seen = process.env.PATH; exports.onExecutePostLogin = async (event, api) => api.access.deny(String(seen));`;
    const action = actionFromSource({ name: 'probe', code, dependencies: [], resolveFrom: import.meta.filename });
    expect((await runAction(action, loginEvent())).denied).toBe('undefined');
  });

  test.each([
    'globalThis.process.env.PATH',
    'global.process.env.PATH',
    'require("process").env.PATH',
    'require("node:process").env.PATH',
    'process.getBuiltinModule("process").env.PATH',
    '(0, eval)("process.env.PATH")',
    'new Function("return process.env.PATH")()',
    'require("vm").runInThisContext("process.env.PATH")',
    '({ ...process }).env.PATH',
    'Object.keys(globalThis.process.env).length || undefined',
  ])('nor does the test kit show its own, as the tenant does not: %s', async (expression) => {
    const code = `const early = ${expression}; exports.onExecutePostLogin = async (event, api) => api.access.deny(String(early) + (${expression}));`;
    const action = actionFromSource({ name: 'probe', code, dependencies: [], resolveFrom: import.meta.filename });
    expect((await runAction(action, loginEvent())).denied).toBe('undefinedundefined');
    expect((await runAction(action, loginEvent(), { isolated: true })).denied).toBe('undefinedundefined');
    expect(process.env.PATH).not.toBe(undefined);
  });

  test.each([
    ['a global', 'globalThis.helper = 1;', 'helper;'],
    ['a variable without a declaration', '(0, eval)("helper = 1");', 'helper;'],
    ['a method of all lists', 'Array.prototype.last = () => 1;', '[].last();'],
    ['another function of Node', 'globalThis.structuredClone = () => undefined;', 'structuredClone({}).a;'],
    ['a built-in taken away', 'delete Array.prototype.findLast;', '[].findLast(() => true);'],
  ])('what one Action leaves behind, the next does not find: %s', async (_name, before, after) => {
    const load = (code: string) =>
      loadedKinds({ name: 'probe', code, dependencies: [], resolveFrom: import.meta.filename }, 5000);
    const alone = await load(after);
    await load(before);
    expect(await load(after)).toEqual(alone);
  });

  test('a top level that ends the process, or fails later, ends neither check nor the next load', async () => {
    expect(await failuresOf(`process.exit(3);\n${HEAD}`)).toContain('found it ended its process with code 3');
    expect(await failuresOf(`setTimeout(() => { throw new Error('late'); }, 1);\n${HEAD}`)).toBe('');
    expect(await failuresOf(HEAD)).toBe('');
  });

  test('settings are read with the same globals', async () => {
    await using project = await copyProject();
    await project.edit(
      'actions/config.ts',
      'export const config',
      "const bytes = new TextEncoder().encode('x').length + Number(process.env.NONE ?? 0);\nexport const config",
    );
    await project.edit('actions/config.ts', 'maxAgeSeconds: ', 'maxAgeSeconds: 0 * bytes, ...{} as never, x: ');
    const built = await buildTenant({ rootDir: project.rootDir, environment: 'local' });
    expect(built.ok ? '' : renderFailures(built.failures)).toContain(
      'SETTING_INVALID expected config.stepUp.maxAgeSeconds',
    );
  });
});
