import { describe, expect, test } from 'vitest';
import type { AdminAttribute, AdminAttributeWriter } from '../../../../library/admin-attribute.ts';
import { SCOPES, type Scope } from '../../../../library/scopes.ts';
import { managedAttribute } from '../../../../scripts/lib/bundle/admin-attribute.ts';
import { ADMIN_OF, ADMIN_OF_WRITER } from '../../../support/admin-of.ts';

const ACME = 'org_acme000000000001';
const GLOBEX = 'org_globex0000000001';
const NOW_MS = Date.parse('2026-03-02T10:00:00Z');

const list = managedAttribute({ key: 'sso_admins' });
const adminOf = managedAttribute(ADMIN_OF, ADMIN_OF_WRITER);

describe.each([
  ['a list', list],
  ['a shape of a team’s own', adminOf],
])('%s', (_name, attribute) => {
  const permits = (value: unknown, id: string) => attribute.scopesOf(value, id, NOW_MS);
  const granted = (scopes: readonly Scope[], value?: unknown, id = ACME) => attribute.grant(value, id, scopes);

  test.each([[['sso']], [['scim']], [['sso', 'scim']]] as Scope[][][])(
    'gives %j in one organization alone',
    (scopes) => {
      const value = granted(scopes);
      expect([permits(value, ACME), permits(value, GLOBEX)]).toEqual([scopes, []]);
      expect(attribute.organizations(value)).toEqual([ACME]);
      expect(attribute.holds(value, ACME, scopes)).toBe(true);
      expect(attribute.holds(value, GLOBEX, scopes)).toBe(false);
    },
  );

  test('adds an organization to others, replaces the right of one, and takes one back', () => {
    const both = granted(['scim'], granted(['sso']), GLOBEX);
    expect([permits(both, ACME), permits(both, GLOBEX)]).toEqual([['sso'], ['scim']]);
    const more = granted(SCOPES, both);
    expect([permits(more, ACME), permits(more, GLOBEX)]).toEqual([['sso', 'scim'], ['scim']]);
    const one = attribute.revoke(more, ACME);
    expect([permits(one, ACME), permits(one, GLOBEX)]).toEqual([[], ['scim']]);
    expect(attribute.organizations(one)).toEqual([GLOBEX]);
    expect(attribute.organizations(attribute.revoke(one, GLOBEX))).toEqual([]);
  });

  test('changes no value that it is given', () => {
    const value = Object.freeze(granted(['sso'], granted(['scim'], undefined, GLOBEX)));
    const before = JSON.stringify(value);
    attribute.grant(value, ACME, SCOPES);
    attribute.revoke(value, ACME);
    expect(JSON.stringify(value)).toBe(before);
  });

  test.each(['yes', 1, true])('does not replace %j, which somebody else has written', (value) => {
    expect(granted(['sso'], value)).toBeUndefined();
    expect(attribute.organizations(value)).toEqual([]);
  });

  test('takes null for no attribute', () => {
    expect(permits(granted(['sso'], null), ACME)).toEqual(['sso']);
  });
});

test('a list keeps entries of others as they are, whatever they hold', () => {
  const others = [null, 'x', { org_id: GLOBEX, scopes: ['bad'], note: 'by hand' }];
  const value = list.grant([...others, { org_id: ACME, scopes: ['sso'], expires_at: '2026-01-01T00:00:00Z' }], ACME, [
    'scim',
  ]);
  expect(value).toEqual([...others, { org_id: ACME, scopes: ['scim'] }]);
  expect(list.revoke(value, ACME)).toEqual(others);
});

test('an entry of a list that ends is not the right that onboarding gives', () => {
  const ends = [{ org_id: ACME, scopes: ['sso'], expires_at: '2099-01-01T00:00:00Z' }];
  expect(list.holds(ends, ACME, ['sso'])).toBe(false);
});

test('users are searched by key and shape', () => {
  expect(list.search(ACME)).toBe(`app_metadata.sso_admins.org_id:"${ACME}"`);
  expect(adminOf.search(ACME)).toBe(`_exists_:app_metadata.admin_of.${ACME}`);
});

describe('a writer of a team’s own', () => {
  const before = ADMIN_OF_WRITER.grant(undefined, GLOBEX, ['sso']);
  const withWriter = (writer: Partial<AdminAttributeWriter>, attribute: AdminAttribute = ADMIN_OF) =>
    managedAttribute(attribute, { ...ADMIN_OF_WRITER, ...writer });

  test.each<[string, AdminAttributeWriter['grant']]>([
    ['loses another organization', (_value, id, scopes) => ({ [id]: scopes })],
    ['gives another one more', (value, id, scopes) => ({ ...Object(value), [GLOBEX]: SCOPES, [id]: scopes })],
    ['gives more than was asked', (value, id) => ({ ...Object(value), [id]: SCOPES })],
    ['gives nothing', (value) => value],
    [
      'throws',
      () => {
        throw new Error('canary');
      },
    ],
  ])('that %s is refused at grant', (_what, grant) => {
    expect(withWriter({ grant }).grant(before, ACME, ['sso'])).toBeUndefined();
  });

  test.each<[string, AdminAttributeWriter['revoke']]>([
    ['loses another organization', () => ({})],
    ['leaves the right', (value) => value],
    ['takes the whole key', () => null],
  ])('that %s is refused at revoke', (_what, revoke) => {
    const both = ADMIN_OF_WRITER.grant(before, ACME, ['sso']);
    expect(withWriter({ revoke }).revoke(both, ACME)).toBeUndefined();
  });

  test('may take the key away with the last organization', () => {
    expect(withWriter({ revoke: () => null }).revoke(before, GLOBEX)).toBeNull();
    expect(withWriter({ revoke: () => undefined }).revoke(before, GLOBEX)).toBeNull();
  });

  test('that throws on a value says nothing about it', () => {
    const strict = managedAttribute(
      { key: 'admin_of', scopesOf: (value, id) => (value as Record<string, Scope[]>)[id]?.slice() ?? [] },
      { ...ADMIN_OF_WRITER, organizations: (value) => (value as { ids: string[] }).ids.slice() },
    );
    expect([strict.organizations({}), strict.scopesOf(null, ACME, NOW_MS)]).toEqual([[], []]);
  });

  test('is needed where an attribute has a shape of its own', () => {
    expect(() => managedAttribute(ADMIN_OF)).toThrow('no attributeWriter');
  });
});
