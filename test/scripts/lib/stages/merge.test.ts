import { describe, expect, test } from 'vitest';
import { mask } from '../../../../scripts/lib/mask.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { mergeBindings, toTenantBinding } from '../../../../scripts/lib/stages/bindings.ts';
import { mergeExpressConfiguration } from '../../../../scripts/lib/stages/express-configuration.ts';
import { mismatches } from '../../../../scripts/lib/tenant/difference.ts';

describe('bindings', () => {
  const ours = ['step-up', 'grant', 'domains'].map((action_name) => ({ action_name }));
  const bound = (action_name: string, redirects = false) => ({ action_name, display_name: action_name, redirects });
  const names = (...existing: ReturnType<typeof bound>[]) =>
    mergeBindings(ours, existing).map((binding) => binding.action_name);

  test("come after a team's other Actions", () => {
    expect(names(bound('audit'), bound('enrich'))).toEqual(['audit', 'enrich', 'step-up', 'grant', 'domains']);
  });

  test('come after an Action that redirects: a proof would grow old while people are away', () => {
    const existing = [bound('audit'), bound('step-up'), bound('consent', true), bound('enrich')];
    expect(names(...existing)).toEqual(['audit', 'consent', 'enrich', 'step-up', 'grant', 'domains']);
  });

  test('leave out what the settings do not need and the file no longer binds', () => {
    const existing = [bound('enroll'), bound('audit'), bound('step-up'), bound('grant')];
    const merged = mergeBindings(ours, existing, ['step-up', 'enroll', 'grant', 'domains']);
    expect(merged.map((binding) => binding.action_name)).toEqual(['audit', 'step-up', 'grant', 'domains']);
  });

  test('end up together and in order, wherever they were', () => {
    const existing = [bound('domains'), bound('audit'), bound('step-up'), bound('enrich'), bound('grant')];
    expect(names(...existing)).toEqual(['audit', 'enrich', 'step-up', 'grant', 'domains']);
  });

  test('merged again, they stay as they are', () => {
    const once = mergeBindings(ours, [bound('audit'), bound('consent', true)]);
    expect(
      mergeBindings(
        ours,
        once.map((binding) => ({ ...binding, redirects: binding.action_name === 'consent' })),
      ),
    ).toEqual(once);
  });

  test('keep the names others gave them', () => {
    const [first] = mergeBindings(ours, [{ action_name: 'audit', display_name: 'Audit log' }]);
    expect(first).toEqual({ action_name: 'audit', display_name: 'Audit log' });
  });
});

describe('bindings of others', () => {
  const where = { file: 'tenant/tenant.yaml', line: 7, column: 1 };
  const binding = (name?: string, more: object = {}) => ({ id: 'b1', action: { ...(name && { name }) }, ...more });
  const found = (...args: Parameters<typeof toTenantBinding>) => {
    const result = toTenantBinding(...args);
    return result.ok ? result.value : renderFailures(result.failures);
  };
  const refusal = (name: string) =>
    'tenant/tenant.yaml:7:1 FOREIGN_BINDING expected every Action bound to post-login to have a name of its own and no ' +
    `secrets in its binding, found binding "${name}"\n` +
    'Fix: Rename or unbind it in the Auth0 dashboard; a deploy would drop it.\n';

  test('are told apart by whether their code redirects', () => {
    const actions = [
      { name: 'audit', code: 'api.redirect.sendUserTo' },
      { name: 'terms', deployed_version: { code: 'api.redirect.sendUserTo("https://t.example")' } },
    ];
    const live = [{ ...actions[0], deployed_version: { code: 'nothing' } }, { ...actions[1] }];
    expect(found([binding('audit'), binding('terms')], live, where)).toEqual([
      { action_name: 'audit', display_name: 'audit', redirects: false, code: 'nothing' },
      {
        action_name: 'terms',
        display_name: 'terms',
        redirects: true,
        code: 'api.redirect.sendUserTo("https://t.example")',
      },
    ]);
  });

  test('without a name can not be bound again', () => {
    expect(found([binding()], [], where)).toBe(refusal('b1'));
  });

  test('with a name that two Actions have can not be told apart', () => {
    const actions = [
      { id: 'act_1', name: 'audit' },
      { id: 'act_2', name: 'audit' },
    ];
    expect(found([binding('audit', { display_name: 'Audit' })], actions, where)).toBe(
      refusal('Audit').replace('"Audit"', '"Audit"; "audit" is act_1, act_2'),
    );
  });

  test('with secrets of their own would lose them', () => {
    expect(found([binding('audit', { secrets: [{ name: 'A' }] })], [{ name: 'audit' }], where)).toBe(refusal('b1'));
  });
});

describe('express_configuration', () => {
  const published = {
    name: 'App',
    express_configuration: {
      initiate_login_uri_template: 'https://app.example/login',
      admin_login_domain: 'acme.example',
      enable_client: true,
      connection_profile_id: 'profile',
      user_attribute_profile_id: 'attributes',
      okta_oin_client_id: 'OIN',
      linked_clients: [{ client_id: 'Reports' }],
    },
  };
  const ids = { connection_profile_id: 'cop_1', user_attribute_profile_id: 'uap_1', okta_oin_client_id: 'oin_1' };
  const existing = {
    ...ids,
    okta_oin_client_id: 'oin_of_the_wizard',
    enable_client: false,
    oin_submission_id: 'sub_1',
    linked_clients: [{ client_id: 'other_1' }],
  };

  test('a new one has ids for names', () => {
    const { merged, kept } = mergeExpressConfiguration({
      published,
      existing: undefined,
      ids,
      linked: ['reports_1'],
      replace: false,
    });
    expect(merged).toEqual({
      ...published.express_configuration,
      ...ids,
      linked_clients: [{ client_id: 'reports_1' }],
    });
    expect(kept).toEqual([]);
  });

  test('an existing one keeps its ids, its linked clients and what the file does not name', () => {
    const { merged, kept } = mergeExpressConfiguration({
      published,
      existing,
      ids,
      linked: ['reports_1'],
      replace: false,
    });
    expect(merged).toMatchObject({
      enable_client: true,
      okta_oin_client_id: 'oin_of_the_wizard',
      oin_submission_id: 'sub_1',
      linked_clients: [{ client_id: 'other_1' }, { client_id: 'reports_1' }],
    });
    expect(kept).toEqual([
      'Kept okta_oin_client_id oin_of_the_wizard of "App"; tenant.yaml names another. Use --replace to change it.',
    ]);
  });

  test('only replace changes an id', () => {
    const { merged, kept } = mergeExpressConfiguration({ published, existing, ids, linked: [], replace: true });
    expect([merged.okta_oin_client_id, kept]).toEqual(['oin_1', []]);
  });
});

describe('what differs', () => {
  test('is told down to the field, with what it is and what it will be', () => {
    const actual = { name: 'x', flags: { a: true, b: false }, extra: 1 };
    expect(mismatches(actual, { name: 'x', flags: { a: true, b: true, c: true } })).toEqual([
      { field: 'flags.b', old: false, new: true },
      { field: 'flags.c', old: undefined, new: true },
    ]);
  });

  test('is not the order of a list, but its length', () => {
    expect(mismatches({ list: ['b', 'a'] }, { list: ['a', 'b'] })).toEqual([]);
    expect(mismatches({ list: ['b', 'a', 'c'] }, { list: ['a', 'b'] })).toEqual([
      { field: 'list', old: ['b', 'a', 'c'], new: ['a', 'b'] },
    ]);
    expect(mismatches({ list: [{ id: 1, more: 2 }] }, { list: [{ id: 1 }] })).toEqual([]);
  });

  test('is not a secret, which can not be read back', () => {
    expect(mismatches({ value: undefined }, { value: '##API_TOKEN##' })).toEqual([]);
  });

  test('is something that is not there', () => {
    expect(mismatches(undefined, { name: 'x' }, 'client')).toEqual([
      { field: 'client', old: undefined, new: { name: 'x' } },
    ]);
    expect(mismatches({}, { name: 'x' })).toEqual([{ field: 'name', old: undefined, new: 'x' }]);
  });
});

test('a masked text holds a secret in no form', () => {
  const secret = 'p@ss"word/1';
  const text = `secret ${secret}, JSON ${JSON.stringify(secret)}, form ${encodeURIComponent(secret)}`;
  expect(mask(text, [secret, 'or'])).toBe('secret ***, JSON "***", form ***');
});
