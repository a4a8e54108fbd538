import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type BuiltTenant, buildTenant } from '../../../../scripts/lib/build/build-tenant.ts';
import { isBuiltBy, withBanner, withoutBanner } from '../../../../scripts/lib/bundle/banner.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { copyProject } from '../../../support/project.ts';
import { edited, FILES, fixture } from '../../fixture.ts';

const SOURCE = 'actions/greet.ts';
const TENANT = 'tenant/tenant.yaml';

const build = async (changes: Record<string, string | undefined> = {}) =>
  buildTenant({ rootDir: await fixture(changes), environment: 'local' });

async function sound(changes: Record<string, string | undefined> = {}): Promise<BuiltTenant> {
  const built = await build(changes);
  if (!built.ok) throw new Error(renderFailures(built.failures));
  return built.value;
}

async function failuresOf(changes: Record<string, string | undefined>): Promise<string> {
  const built = await build(changes);
  return built.ok ? '' : renderFailures(built.failures);
}

const handler = (body: string): string => `export const onExecutePostLogin = async (event: any) => { ${body} };\n`;
const USES_SECRET = 'event.secrets.OIN_CLIENT_IDS;';

describe('a bundle', () => {
  test('is one CommonJS file with its identity', async () => {
    const { bundles } = await sound();
    expect(bundles).toEqual([
      {
        name: 'greet',
        code: [
          '"use strict";',
          '',
          '// actions/greet.ts',
          'var onExecutePostLogin = async (event) => {',
          '  if (event.secrets.OIN_CLIENT_IDS === void 0) throw new Error("no clients");',
          '};',
          '',
          '// greet',
          'exports.onExecutePostLogin = onExecutePostLogin;',
          '',
        ].join('\n'),
        sha256: createHash('sha256')
          .update(bundles[0]?.code ?? '')
          .digest('hex'),
        sizeBytes: 219,
        inputs: ['actions/greet.ts'],
        hasOwnSettings: false,
        warnings: [],
      },
    ]);
  });

  test('is the same bytes in another folder', async () => {
    await using here = await copyProject();
    await using there = await copyProject();
    const built = await Promise.all([here, there].map(({ rootDir }) => buildTenant({ rootDir, environment: 'local' })));
    const [one, other] = built.map((result) => (result.ok ? result.value.bundles : renderFailures(result.failures)));
    expect(one).toHaveLength(4);
    expect(other).toEqual(one);
  });

  test('is the same bytes whatever tsconfig lies about', async () => {
    const tsconfig = '{ "compilerOptions": { "target": "es2015", "strict": false } }';
    expect((await sound({ 'tsconfig.json': tsconfig })).bundles).toEqual((await sound()).bundles);
  });
});

describe('the banner', () => {
  test('names the Action, its version, hash and secrets', async () => {
    const { actionFiles, bundles } = await sound();
    const [bundle] = bundles;
    expect(actionFiles().get('actions/greet.cjs')).toBe(
      `/*! greet · fixture 1.2.3 · sha256 ${bundle?.sha256} · secrets OIN_CLIENT_IDS@1 */\n${bundle?.code}`,
    );
  });

  test('shows a hash of a public secret, and never that of another', async () => {
    const secret = { OIN_CLIENT_IDS: 'client-1' };
    const hash = createHash('sha256').update('client-1').digest('hex').slice(0, 8);
    const open = await sound();
    expect(open.actionFiles(secret).get('actions/greet.cjs')).toContain(`secrets OIN_CLIENT_IDS@1(${hash}) */`);
    const closed = await sound(edited('tenant/environments/local.yaml', '    public: true\n', ''));
    expect(closed.actionFiles(secret).get('actions/greet.cjs')).toContain('secrets OIN_CLIENT_IDS@1 */');
  });

  test('says who built it: this project, for this Action', async () => {
    const code = (await sound()).actionFiles().get('actions/greet.cjs') ?? '';
    expect(isBuiltBy('fixture', 'greet', code)).toBe(true);
    expect(isBuiltBy('fixture', 'greet2', code)).toBe(false);
    expect(isBuiltBy('fix', 'greet', code)).toBe(false);
    expect(isBuiltBy('fixture', 'greet', withoutBanner(code))).toBe(false);
    expect(isBuiltBy('fixture', 'greet', `// mine now\n${code}`)).toBe(false);
  });

  test('comes off again, and nothing else does', async () => {
    const { bundles, manifest } = await sound();
    const [bundle] = bundles;
    const [action] = manifest.tenant.actions;
    if (!bundle || !action) throw new Error('no bundle');
    const legal = { ...bundle, code: `/*! a license */\n${bundle.code}` };
    const code = withBanner(legal, action, manifest.environment, { name: 'fixture', version: '1.2.3' });
    expect(withoutBanner(code)).toBe(legal.code);
    expect(withoutBanner(legal.code)).toBe(legal.code);
  });
});

describe('what the build refuses', () => {
  test('a source that does not parse, at its place', async () => {
    expect(await failuresOf({ [SOURCE]: `${handler(USES_SECRET)}\nconst = 1;\n` })).toBe(
      'actions/greet.ts:3:7 BUNDLE_BUILD expected a source that bundles, found Expected identifier but found "="\n' +
        'Fix: Correct the source; it must export `onExecutePostLogin`.\n',
    );
  });

  test('a package that is not there', async () => {
    expect(await failuresOf({ [SOURCE]: `import 'left-pad';\n${handler(USES_SECRET)}` })).toBe(
      'actions/greet.ts:1:8 BUNDLE_BUILD expected a source that bundles, found Could not resolve "left-pad"\n' +
        'Fix: Install the package (npm install), and declare it under `dependencies:` if it shall stay outside the bundle.\n',
    );
  });

  test('a handler that is not async', async () => {
    const source = `export const onExecutePostLogin = (event: any) => ${USES_SECRET}\n`;
    expect(await failuresOf({ [SOURCE]: source })).toBe(
      'tenant/tenant.yaml:32:11 BUNDLE_HANDLER expected "greet" to export an async function onExecutePostLogin, ' +
        'found a function that is not async\n' +
        'Fix: Write `export const onExecutePostLogin = async (event, api) => { … }`.\n',
    );
  });

  test('a handler that is another value', async () => {
    const source = 'export const onExecutePostLogin = 1;';
    expect(await failuresOf({ [SOURCE]: source })).toContain('found number');
  });

  test('code that throws while it loads', async () => {
    expect(await failuresOf({ [SOURCE]: `throw new Error('too early');\n${handler(USES_SECRET)}` })).toContain(
      'tenant/tenant.yaml:32:11 BUNDLE_LOAD expected the bundle of "greet" to load, found Error: too early',
    );
  });

  test('code that never ends loading', async () => {
    expect(await failuresOf({ [SOURCE]: `for (;;) {}\n${handler(USES_SECRET)}` })).toContain(
      'BUNDLE_LOAD expected the bundle of "greet" to load, found no end of its top level in 2000 ms',
    );
  });

  test('over 90,000 bytes, and not one byte earlier', async () => {
    const source = (padding: number) => `${handler(`${USES_SECRET} return '${'x'.repeat(padding)}';`)}`;
    const base = (await sound({ [SOURCE]: source(0) })).bundles[0]?.sizeBytes ?? 0;
    expect(await failuresOf({ [SOURCE]: source(90_000 - base) })).toBe('');
    expect(await failuresOf({ [SOURCE]: source(90_001 - base) })).toBe(
      'tenant/tenant.yaml:32:11 BUNDLE_SIZE expected a bundle of at most 90000 bytes for "greet", found 90001 bytes\n' +
        'Fix: Import less, or declare the large package under `dependencies:` so that Auth0 installs it.\n',
    );
  });

  test('bytes, not characters, are counted', async () => {
    expect(await failuresOf({ [SOURCE]: handler(`${USES_SECRET} return '${'é'.repeat(45_000)}';`) })).toContain(
      'BUNDLE_SIZE',
    );
  });

  test('marks that auth0-deploy-cli would replace', async () => {
    const failures = await failuresOf({ [SOURCE]: handler(`${USES_SECRET} return '##HOME##' + "@@PATH@@";`) });
    expect(failures).toContain(
      'tenant/tenant.yaml:32:11 BUNDLE_MARK expected no ##…## or @@…@@ in the bundle of "greet", found the mark of "HOME"',
    );
    expect(failures).toContain('found the mark of "PATH"');
  });
});

describe('secrets and dependencies', () => {
  test('a secret the code reads and the file does not give', async () => {
    expect(await failuresOf({ [SOURCE]: handler(`${USES_SECRET} event.secrets.API_TOKEN;`) })).toBe(
      'tenant/tenant.yaml:39:7 SECRET_UNDECLARED expected secret API_TOKEN under `secrets:` of "greet", whose code reads it, ' +
        'found only OIN_CLIENT_IDS\nFix: Add { name: API_TOKEN, value: "##API_TOKEN##" }.\n',
    );
  });

  test('a secret the file gives and the code does not read', async () => {
    expect(await failuresOf({ [SOURCE]: handler('') })).toBe(
      'tenant/tenant.yaml:39:9 SECRET_UNUSED expected "greet" to read its secret OIN_CLIENT_IDS, found code that does not\n' +
        'Fix: Remove the secret: an Action gets no secret it does not need.\n',
    );
  });

  test('every way the code may read one', async () => {
    const ways = ['event.secrets?.A', "event.secrets['B']", 'event["secrets"]?.["C"]', "read(event, 'secrets', 'D')"];
    const source = `const read = (value: any, ...path: string[]) => path.reduce((at, key) => at?.[key], value);\n${handler(
      [USES_SECRET, ...ways].join('; '),
    )}`;
    const failures = await failuresOf({ [SOURCE]: source });
    expect(failures.match(/expected secret (\w+)/g)).toEqual(
      ['A', 'B', 'C', 'D'].map((name) => `expected secret ${name}`),
    );
  });

  const withDependency = (version: string) =>
    edited(TENANT, 'dependencies: []', `dependencies: [{ name: pkg, version: ${version} }]`);
  const locked = { 'package-lock.json': '{ "packages": { "node_modules/pkg": { "version": "1.0.1" } } }' };
  const usesPackage = { [SOURCE]: handler(`${USES_SECRET} return import('pkg/sub');`) };

  test('a dependency in the version of the lockfile stays outside the bundle', async () => {
    const { bundles } = await sound({ ...withDependency('1.0.1'), ...locked, ...usesPackage });
    expect(bundles[0]?.code).toContain('require("pkg/sub")');
  });

  test('a dependency in another version than the lockfile', async () => {
    expect(await failuresOf({ ...withDependency('1.0.0'), ...locked, ...usesPackage })).toBe(
      'tenant/tenant.yaml:37:42 DEPENDENCY_VERSION expected pkg 1.0.1, the version this project is tested with, found 1.0.0\n' +
        'Fix: Write 1.0.1.\n',
    );
  });

  test('a dependency the code does not import', async () => {
    expect(await failuresOf({ ...withDependency('1.0.1'), ...locked })).toBe(
      'tenant/tenant.yaml:37:20 DEPENDENCY_UNUSED expected "greet" to import pkg, found code that does not\n' +
        'Fix: Remove the dependency.\n',
    );
  });

  test('an import esbuild leaves outside by itself', async () => {
    const source = handler(`${USES_SECRET} return import(${JSON.stringify('https://cdn.example/x.js')});`);
    expect(await failuresOf({ [SOURCE]: source })).toContain(
      'tenant/tenant.yaml:32:11 DEPENDENCY_UNDECLARED expected https: under `dependencies:` of "greet"',
    );
  });

  test("Node's own modules need no entry", async () => {
    const source = `import { createHash } from 'node:crypto';\n${handler(`${USES_SECRET} return createHash('sha256');`)}`;
    expect(await failuresOf({ [SOURCE]: source })).toBe('');
  });
});

test('failures of several Actions are told together', async () => {
  const another = FILES[TENANT].slice(
    FILES[TENANT].indexOf('  - name: greet'),
    FILES[TENANT].indexOf('triggers:\n  post'),
  );
  const failures = await failuresOf({
    ...edited(TENANT, '\ntriggers:', `\n${another.replaceAll('greet', 'wave')}triggers:`),
    [SOURCE]: handler(''),
    'actions/wave.ts': handler(''),
  });
  expect(failures.match(/expected "\w+" to read/g)).toEqual(['expected "greet" to read', 'expected "wave" to read']);
});
