import { describe, expect, test } from 'vitest';
import type { AdminAttribute, AdminAttributeWriter } from '../../library/admin-attribute.ts';
import { checkAttribute } from '../../library/check-attribute.ts';
import { own } from '../../library/read.ts';
import { SCOPES, type Scope } from '../../library/scopes.ts';
import { ADMIN_OF, ADMIN_OF_WRITER } from '../support/admin-of.ts';

const found = (attribute: unknown, writer?: unknown) =>
  checkAttribute(attribute, writer).map(({ file, setting, found: is }) => `${file} ${setting} ${is}`);

/** The settings that are reported of an own attribute with these halves in place of the right ones. */
const reported = (writer: Partial<AdminAttributeWriter>, reader: Partial<AdminAttribute> = {}) =>
  checkAttribute({ ...ADMIN_OF, ...reader }, { ...ADMIN_OF_WRITER, ...writer }).map(({ setting }) => setting);

test('the default, another key and a shape of one’s own are right', () => {
  expect(found(undefined)).toEqual([]);
  expect(found({ key: 'sso_admins' })).toEqual([]);
  expect(found(ADMIN_OF, ADMIN_OF_WRITER)).toEqual([]);
});

test.each([undefined, '', 'a b', 'a.b', '_a', '9a', 'a"', 'x'.repeat(101), 'blocked', 'user_id', 'is_admin', 7])(
  'the key can not be %o',
  (key) => {
    expect(found({ key })).toEqual([`config.ts attribute.key ${JSON.stringify(key) ?? 'undefined'}`]);
  },
);

test.each([null, 'express_configure', []])('an attribute can not be %j', (attribute) => {
  expect(found(attribute)).toEqual(['config.ts attribute.key undefined']);
});

test('a shape of its own needs a writer, and a list has none', () => {
  expect(found(ADMIN_OF)).toEqual(['config.ts attributeWriter undefined']);
  expect(found(ADMIN_OF, { ...ADMIN_OF_WRITER, revoke: undefined })[0]).toMatch(/^config.ts attributeWriter \{/);
  expect(found({ key: 'sso_admins' }, ADMIN_OF_WRITER)[0]).toMatch(/^config.ts attributeWriter /);
  expect(found({ key: 'sso_admins', scopesOf: 'list' }, ADMIN_OF_WRITER)).toEqual([
    'config.ts attribute.scopesOf "list"',
  ]);
});

describe('scopesOf is refused that', () => {
  test.each<[string, AdminAttribute['scopesOf']]>([
    ['permits every organization', (value) => (own(value, 'sso') === true ? SCOPES : [])],
    ['permits what is odd', () => ['sso']],
    ['throws on what is odd', (value, id) => (value as Record<string, Scope[]>)[id]?.slice() ?? []],
    ['answers true', ((value: unknown) => value === true) as never],
  ])('%s', (_what, scopesOf) => {
    expect(reported({}, { scopesOf: scopesOf as never })).toContain('attribute.scopesOf');
  });
});

describe('a writer is refused that', () => {
  const { grant, revoke } = ADMIN_OF_WRITER;

  test.each<[string, Partial<AdminAttributeWriter>, string]>([
    ['loses another organization', { grant: (_value, id, scopes) => ({ [id]: scopes }) }, 'attributeWriter.grant'],
    ['gives more than was asked', { grant: (value, id) => grant(value, id, SCOPES) }, 'attributeWriter.grant'],
    ['refuses both scopes', { grant: () => undefined }, 'attributeWriter.grant'],
    [
      'replaces what it does not know',
      { grant: (value, id, scopes) => grant(typeof value === 'object' ? value : {}, id, scopes) },
      'attributeWriter.grant',
    ],
    [
      'changes the value that it is given',
      {
        grant: (value = {}, id, scopes) =>
          typeof value === 'object' ? Object.assign(value as object, { [id]: scopes }) : undefined,
      },
      'attributeWriter.grant',
    ],
    ['leaves the right', { revoke: (value) => value }, 'attributeWriter.revoke'],
    ['takes all', { revoke: () => null }, 'attributeWriter.revoke'],
    ['does not name organizations', { organizations: () => [] }, 'attributeWriter.organizations'],
    ['searches for everybody', { search: () => '_exists_:app_metadata.admin_of' }, 'attributeWriter.search'],
    [
      'throws',
      {
        revoke: () => {
          throw new Error('canary');
        },
      },
      'attributeWriter.revoke',
    ],
  ])('%s', (_what, writer, setting) => {
    expect(reported(writer)).toContain(setting);
  });

  test('and one may take the key away, or give both scopes alone', () => {
    const empty = (value: unknown) => Object.keys(Object(value)).length === 0;
    expect(reported({ revoke: (value, id) => (empty(revoke(value, id)) ? null : revoke(value, id)) })).toEqual([]);
    const bothAlone: AdminAttributeWriter = {
      organizations: (value) => (Array.isArray(value) ? value : []),
      grant: (value = [], id, scopes) =>
        Array.isArray(value) && scopes.length === 2 ? [...value.filter((one) => one !== id), id] : undefined,
      revoke: (value, id) => (Array.isArray(value) ? value.filter((one) => one !== id) : value),
      search: (id) => `app_metadata.admin_of:"${id}"`,
    };
    const scopesOf: AdminAttribute['scopesOf'] = (value, id) =>
      Array.isArray(value) && value.includes(id) ? SCOPES : [];
    expect(reported(bothAlone, { scopesOf })).toEqual([]);
  });
});
