import { describe, expect, test } from 'vitest';
import { organizationAdmin } from '../../library/organization-admin.ts';
import { scopesOf } from '../../library/rules.ts';
import { adminEvent, HOSTILE_VALUES, isoAt, NOW_MS, place } from '../support/events.ts';

const ACME = 'org_acme000000000001';
const GLOBEX = 'org_globex0000000001';

const permittedTo = (express_configure: unknown, event = adminEvent()) =>
  scopesOf(organizationAdmin(), place(event, ['user', 'app_metadata'], { express_configure }), NOW_MS);

describe('an entry for this organization', () => {
  test('permits the scopes it lists', () => {
    expect(permittedTo([{ org_id: ACME, scopes: ['scim'] }])).toEqual(['scim']);
    expect(permittedTo([{ org_id: ACME, scopes: ['scim', 'sso'] }])).toEqual(['sso', 'scim']);
  });

  test('adds to others for the same organization', () => {
    expect(
      permittedTo([
        { org_id: ACME, scopes: ['scim'] },
        { org_id: ACME, scopes: ['sso'] },
      ]),
    ).toEqual(['sso', 'scim']);
  });

  test('counts until, and not at, the moment it expires', () => {
    expect(permittedTo([{ org_id: ACME, scopes: ['sso'], expires_at: isoAt(NOW_MS + 1) }])).toEqual(['sso']);
    expect(permittedTo([{ org_id: ACME, scopes: ['sso'], expires_at: isoAt(NOW_MS) }])).toEqual([]);
  });

  test.each([
    null,
    '',
    'never',
    '2099-01-01',
    '2099-01-01T00:00:00',
    4_102_444_800_000,
    ['2099-01-01T00:00:00Z'],
    true,
  ])('does not count with expires_at %o', (expires_at) => {
    expect(permittedTo([{ org_id: ACME, scopes: ['sso'], expires_at }])).toEqual([]);
  });

  test.each([undefined, null, 'sso', { sso: true }, ['SSO'], ['sso', 'admin'], ['sso', null], [['sso']], true, []])(
    'does not count with scopes %o',
    (scopes) => {
      expect(permittedTo([{ org_id: ACME, scopes }])).toEqual([]);
    },
  );

  test('does not spoil, and is not spoilt by, a malformed one', () => {
    expect(permittedTo([null, 'x', { org_id: ACME, scopes: ['bad'] }, { org_id: ACME, scopes: ['sso'] }])).toEqual([
      'sso',
    ]);
  });
});

describe('authority in one organization', () => {
  const everywhereButHere = [
    { org_id: GLOBEX, scopes: ['sso', 'scim'] },
    { org_id: '*', scopes: ['sso', 'scim'] },
    { org_id: '', scopes: ['sso', 'scim'] },
    { org_id: null, scopes: ['sso', 'scim'] },
    { org_id: [ACME], scopes: ['sso', 'scim'] },
    { org_id: ACME.toUpperCase(), scopes: ['sso', 'scim'] },
    { org_id: `${ACME} `, scopes: ['sso', 'scim'] },
    { scopes: ['sso', 'scim'] },
  ];

  test('gives nothing in another', () => {
    expect(permittedTo(everywhereButHere)).toEqual([]);
  });

  test.each(['', ' ', undefined, null, {}, [GLOBEX]])('gives nothing where the login has organization id %o', (id) => {
    expect(permittedTo(everywhereButHere, place(adminEvent(), ['organization', 'id'], id))).toEqual([]);
  });
});

test.each(HOSTILE_VALUES)('whatever else app_metadata holds permits nothing: %#', (value) => {
  expect(permittedTo(value)).toEqual([]);
  expect(permittedTo([value])).toEqual([]);
  expect(scopesOf(organizationAdmin(), place(adminEvent(), ['user', 'app_metadata'], value), NOW_MS)).toEqual([]);
});

test('an inherited org_id or scopes does not count', () => {
  expect(permittedTo([Object.create({ org_id: ACME, scopes: ['sso'] })])).toEqual([]);
  expect(permittedTo([Object.assign(Object.create({ scopes: ['sso'] }), { org_id: ACME })])).toEqual([]);
});

describe('another attribute', () => {
  const inMetadata = (app_metadata: unknown) => place(adminEvent(), ['user', 'app_metadata'], app_metadata);
  const entries = [{ org_id: ACME, scopes: ['sso'] }];

  test('under another key is read there, and nowhere else', () => {
    const rule = organizationAdmin({ key: 'sso_admins' });
    expect(scopesOf(rule, inMetadata({ sso_admins: entries }), NOW_MS)).toEqual(['sso']);
    expect(scopesOf(rule, inMetadata({ express_configure: entries }), NOW_MS)).toEqual([]);
    expect(scopesOf(rule, inMetadata(Object.create({ sso_admins: entries })), NOW_MS)).toEqual([]);
  });

  const asked: unknown[][] = [];
  const rule = organizationAdmin({
    key: 'admin_of',
    scopesOf(...args) {
      asked.push(args);
      return args[0] as never;
    },
  });

  test('of another shape is read by its own function, with the organization of the login', () => {
    expect(scopesOf(rule, inMetadata({ admin_of: ['scim'] }), NOW_MS)).toEqual(['scim']);
    expect(asked.splice(0)).toEqual([[['scim'], ACME, NOW_MS]]);
  });

  test.each([true, 'sso', { 0: 'sso', length: 1 }, 1, null, ['admin'], [['sso']]])(
    'permits nothing by %j',
    (answer) => {
      expect(scopesOf(rule, inMetadata({ admin_of: answer }), NOW_MS)).toEqual([]);
    },
  );

  test('is not read where the user has none, or the login no organization', () => {
    asked.splice(0);
    expect(scopesOf(rule, inMetadata({}), NOW_MS)).toEqual([]);
    const nowhere = place(inMetadata({ admin_of: ['sso'] }), ['organization', 'id'], ' ');
    expect(scopesOf(rule, nowhere, NOW_MS)).toEqual([]);
    expect(asked).toEqual([]);
  });
});
