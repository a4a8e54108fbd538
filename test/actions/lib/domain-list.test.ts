import { describe, expect, test } from 'vitest';
import { domainsFromMetadata } from '../../../actions/lib/domain-list.ts';
import { HOSTILE_VALUES } from '../../support/events.ts';

const list = (...domains: string[]) => ({ domains, rejected: [] });

describe('a metadata value', () => {
  test('is a comma list', () => {
    expect(domainsFromMetadata({ domains: 'eu.acme.com,acme.com' })).toEqual(list('acme.com', 'eu.acme.com'));
  });

  test("is a JSON array, as the documentation's command line stores it", () => {
    expect(domainsFromMetadata({ domains: '\ufeff ["eu.acme.com", "acme.com"]' })).toEqual(
      list('acme.com', 'eu.acme.com'),
    );
  });

  test('may have spaces, line feeds, capitals, trailing dots and repetitions', () => {
    expect(domainsFromMetadata({ domains: ' ACME.com ,acme.com\n, acme.com.,\teu.acme.com\r\n' })).toEqual(
      list('acme.com', 'eu.acme.com'),
    );
  });

  test('may have empty entries, as a trailing comma leaves', () => {
    expect(domainsFromMetadata({ domains: ',acme.com, ,' })).toEqual(list('acme.com'));
    expect(domainsFromMetadata({ domains: '["acme.com", "", " "]' })).toEqual(list('acme.com'));
    for (const domains of ['', '   ', ',', '[]', '[""]']) expect(domainsFromMetadata({ domains })).toEqual(list());
  });

  test.each([
    ['acme.com;eu.acme.com', ['acme.com;eu.acme.com']],
    ['acme.com, *.acme.com', [' *.acme.com']],
    ['["acme.com", 7, null, ["eu.acme.com"]]', [7, null, ['eu.acme.com']]],
    ['["acme.com"', ['["acme.com"']],
    ['{"a":"acme.com"}', ['{"a":"acme.com"}']],
  ])('has its bad entries told apart: %s', (domains, rejected) => {
    expect(domainsFromMetadata({ domains }).rejected).toEqual(rejected);
  });
});

describe('the keys', () => {
  test('domains, domains_2, domains_3 … make one list, in whichever form each', () => {
    expect(
      domainsFromMetadata({ domains_3: '["c.com"]', domains: 'd.com, a.com', domains_2: 'b.com', domains_12: 'a.com' }),
    ).toEqual(list('a.com', 'b.com', 'c.com', 'd.com'));
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
    expect(domainsFromMetadata(Object.fromEntries(others.map((key) => [key, 'acme.com'])))).toEqual(list());
  });

  test('that are inherited are not read', () => {
    expect(domainsFromMetadata(Object.create({ domains: 'acme.com' }))).toEqual(list());
    expect(domainsFromMetadata(JSON.parse('{"__proto__":{"domains":"acme.com"}}'))).toEqual(list());
  });
});

test.each([undefined, ...HOSTILE_VALUES])('no domain comes of metadata %#', (value) => {
  expect(domainsFromMetadata(value).domains).toEqual([]);
  expect(domainsFromMetadata({ domains: value }).domains).toEqual([]);
});

test('a value that is no text is a bad entry', () => {
  expect(domainsFromMetadata({ domains: ['acme.com'] })).toEqual({ domains: [], rejected: [['acme.com']] });
  expect(domainsFromMetadata({ domains: null })).toEqual({ domains: [], rejected: [null] });
});
