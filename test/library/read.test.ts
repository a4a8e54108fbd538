import { describe, expect, test } from 'vitest';
import { instantMs, nonBlank, own, read, strings } from '../../library/read.ts';
import { adminEvent, place } from '../support/events.ts';

describe('own', () => {
  test('reads a property the object has itself', () => {
    expect(own({ is_admin: true }, 'is_admin')).toBe(true);
  });

  test('does not see an inherited property', () => {
    expect(own(Object.create({ is_admin: true }), 'is_admin')).toBeUndefined();
    expect(own({}, 'constructor')).toBeUndefined();
    expect(own({}, '__proto__')).toBeUndefined();
  });

  test('does not look behind a __proto__ key that came as JSON', () => {
    expect(own(JSON.parse('{"__proto__":{"is_admin":true}}'), 'is_admin')).toBeUndefined();
  });

  test.each([null, undefined, true, 7, 'text'])('finds nothing in %o', (value) => {
    expect(own(value, 'length')).toBeUndefined();
  });
});

describe('read', () => {
  test('reads a field of the event', () => {
    expect(read(adminEvent(), 'organization', 'id')).toBe('org_acme000000000001');
  });

  test('finds nothing where the whole section is missing', () => {
    expect(
      read(
        adminEvent((event) => delete event.organization),
        'organization',
        'id',
      ),
    ).toBeUndefined();
    expect(read(place(adminEvent(), ['user'], null), 'user', 'email')).toBeUndefined();
  });

  test('does not compile for a path that the contract does not have', () => {
    // @ts-expect-error the field is called email_verified
    expect(read(adminEvent(), 'user', 'emailVerified')).toBeUndefined();
    // @ts-expect-error the section is called organization
    expect(read(adminEvent(), 'organisation', 'id')).toBeUndefined();
  });
});

test('strings keeps the strings of an array, and has none for anything else', () => {
  expect(strings(['a', 1, null, ['b'], 'c'])).toEqual(['a', 'c']);
  expect(strings('a')).toEqual([]);
  expect(strings({ 0: 'a', length: 1 })).toEqual([]);
});

test('nonBlank takes a string with something in it', () => {
  expect(nonBlank('org_1')).toBe('org_1');
  expect(nonBlank(' \t')).toBeUndefined();
  expect(nonBlank(['org_1'])).toBeUndefined();
});

describe('instantMs', () => {
  test('reads ISO 8601 with time and zone', () => {
    expect(instantMs('2026-03-02T10:00:00Z')).toBe(Date.UTC(2026, 2, 2, 10));
    expect(instantMs('2026-03-02T12:00:00.250+02:00')).toBe(Date.UTC(2026, 2, 2, 10, 0, 0, 250));
  });

  test.each([
    '+012026-03-02T10:00:00Z',
    '2026-03-02',
    '2026-03-02T10:00:00',
    'Mon, 02 Mar 2026 10:00:00 GMT',
    '2026-13-02T10:00:00Z',
    '2026-02-29T10:00:00Z',
    '1e99',
    '',
    0,
  ])('refuses %o', (value) => {
    expect(instantMs(value)).toBeUndefined();
  });
});
