import { describe, expect, test } from 'vitest';
import { check } from '../../../../scripts/commands/check/run.ts';
import { buildTenant } from '../../../../scripts/lib/build/build-tenant.ts';
import { secretFlow } from '../../../../scripts/lib/bundle/secret-flow.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { copyProject } from '../../../support/project.ts';
import { fixture } from '../../fixture.ts';

const flowOf = (body: string, before = '') => {
  const { names, unknown } = secretFlow(`${before}\nexports.onExecutePostLogin = async (event, api) => { ${body} };`);
  return { names: [...names].sort(), isKnown: unknown.length === 0 };
};
const reads = (...names: string[]) => ({ names, isKnown: true });

describe('what is read of event.secrets, by the syntax tree', () => {
  test('is followed into functions that a list holds', () => {
    const before = `const read = (from, part, name) => from[part][name];
      const settings = { sources: [async (event) => read(event, 'secrets', 'A')] };`;
    expect(flowOf('for (const source of settings.sources) await source(event);', before).names).toEqual(['A']);
  });

  test.each<[string, string?]>([
    ['event.secrets.A'],
    ['event?.secrets?.A'],
    ["event['secrets']['A']"],
    ['const { A } = event.secrets'],
    ['const { A: key = "none" } = event.secrets ?? {}'],
    ["const { 'A': key } = event.secrets"],
    ['const { secrets: { A } } = event'],
    ['const { secrets } = event; use(secrets.A)'],
    ['const { secrets: s } = event; const { A } = s'],
    ['let s; s = event.secrets; s.A'],
    ['let A; ({ A } = event.secrets)'],
    ['const e = event; e.secrets.A'],
    ['const { user, ...rest } = event; rest.secrets.A'],
    ['const s = { ...event.secrets }; s.A'],
    ['const s = Object.freeze(event.secrets); s.A'],
    ['(event.secrets || {}).A'],
    ['(0, event.secrets).A'],
    ["'A' in event.secrets"],
    ["Object.hasOwn(event.secrets, 'A')"],
    ["Reflect.get(Reflect.get(event, 'secrets'), 'A')"],
    ['if (!event.secrets) return; event.secrets.A'],
    ['const KEY = "A"; event.secrets[KEY]'],
    ['event.secrets[KEY]', 'var KEY = "A";'],
    ['event[KEY].A', 'var KEY = "secrets";'],
    ['event.secrets[NAMES.key]', 'var NAMES = { key: "A" };'],
    ['event.secrets["" + PREFIX]', 'var PREFIX = "A";'],
    ['helper(event.secrets)', 'function helper({ A }) {}'],
    ['helper(event.secrets)', 'var helper = (s) => s.A;'],
    ['helper(event)', 'var helper = ({ secrets: { A } }) => A;'],
    ['helper(event)', 'var helper = (e) => e.secrets.A;'],
    ['secretsOf(event).A', 'var secretsOf = (e) => e.secrets;'],
    ['secretsOf(event).A', 'function secretsOf(e) { return e.secrets; }'],
    ["read(event, 'secrets', 'A')", 'function read(e, section, field) { return own(own(e, section), field); }'],
    ["get(event, 'secrets.A')", 'var get = require("lodash/get");'],
    ["pick(event.secrets, 'A')", 'var pick = (s, key) => s[key];'],
    ["pick(event.secrets, 'A')", 'var pick = (s, key) => Reflect.get(s, key);'],
    ["pick(event.secrets, 'A'); pick(event.user, 'B')", 'var pick = (s, key) => s[key];'],
    ['walk(event.secrets)', 'function walk(s) { walk(s); return s.A; }'],
    ['const ctx = { secrets: event.secrets }; ctx.secrets.A'],
    ['event.secrets.hasOwnProperty("A")'],
    ['const e = { ...event }; e.secrets.A'],
    ['const e = Object.assign({}, event); e.secrets.A'],
    ['if (event.secrets.toString() !== "") event.secrets.A'],
    ['const NAMES = ["A"]; if (NAMES.includes("A")) for (const name of NAMES) event.secrets[name]'],
    ['const { secrets } = require("x"); secrets.list(); secrets.B; event.secrets.A'],
    ['const vault = await fetch(url); vault.secrets.B; event.secrets.A'],
    ['const { data: { secrets } } = await fetch(url); secrets.B; event.secrets.A'],
  ])('%s %s', (body, before) => {
    expect(flowOf(body, before)).toEqual(reads('A'));
  });

  test('by a function of the key, where each use of it is a call with a name that is known', () => {
    expect(flowOf("const get = (key) => event.secrets[key]; get('A') + get('B');")).toEqual(reads('A', 'B'));
    expect(flowOf("function get(key) { return event.secrets[key]; } get('A');")).toEqual(reads('A'));
    for (const use of ['get(event.user.name)', "['A'].map(get)", 'use(get)']) {
      expect(flowOf(`const get = (key) => event.secrets[key]; get('A'); ${use};`).isKnown).toBe(false);
    }
    expect(flowOf("const get = (key) => { key += 'X'; return event.secrets[key]; }; get('A');").isKnown).toBe(false);
    expect(flowOf("let get = (key) => event.secrets[key]; get = use; get('A');").isKnown).toBe(false);
  });

  test('is nothing that is printed', () => {
    const { possible } = secretFlow("console.log('event.secrets.A'); use('event.secrets.B');");
    expect([...possible.keys()]).toEqual(['B']);
  });

  test('several, and rests', () => {
    expect(flowOf('const { A, ...others } = event.secrets; others.B')).toEqual(reads('A', 'B'));
    expect(flowOf("for (const key of ['A', 'B']) event.secrets[key]")).toEqual(reads('A', 'B'));
    expect(flowOf("['A', 'B'].map((key) => event.secrets[key])")).toEqual(reads('A', 'B'));
    expect(flowOf("event.secrets[event.user ? 'A' : 'B']")).toEqual(reads('A', 'B'));
    expect(flowOf("pick(event.secrets, 'A'); pick(event.secrets, 'B')", 'var pick = (s, key) => s[key];')).toEqual(
      reads('A', 'B'),
    );
  });

  test('a list or a path of texts that does not meet the event is no use, and none is called unused for it', () => {
    for (const text of ["log('secrets', 'A')", "const HIDDEN = ['secrets', 'A']; hide(HIDDEN)", "t('secrets.A')"]) {
      const { names, possible, unknown } = secretFlow(`exports.onExecutePostLogin = async (event) => { ${text} };`);
      expect([[...names], [...possible.keys()], unknown]).toEqual([[], ['A'], []]);
    }
  });

  test.each<[string, string?]>([
    ['config.secrets.A', 'var config = { secrets: { A: 1 } };'],
    ['const secrets = { A: 1 }; secrets.A'],
    ["'secrets.A is a comment'.length"],
    ['/* event.secrets.A */'],
    ['const { KEY } = event.user'],
    ["helper(event.user, 'A')", 'var helper = (value, key) => value[key];'],
    ['const s = 1; { const s = event.user; s.A; }'],
    ['/secrets.A/.test("")'],
  ])('no secret: %s %s', (body, before) => {
    expect(flowOf(body, before)).toEqual(reads());
  });

  test.each<[string, string?]>([
    ['event.secrets[event.client.name]'],
    ['const { [event.client.name]: key } = event.secrets'],
    ['for (const key in event.secrets) use(key)'],
    ['Object.entries(event.secrets)'],
    ['send(event.secrets)', 'var send = require("send");'],
    ['send({ body: event.secrets })', 'var send = require("send");'],
    ['throw event.secrets'],
    ['const all = [event.secrets]'],
    ['JSON.stringify(event)'],
    ['Object.values(event)'],
    ['event[event.client.name]'],
    ['for (const key in event) use(event[key])'],
    ['const { user, ...rest } = event; JSON.stringify(rest)'],
    ['helper(event)', 'var helper = (e) => Object.entries(e);'],
    ['list.forEach(() => event.secrets)'],
    ["read(event, 'secrets', event.client.name)", 'var read = (e, a, b) => e[a][b];'],
    ['const e = { ...event }; e[event.client.name]'],
    ['const { [event.client.name]: part } = event'],
    ['const f = async () => event.secrets; f().then((s) => s.A)'],
    ['const N = { key: "X" }; N.key = "A"; event.secrets[N.key]'],
    ['const N = { key: "X", ...other }; event.secrets[N.key]', 'var other = { key: "A" };'],
    ['const NAMES = ["X"]; NAMES.push("A"); for (const name of NAMES) event.secrets[name]'],
    ['(function () { return arguments[0].A })(event.secrets)'],
    ['send({ secrets: event.secrets })', 'var send = require("send");'],
    ['send(event)', 'var send = require("send");'],
    ['const ctx = { secrets: event.secrets }; send(ctx)', 'var send = require("send");'],
    ['for (const e of [event]) e[event.client.name]'],
    ['[event].map((e) => e[event.client.name])'],
    ['new Function("e", "return e.secrets.A")(event)'],
    ['eval("event.secrets.A")'],
    ['Object.getOwnPropertyDescriptor(event, "secrets").value.A'],
  ])('where it can not be known, that is said: %s %s', (body, before) => {
    expect(flowOf(body, before).isKnown).toBe(false);
  });
});

test.each([
  'exports.onExecutePostLogin = async (...args) => { args[0][k].A };',
  'exports.onExecutePostLogin = async (...[e]) => { e[k].A };',
  'exports.onExecutePostLogin = async function () { arguments[0][k].A };',
  'exports.onExecutePostLogin = async (event = {}) => { event[k].A };',
  'var wrap = (f) => async (e, a) => f(e, a); exports.onExecutePostLogin = wrap(async (event) => { event[k].A });',
  'var wrap = (f) => async (e, a) => e[k]; exports.onContinuePostLogin = wrap();',
  'var h = { run: async (event) => { event[k].A } }; exports.onExecutePostLogin = h.run;',
  'class C { async run(event) { event[k].A } } exports.onExecutePostLogin = new C().run;',
  'module.exports = { onExecutePostLogin: async (event) => { event[k].A } };',
  'module.exports = { async onExecutePostLogin(event) { event[k].A } };',
])('the event is followed into a handler of any form: %s', (code) => {
  expect(secretFlow(code).unknown).toHaveLength(1);
});

const handler = (body: string): string => `export const onExecutePostLogin = async (event: any) => { ${body} };\n`;

describe('the build', () => {
  const failuresOf = async (source: string): Promise<string> => {
    const rootDir = await fixture({ 'actions/greet.ts': source });
    const built = await buildTenant({ rootDir, environment: 'local' });
    return built.ok ? '' : renderFailures(built.failures);
  };

  test('finds a declared secret that is taken apart, and one that is not declared', async () => {
    expect(await failuresOf(handler('const { OIN_CLIENT_IDS } = event.secrets; void OIN_CLIENT_IDS;'))).toBe('');
    expect(
      await failuresOf(
        handler('const { OIN_CLIENT_IDS, ...more } = event.secrets; void [OIN_CLIENT_IDS, more.API_TOKEN];'),
      ),
    ).toContain('SECRET_UNDECLARED expected secret API_TOKEN under `secrets:` of "greet"');
  });

  test('a secret in a comment or a text is not used', async () => {
    expect(
      await failuresOf(handler("/*! event.secrets.OIN_CLIENT_IDS */ return 'event.secrets.OIN_CLIENT_IDS';")),
    ).toContain('SECRET_UNUSED expected "greet" to read its secret OIN_CLIENT_IDS');
  });
});

test('check warns of what can not be known, at its place in the source, and calls nothing unused', async () => {
  await using project = await copyProject();
  await project.edit(
    'actions/domains.ts',
    'export const onExecutePostLogin = domains(settings);\n',
    `const run = domains(settings);
export const onExecutePostLogin: typeof run = async (event, api) => {
  console.log(Object.keys(event.secrets));
  return run(event, api);
};
`,
  );
  await project.edit(
    'tenant/tenant.yaml',
    '    secrets: []\n',
    '    secrets:\n      - name: SPARE\n        value: "##SPARE##"\n',
  );
  await project.edit('tenant/environments/local.yaml', 'secrets:\n', 'secrets:\n  SPARE:\n    version: 1\n');
  const checked = await check({ rootDir: project.rootDir, environment: 'local', env: {} });
  expect(checked.ok ? checked.value.warnings : renderFailures(checked.failures)).toEqual([
    'which secrets "express-configure-domains" reads is not known: actions/domains.ts:6:15 uses event.secrets in a way that can not be followed',
    expect.stringMatching(/^secret SPARE of "express-configure-domains" .* is in `secrets` of no domain source in use/),
  ]);
});
