import { describe, expect, test } from 'vitest';
import { badRequest, type ManagementRig, refusal, startManagement } from '../management-rig.ts';

const POST_LOGIN = [{ id: 'post-login', version: 'v3' }];
const CODE = 'exports.onExecutePostLogin = async () => {};';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How an Action is named beside its contents. */
const NAMES = {
  name: 'grant',
  supported_triggers: POST_LOGIN,
  created_at: '2026-01-02T03:04:05.000Z',
  updated_at: '2026-01-02T03:04:05.000Z',
};

const NOT_BUILT = badRequest("A draft must be in the 'built' state before it can be deployed.", 'draft_not_built');

async function createAction(rig: ManagementRig, name: string, more: object = {}): Promise<string> {
  const reply = await rig.call('POST', '/actions/actions', {
    name,
    code: CODE,
    supported_triggers: POST_LOGIN,
    ...more,
  });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.id;
}

/** Deploys once the build is done, which is what reading the Action waits for. */
async function deploy(rig: ManagementRig, id: string): Promise<void> {
  await rig.call('GET', `/actions/actions/${id}`);
  expect(await rig.call('POST', `/actions/actions/${id}/deploy`)).toMatchObject({ status: 200 });
}

async function createDeployed(rig: ManagementRig, name: string): Promise<string> {
  const id = await createAction(rig, name);
  await deploy(rig, id);
  return id;
}

describe('an Action', () => {
  test("has of a dependency's version `latest` what that was when it was saved", async () => {
    let newest = '3.1.0';
    await using rig = await startManagement({ latestVersion: (name) => (name === 'left' ? newest : undefined) });
    const dependencies = ['left', 'absent'].map((name) => ({ name, version: 'latest' }));
    const id = await createAction(rig, 'grant', { dependencies });
    newest = '3.2.0';
    const read = async () => (await rig.call('GET', `/actions/actions/${id}`)).body.dependencies;
    expect(await read()).toEqual([
      { name: 'left', version: '3.1.0' },
      { name: 'absent', version: 'latest' },
    ]);
    await rig.call('PATCH', `/actions/actions/${id}`, { dependencies });
    expect((await read())[0]).toEqual({ name: 'left', version: '3.2.0' });
  });

  test('is a pending draft when created, built after its build time, and not deployed', async () => {
    await using rig = await startManagement({ buildEndsOnRead: false });
    const { status, body } = await rig.call('POST', '/actions/actions', {
      name: 'grant',
      code: CODE,
      runtime: 'node22',
      dependencies: [{ name: 'axios', version: '1.7.9' }],
      secrets: [{ name: 'OIN_CLIENT_IDS', value: 'abc' }],
      supported_triggers: POST_LOGIN,
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(UUID),
      name: 'grant',
      code: CODE,
      runtime: 'node22',
      dependencies: [{ name: 'axios', version: '1.7.9' }],
      secrets: [{ name: 'OIN_CLIENT_IDS', updated_at: '2026-01-02T03:04:05.000Z' }],
      supported_triggers: POST_LOGIN,
      status: 'pending',
      all_changes_deployed: false,
      created_at: '2026-01-02T03:04:05.000Z',
      updated_at: '2026-01-02T03:04:05.000Z',
    });
    rig.passMs(99);
    expect((await rig.call('GET', `/actions/actions/${body.id}`)).body.status).toBe('building');
    rig.passMs(1);
    const built = (await rig.call('GET', `/actions/actions/${body.id}`)).body;
    expect(built).toEqual({ ...body, status: 'built' });
  });

  test('is built at the latest when it is read, so that who waits by reading has waited', async () => {
    await using rig = await startManagement();
    const id = await createAction(rig, 'grant');
    expect((await rig.call('POST', `/actions/actions/${id}/deploy`)).body).toEqual(NOT_BUILT);
    expect((await rig.call('GET', `/actions/actions/${id}`)).body.status).toBe('built');
    expect((await rig.call('POST', `/actions/actions/${id}/deploy`)).status).toBe(200);
  });

  test('is refused a deploy until built, and every PATCH starts the build over', async () => {
    await using rig = await startManagement({ actionBuildMs: 5000 });
    const id = await createAction(rig, 'grant');
    expect(await rig.call('POST', `/actions/actions/${id}/deploy`)).toMatchObject({ status: 400, body: NOT_BUILT });
    rig.passMs(5000);
    expect((await rig.call('POST', `/actions/actions/${id}/deploy`)).status).toBe(200);
    expect((await rig.call('PATCH', `/actions/actions/${id}`, { code: CODE })).body).toMatchObject({
      status: 'pending',
      all_changes_deployed: true,
    });
    expect((await rig.call('POST', `/actions/actions/${id}/deploy`)).body).toEqual(NOT_BUILT);
  });

  test('answers a deploy with a version that does not say it is deployed; the next GET does', async () => {
    await using rig = await startManagement();
    const id = await createAction(rig, 'grant');
    rig.passMs(100);
    const { status, body } = await rig.call('POST', `/actions/actions/${id}/deploy`);
    expect(status).toBe(200);
    const at = '2026-01-02T03:04:05.100Z';
    expect(body).toEqual({
      id: expect.stringMatching(UUID),
      number: 1,
      code: CODE,
      runtime: 'node22',
      dependencies: [],
      secrets: [],
      supported_triggers: POST_LOGIN,
      status: 'built',
      deployed: false,
      created_at: at,
      updated_at: at,
      action: { ...NAMES, id, all_changes_deployed: false },
    });
    const { action: _action, ...version } = body;
    expect((await rig.call('GET', `/actions/actions/${id}`)).body).toMatchObject({
      all_changes_deployed: true,
      current_version: { id: body.id, number: 1, code: CODE, status: 'BUILT', build_time: at },
      deployed_version: { ...version, built_at: at, deployed: true },
    });
  });

  test('keeps running the deployed version while its draft changes', async () => {
    await using rig = await startManagement();
    const id = await createDeployed(rig, 'grant');
    await rig.call('PATCH', `/actions/actions/${id}`, { code: `${CODE} // edited` });
    const { body } = await rig.call('GET', `/actions/actions/${id}`);
    expect(body).toMatchObject({ code: `${CODE} // edited`, all_changes_deployed: false });
    expect(body.deployed_version.code).toBe(CODE);
    expect(rig.state.actions[0]?.deployed?.code).toBe(CODE);
  });

  test('goes back to an older version by making a new one of it', async () => {
    await using rig = await startManagement();
    const id = await createDeployed(rig, 'grant');
    await rig.call('PATCH', `/actions/actions/${id}`, { code: '// second' });
    await deploy(rig, id);
    const { body } = await rig.call('GET', `/actions/actions/${id}/versions`);
    expect(body.total).toBe(2);
    expect(body.versions.map((version: { number: number; deployed: boolean }) => version)).toMatchObject([
      { number: 2, deployed: true, code: '// second' },
      { number: 1, deployed: false, code: CODE },
    ]);
    const rollback = await rig.call('POST', `/actions/actions/${id}/versions/${body.versions[1].id}/deploy`, {});
    expect(rollback).toMatchObject({
      status: 200,
      body: { number: 3, code: CODE, deployed: false, action: { id, name: 'grant' } },
    });
    expect((await rig.call('GET', `/actions/actions/${id}`)).body).toMatchObject({
      code: '// second',
      all_changes_deployed: false,
      deployed_version: { number: 3 },
    });
  });

  test('is built and deployed with a syntax error, too, and no code is run by that', async () => {
    await using rig = await startManagement();
    const broken = await createAction(rig, 'broken', { code: 'exports.x = (' });
    const sly = await createAction(rig, 'sly', { code: 'globalThis.ranInTheEmulator = true;' });
    for (const id of [broken, sly]) await deploy(rig, id);
    expect((await rig.call('GET', `/actions/actions/${broken}`)).body).toMatchObject({
      status: 'built',
      all_changes_deployed: true,
      deployed_version: { code: 'exports.x = (' },
    });
    expect('ranInTheEmulator' in globalThis).toBe(false);
  });

  test('deploys at once when created with deploy, as the answer says', async () => {
    await using rig = await startManagement();
    const body = { name: 'grant', code: CODE, supported_triggers: POST_LOGIN, deploy: true };
    const created = (await rig.call('POST', '/actions/actions', body)).body;
    const { id } = created;
    expect(created).toMatchObject({ status: 'pending', all_changes_deployed: true, current_version: { number: 1 } });
    expect((await rig.call('GET', `/actions/actions/${id}`)).body).toMatchObject({
      all_changes_deployed: true,
      deployed_version: { number: 1 },
    });
  });

  test('is refused another runtime, an unknown version, two triggers, or too much code', async () => {
    await using rig = await startManagement();
    const attempt = async (more: object) => {
      const base = { name: 'grant', code: CODE, supported_triggers: POST_LOGIN };
      const { status, body } = await rig.call('POST', '/actions/actions', { ...base, ...more });
      return [status, body.message];
    };
    expect(await attempt({ runtime: 'node24' })).toEqual([
      400,
      `Payload validation error: 'No enum match for: "node24"' on property runtime.`,
    ]);
    expect(await attempt({ supported_triggers: [{ id: 'post-login', version: 'v4' }] })).toEqual([
      400,
      `Payload validation error: 'No enum match for: "v4"' on property supported_triggers[0].version.`,
    ]);
    expect(await attempt({ supported_triggers: [...POST_LOGIN, ...POST_LOGIN] })).toEqual([
      400,
      "Payload validation error: 'Array is too long (2), maximum 1' on property supported_triggers.",
    ]);
    expect(await attempt({ code: `//${'x'.repeat(100_000)}` })).toEqual([
      400,
      "Payload validation error: 'String is too long (100002 bytes), maximum 100000' on property code.",
    ]);
    expect(rig.state.actions).toEqual([]);
  });

  test('may name a deprecated version of its trigger, with the runtimes of that version', async () => {
    await using rig = await startManagement();
    const create = (version: string, more = {}) =>
      rig.call('POST', '/actions/actions', {
        ...{ name: version, code: CODE, supported_triggers: [{ id: 'post-login', version }] },
        ...more,
      });
    expect((await create('v1')).body).toMatchObject({ runtime: 'node22', supported_triggers: [{ version: 'v1' }] });
    expect((await create('v2', { runtime: 'node18' })).body).toMatchObject({ runtime: 'node18' });
    expect((await create('v3', { runtime: 'node18' })).status).toBe(400);
    const id = rig.state.actions[1]?.id;
    const upgraded = await rig.call('PATCH', `/actions/actions/${id}`, {
      supported_triggers: POST_LOGIN,
      runtime: 'node22',
    });
    expect(upgraded).toMatchObject({ status: 200, body: { supported_triggers: POST_LOGIN } });
  });

  test('with modules is refused, which are not emulated', async () => {
    await using rig = await startManagement();
    const body = { name: 'grant', supported_triggers: POST_LOGIN, modules: [{ module_id: 'mod_1' }] };
    expect((await rig.call('POST', '/actions/actions', body)).body).toEqual(
      badRequest('((the local tenant knows no action modules)) on property modules.'),
    );
    expect((await rig.call('POST', '/actions/actions', { ...body, modules: [] })).status).toBe(201);
  });

  test('cannot move to another trigger', async () => {
    await using rig = await startManagement();
    const id = await createAction(rig, 'grant');
    const supported_triggers = [{ id: 'credentials-exchange', version: 'v2' }];
    expect(await rig.call('PATCH', `/actions/actions/${id}`, { supported_triggers })).toMatchObject({
      status: 400,
      body: badRequest("can't upgrade to this trigger."),
    });
  });

  test('has at most 10 dependencies, each with a version, and 30 secrets of one name each', async () => {
    await using rig = await startManagement();
    const message = async (more: object) => {
      const body = { name: 'grant', supported_triggers: POST_LOGIN, ...more };
      return (await rig.call('POST', '/actions/actions', body)).body.message;
    };
    const secrets = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `S${index}`, value: '' }));
    const axios = { name: 'axios', version: '1.7.9' };
    expect(await message({ dependencies: Array.from({ length: 11 }, () => axios) })).toBe(
      "Payload validation error: 'Array is too long (11), maximum 10' on property dependencies.",
    );
    expect(await message({ dependencies: [{ name: 'axios' }] })).toBe(
      "Payload validation error: 'Missing required property: version' on property dependencies[0].",
    );
    expect(await message({ secrets: secrets(31) })).toBe(
      "Payload validation error: 'Array is too long (31), maximum 30' on property secrets.",
    );
    expect(await message({ secrets: [{ name: 'A', value: 'x'.repeat(4097) }] })).toBe(
      "Payload validation error: 'String is too long (4097 chars), maximum 4096' on property secrets[0].value.",
    );
    expect(await message({ secrets: [...secrets(1), ...secrets(1)] })).toBe(
      "Payload validation error: 'Array items are not unique (indexes 0 and 1)' on property secrets.",
    );
    expect(await message({ secrets: [{ value: 'nameless' }] })).toBe(
      "Payload validation error: 'Missing required property: name' on property secrets[0].",
    );
    expect(await message({ name: ' ' })).toBe(
      "Payload validation error: 'String is too short (0 chars), minimum 1' on property name.",
    );
    expect(rig.state.actions).toEqual([]);
  });

  test('keeps its last 50 versions', async () => {
    await using rig = await startManagement({ actionBuildMs: 0 });
    const id = await createAction(rig, 'grant');
    for (let count = 0; count < 51; count += 1) await rig.call('POST', `/actions/actions/${id}/deploy`);
    const { body } = await rig.call('GET', `/actions/actions/${id}/versions?per_page=100`);
    expect([body.total, body.versions.at(0).number, body.versions.at(-1).number]).toEqual([50, 51, 2]);
  });

  test('cannot take the name of another one', async () => {
    await using rig = await startManagement();
    await createAction(rig, 'grant');
    const other = await createAction(rig, 'domains');
    const taken = badRequest('An action named "grant" already exists.', 'action_conflict');
    const body = { name: 'grant', supported_triggers: POST_LOGIN };
    expect(await rig.call('POST', '/actions/actions', body)).toMatchObject({ status: 400, body: taken });
    expect(await rig.call('PATCH', `/actions/actions/${other}`, { name: 'grant' })).toMatchObject({ body: taken });
    expect((await rig.call('PATCH', `/actions/actions/${other}`, { name: 'domains' })).status).toBe(200);
  });

  test('that does not exist is 404', async () => {
    await using rig = await startManagement();
    const missing = refusal(404, 'Not Found', 'That action does not exist.');
    expect(await rig.call('GET', '/actions/actions/nope')).toMatchObject({ status: 404, body: missing });
    expect((await rig.call('PATCH', '/actions/actions/nope', {})).body).toEqual(missing);
    expect((await rig.call('POST', '/actions/actions/nope/deploy')).body).toEqual(missing);
    expect((await rig.call('GET', '/actions/actions/nope/versions')).body).toEqual(missing);
  });
});

describe('secrets of an Action', () => {
  const secretNames = (body: { secrets: { name: string }[] }) => body.secrets.map(({ name }) => name);

  test('never come back with a value', async () => {
    await using rig = await startManagement();
    const id = await createAction(rig, 'grant', { secrets: [{ name: 'KEY', value: 'hush-hush' }] });
    const answers = [
      await rig.call('GET', '/actions/actions'),
      await rig.call('PATCH', `/actions/actions/${id}`, { secrets: [{ name: 'KEY', value: 'hush-hush' }] }),
    ];
    rig.passMs(100);
    answers.push(
      await rig.call('POST', `/actions/actions/${id}/deploy`),
      await rig.call('GET', `/actions/actions/${id}`),
      await rig.call('GET', `/actions/actions/${id}/versions`),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(JSON.stringify(answers)).not.toContain('hush-hush');
    expect(rig.state.actions[0]?.deployed?.secrets[0]?.value).toBe('hush-hush');
  });

  test('stay when PATCH does not name them, and are replaced as a set when it does', async () => {
    await using rig = await startManagement();
    const id = await createAction(rig, 'grant', {
      secrets: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    });
    expect(secretNames((await rig.call('PATCH', `/actions/actions/${id}`, { code: '//' })).body)).toEqual(['A', 'B']);
    const replaced = await rig.call('PATCH', `/actions/actions/${id}`, { secrets: [{ name: 'B', value: '3' }] });
    expect(secretNames(replaced.body)).toEqual(['B']);
  });

  test('without a value are refused, or kept where the switch says so', async () => {
    await using strict = await startManagement();
    const id = await createAction(strict, 'grant', { secrets: [{ name: 'A', value: '1' }] });
    expect((await strict.call('PATCH', `/actions/actions/${id}`, { secrets: [{ name: 'A' }] })).body).toEqual(
      badRequest('Secret A has no value ((whether Auth0 would keep a stored one is not known))'),
    );

    await using lenient = await startManagement({ keepSecretsWithoutValue: true });
    const kept = await createAction(lenient, 'grant', { secrets: [{ name: 'A', value: '1' }] });
    expect((await lenient.call('PATCH', `/actions/actions/${kept}`, { secrets: [{ name: 'A' }] })).status).toBe(200);
    expect(lenient.state.actions[0]?.secrets[0]?.value).toBe('1');
    expect((await lenient.call('PATCH', `/actions/actions/${kept}`, { secrets: [{ name: 'B' }] })).status).toBe(400);
  });
});

describe('the list of Actions', () => {
  test('always says per_page, and total and page only when they are not zero', async () => {
    await using rig = await startManagement();
    expect((await rig.call('GET', '/actions/actions?page=0&per_page=100')).body).toEqual({
      actions: [],
      per_page: 100,
    });
    for (const name of ['a', 'b', 'c']) await createAction(rig, name);
    const { body } = await rig.call('GET', '/actions/actions?page=1&per_page=2');
    expect(body).toMatchObject({ total: 3, page: 1, per_page: 2, actions: [{ name: 'c' }] });
    expect((await rig.call('GET', '/actions/actions')).body).toMatchObject({ total: 3, per_page: 20 });
    expect((await rig.call('GET', '/actions/actions?actionName=b')).body).toMatchObject({ total: 1 });
    expect((await rig.call('GET', '/actions/actions?page=2&per_page=2')).body).toEqual({
      actions: [],
      page: 2,
      per_page: 2,
    });
    for (const filter of ['deployed=true', 'installed=true', 'triggerId=credentials-exchange']) {
      expect((await rig.call('GET', `/actions/actions?${filter}`)).body).toEqual({ actions: [], per_page: 20 });
    }
    expect((await rig.call('GET', '/actions/actions?deployed=false&triggerId=post-login')).body.total).toBe(3);
  });

  test('refuses include_totals', async () => {
    await using rig = await startManagement();
    expect(await rig.call('GET', '/actions/actions?include_totals=true')).toMatchObject({
      status: 400,
      body: badRequest(
        "Query validation error: 'Additional properties not allowed: include_totals'.",
        'invalid_query_string',
      ),
    });
  });

  test('knows the triggers and no modules', async () => {
    await using rig = await startManagement();
    const { body } = await rig.call('GET', '/actions/triggers');
    expect(body.triggers).toContainEqual({
      id: 'post-login',
      version: 'v3',
      status: 'CURRENT',
      runtimes: ['node18-actions', 'node22'],
      default_runtime: 'node22',
      binding_policy: 'trigger-bound',
      compatible_triggers: [{ id: 'post-login', version: 'v2' }],
    });
    expect(body.triggers).toContainEqual({
      id: 'credentials-exchange',
      version: 'v1',
      status: 'DEPRECATED',
      runtimes: ['node22'],
      default_runtime: 'node12',
      binding_policy: 'trigger-bound',
      compatible_triggers: [],
    });
    expect((await rig.call('GET', '/actions/modules?page=0&per_page=100')).body).toEqual({
      modules: [],
      total: 0,
      page: 0,
      per_page: 100,
    });
  });
});

describe('bindings', () => {
  const PATH = '/actions/triggers/post-login/bindings';
  const byName = (value: string) => ({ ref: { type: 'action_name', value }, display_name: value });

  test('replace the whole list in the order given, by name, by id or by binding', async () => {
    await using rig = await startManagement();
    const grant = await createDeployed(rig, 'grant');
    await createDeployed(rig, 'domains');
    expect((await rig.call('GET', PATH)).body).toEqual({ bindings: [], per_page: 20 });

    const first = await rig.call('PATCH', PATH, { bindings: [byName('grant'), byName('domains')] });
    expect(first).toMatchObject({
      status: 200,
      body: {
        bindings: [
          { trigger_id: 'post-login', display_name: 'grant', action: { id: grant, name: 'grant' } },
          { display_name: 'domains' },
        ],
      },
    });
    const [, domains] = first.body.bindings;
    const second = await rig.call('PATCH', PATH, {
      bindings: [{ ref: { type: 'binding_id', value: domains.id } }, { ref: { type: 'action_id', value: grant } }],
    });
    expect(second.body.bindings).toMatchObject([
      { id: domains.id, display_name: 'domains' },
      { action: { id: grant } },
    ]);
  });

  test('of an Action never deployed, unknown or of another trigger are refused, and the old list stays', async () => {
    await using rig = await startManagement();
    await createDeployed(rig, 'grant');
    await createAction(rig, 'draft');
    await rig.call('PATCH', PATH, { bindings: [byName('grant')] });
    expect(await rig.call('PATCH', PATH, { bindings: [byName('draft')] })).toMatchObject({
      status: 400,
      body: badRequest('Trying to create a binding for an action that has not been deployed yet'),
    });
    expect((await rig.call('PATCH', PATH, { bindings: [byName('grant'), byName('ghost')] })).body).toEqual(
      badRequest('The action_name "ghost" refers to no action.'),
    );
    const other = '/actions/triggers/credentials-exchange/bindings';
    expect((await rig.call('PATCH', other, { bindings: [byName('grant')] })).body).toEqual(
      badRequest('The action "grant" does not support the trigger "credentials-exchange".'),
    );
    const tooMany = Array.from({ length: 21 }, () => byName('grant'));
    expect((await rig.call('PATCH', PATH, { bindings: tooMany })).body).toEqual(
      badRequest("Payload validation error: 'Array is too long (21), maximum 20' on property bindings."),
    );
    expect((await rig.call('GET', PATH)).body.bindings).toMatchObject([{ display_name: 'grant' }]);
  });

  test('have an Action without its draft', async () => {
    await using rig = await startManagement();
    const id = await createDeployed(rig, 'grant');
    await rig.call('PATCH', PATH, { bindings: [byName('grant')] });
    const [binding] = (await rig.call('GET', PATH)).body.bindings;
    expect(binding.id).toMatch(UUID);
    expect(binding.action).toEqual({
      ...NAMES,
      id,
      current_version: expect.objectContaining({ number: 1, status: 'BUILT' }),
      deployed_version: expect.objectContaining({ number: 1, deployed: true }),
      all_changes_deployed: false,
    });
  });

  test('of a trigger that is none are refused', async () => {
    await using rig = await startManagement();
    const nope = await rig.call('PATCH', '/actions/triggers/nope/bindings', { bindings: [] });
    expect(nope).toMatchObject({ status: 400, body: badRequest('((There is no trigger "nope".))') });
  });

  test('keep an Action from being deleted, unless by force', async () => {
    await using rig = await startManagement();
    const id = await createDeployed(rig, 'grant');
    await rig.call('PATCH', PATH, { bindings: [byName('grant')] });
    expect(await rig.call('DELETE', `/actions/actions/${id}`)).toMatchObject({
      status: 400,
      body: badRequest('This action is bound to a trigger; unbind it first or use force=true.', 'action_bound'),
    });
    expect((await rig.call('DELETE', `/actions/actions/${id}?force=true`)).status).toBe(204);
    expect((await rig.call('GET', PATH)).body).toEqual({ bindings: [], per_page: 20 });
  });
});

describe('an Action of a trigger that never runs here', () => {
  const trigger = 'send-phone-message';
  const draft = { name: 'sms', code: 'exports.onExecuteSendPhoneMessage = async () => {};' };

  test('is kept, deployed and bound, and every answer and a note say so', async () => {
    const notes: string[] = [];
    await using rig = await startManagement({ note: (text) => notes.push(text) });
    const kept = async (method: string, path: string, body?: object) => {
      const reply = await rig.call(method, path, body);
      return [reply.status, reply.headers.get('x-emulator')];
    };
    const supported_triggers = [{ id: trigger, version: 'v2' }];
    const made = await rig.call('POST', '/actions/actions', { ...draft, supported_triggers });
    expect([made.status, made.headers.get('x-emulator')]).toEqual([201, 'kept']);
    const path = `/actions/actions/${made.body.id}`;
    expect(await kept('PATCH', path, { code: draft.code })).toEqual([200, 'kept']);
    expect(await kept('GET', path)).toEqual([200, null]);
    const note = 'the Action "sms" is kept, and never runs here: no send-phone-message in this tenant';
    expect(notes).toEqual([note]);
    expect(await kept('POST', `${path}/deploy`)).toEqual([200, 'kept']);
    const [version] = (await rig.call('GET', `${path}/versions`)).body.versions;
    expect(await kept('POST', `${path}/versions/${version.id}/deploy`, {})).toEqual([200, 'kept']);
    const bindings = [{ ref: { type: 'action_id', value: made.body.id }, display_name: 'sms' }];
    expect(await kept('PATCH', `/actions/triggers/${trigger}/bindings`, { bindings })).toEqual([200, 'kept']);
    expect(notes).toEqual([note, note, note]);
    expect(await kept('PATCH', path, { code: 'x'.repeat(100_001) })).toEqual([400, null]);
  });

  test.each([
    ['post-login', 'v3'],
    ['credentials-exchange', 'v2'],
    ['pre-user-registration', 'v2'],
    ['post-user-registration', 'v2'],
    ['post-change-password', 'v2'],
  ])('is none of %s', async (id, version) => {
    await using rig = await startManagement({ note: () => expect.unreachable() });
    const body = { ...draft, supported_triggers: [{ id, version }], deploy: true };
    expect((await rig.call('POST', '/actions/actions', body)).headers.has('x-emulator')).toBe(false);
    expect(
      (await rig.call('PATCH', `/actions/triggers/${id}/bindings`, { bindings: [] })).headers.has('x-emulator'),
    ).toBe(false);
  });
});
