import { describe, expect, test } from 'vitest';
import { mapAttributes } from '../../../../emulator/login/enterprise/attribute-map.ts';
import { connectionsForIdentifier } from '../../../../emulator/login/enterprise/discovery.ts';
import { provisionUser } from '../../../../emulator/login/enterprise/provision-user.ts';
import { type ConnectionRecord, createState, type JsonObject } from '../../../../emulator/state.ts';
import { SAFE_ANSWERS } from '../../../../emulator/unknowns.ts';

const connection = (options: JsonObject = {}, name = 'idp'): ConnectionRecord => ({
  id: `con_${name}`,
  name,
  strategy: 'okta',
  options,
  enabled_clients: [],
});

describe('an identifier finds connections by its domain', () => {
  const all = [
    connection({ domain_aliases: ['ACME.com'] }, 'one'),
    connection({ domain_aliases: ['acme.com'] }, 'two'),
  ];
  const found = (identifier: string, aliasCase: 'insensitive' | 'exact') =>
    connectionsForIdentifier({ unknowns: { ...SAFE_ANSWERS, aliasCase } }, all, identifier).map(({ name }) => name);

  test.each([
    ['a@acme.com', 'insensitive', ['one', 'two']],
    ['a@acme.com', 'exact', ['two']],
    ['a@ACME.com', 'exact', ['one']],
    ['a@eu.acme.com', 'insensitive', []],
    ['acme.com', 'insensitive', []],
    ['@acme.com', 'insensitive', []],
    ['a@b@acme.com', 'insensitive', []],
    ['', 'insensitive', []],
  ] as const)('%j, %s', (identifier, aliasCase, names) => {
    expect(found(identifier, aliasCase)).toEqual(names);
  });
});

describe('what a provider says becomes attributes', () => {
  const says = {
    tokenset: { sub: '1', email: 'a@acme.com', address: { city: 'Rome' }, admin: true, name: 'From token' },
    userinfo: { name: 'From userinfo' },
  };
  const mapped = (attributes: JsonObject) =>
    mapAttributes(connection({ attribute_map: { mapping_mode: 'use_map', attributes } }), says);

  test('by templates: one placeholder keeps its type, a text around it does not, a literal is itself', () => {
    expect(
      mapped({
        email: `\${context.tokenset.email}`,
        'app_metadata.admin': `\${context.tokenset.admin}`,
        nickname: `from \${context.tokenset.address.city}, \${context.userinfo.name}`,
        picture: 'literal',
      }),
    ).toEqual({
      email: 'a@acme.com',
      'app_metadata.admin': true,
      nickname: 'from Rome, From userinfo',
      picture: 'literal',
    });
  });

  test('and what it does not say is left out, inherited names included', () => {
    expect(
      mapped({
        email: `\${context.tokenset.mail}`,
        name: `Dr \${context.tokenset.nobody}`,
        nickname: `\${context.tokenset.constructor.name}`,
        picture: 7,
      }),
    ).toEqual({});
  });

  test('by the basic profile where no map is used', () => {
    expect(mapAttributes(connection({ attribute_map: { mapping_mode: 'basic_profile' } }), says)).toEqual({
      email: 'a@acme.com',
      name: 'From userinfo',
    });
  });
});

describe('a user at each login', () => {
  const says = (email: string) => ({ sub: '1', tokenset: { email, email_verified: true }, userinfo: {} });
  const useMap = { mapping_mode: 'use_map', attributes: { email: `\${context.tokenset.email}` } };

  test.each([
    ['mapped', false],
    ['claim', true],
  ] as const)('with enterpriseEmailVerified %s has email_verified %s', (enterpriseEmailVerified, expected) => {
    const state = createState({ domain: 'tenant.test', unknowns: { enterpriseEmailVerified } });
    expect(provisionUser(state, connection({ attribute_map: useMap }), says('a@acme.com')).email_verified).toBe(
      expected,
    );
  });

  test.each([
    ['on_each_login', 'new@acme.com'],
    ['on_first_login', 'a@acme.com'],
    ['never_on_login', undefined],
  ])('with set_user_root_attributes %s has the email %s', (set_user_root_attributes, expected) => {
    const state = createState({ domain: 'tenant.test' });
    const idp = connection({ attribute_map: useMap, set_user_root_attributes });
    provisionUser(state, idp, says('a@acme.com')).logins_count += 1;
    expect(provisionUser(state, idp, says('new@acme.com')).email).toBe(expected);
    expect(state.users).toHaveLength(1);
  });
});
