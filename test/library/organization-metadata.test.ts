import { describe, expect, test } from 'vitest';
import { listDomains } from '../../library/domain-list.ts';
import { organizationMetadata } from '../../library/organization-metadata.ts';
import { adminEvent, HOSTILE_VALUES, place } from '../support/events.ts';

const entriesOf = (metadata: unknown) =>
  organizationMetadata.read(place(adminEvent(), ['organization', 'metadata'], metadata), {});
const entries = (...list: unknown[]) => ({ entries: list });

test('the source needs no secret and no dependency, and reports have its name', () => {
  expect(organizationMetadata).toMatchObject({ name: 'organizationMetadata', secrets: [], dependencies: [] });
});

test('a key that only begins and ends like a part is another one', () => {
  expect(entriesOf({ domains_old_2: 'old.acme.com', domains_2: 'acme.com' })).toEqual(entries('acme.com'));
});

describe('a metadata value', () => {
  test('is a comma list', () => {
    expect(entriesOf({ domains: 'eu.acme.com,acme.com' })).toEqual(entries('eu.acme.com', 'acme.com'));
  });

  test("is a JSON array, as the documentation's command line stores it", () => {
    expect(entriesOf({ domains: '\ufeff ["eu.acme.com", "acme.com"]' })).toEqual(entries('eu.acme.com', 'acme.com'));
  });

  test('may have empty entries, as a trailing comma leaves', () => {
    expect(entriesOf({ domains: ',acme.com, ,' })).toEqual(entries('acme.com'));
    expect(entriesOf({ domains: '["acme.com", "", " "]' })).toEqual(entries('acme.com'));
    for (const domains of ['', '   ', ',', '[]', '[""]']) expect(entriesOf({ domains })).toEqual(entries());
  });

  test.each([
    ['acme.com;eu.acme.com', ['acme.com;eu.acme.com']],
    ['["acme.com", 7, null, ["eu.acme.com"]]', ['acme.com', 7, null, ['eu.acme.com']]],
    ['["acme.com"', ['["acme.com"']],
    ['{"a":"acme.com"}', ['{"a":"acme.com"}']],
  ])('is handed on where it is something else: %s', (domains, list) => {
    expect(entriesOf({ domains })).toEqual(entries(...list));
  });

  test('that is no text is an entry, and no good one', () => {
    expect(entriesOf({ domains: ['acme.com'] })).toEqual(entries(['acme.com']));
    expect(entriesOf({ domains: null })).toEqual(entries(null));
  });
});

describe('the keys', () => {
  test('domains, domains_2, domains_3 … make one list, in whichever form each', () => {
    expect(
      entriesOf({ domains_3: '["c.com"]', domains: 'd.com,a.com', domains_2: 'b.com', domains_12: 'a.com' }),
    ).toEqual(entries('c.com', 'd.com', 'a.com', 'b.com', 'a.com'));
  });

  test('that are called otherwise are not read', () => {
    const others = [
      'Domains',
      'domain',
      'domains_',
      'domains_0',
      'domains_1',
      'domains_02',
      'domains_2x',
      'xdomains',
      'domains-2',
    ];
    expect(entriesOf(Object.fromEntries(others.map((key) => [key, 'acme.com'])))).toEqual(entries());
  });

  test('that are inherited are not read', () => {
    expect(entriesOf(Object.create({ domains: 'acme.com' }))).toEqual(entries());
    expect(entriesOf(JSON.parse('{"__proto__":{"domains":"acme.com"}}'))).toEqual(entries());
  });
});

test.each([undefined, ...HOSTILE_VALUES])('metadata %# names no domain, as a whole or as a value', async (value) => {
  for (const metadata of [value, { domains: value }]) {
    const answer = await organizationMetadata.read(place(adminEvent(), ['organization', 'metadata'], metadata), {});
    expect('entries' in answer && (await listDomains(answer.entries, [])).domains).toEqual([]);
  }
});

describe('the key', () => {
  const ofKey = (metadataKey: string, metadata: unknown) =>
    organizationMetadata.read(place(adminEvent(), ['organization', 'metadata'], metadata), { metadataKey });

  test('may be another, with its further parts; the default one is then not read', () => {
    const metadata = { domains: 'other.com', mail: 'a.com', mail_2: 'b.com', mail_1: 'no.com', mailing: 'no.com' };
    expect(ofKey('mail', metadata)).toEqual(entries('a.com', 'b.com'));
  });

  test('is a name, not a pattern', () => {
    expect(ofKey('m.il', { mail: 'a.com' })).toEqual(entries());
  });
});
