import { describe, expect, test } from 'vitest';
import { normalizeDomain } from '../../library/domain-name.ts';

/** `ConnectionDomainAliasesItems` of the Management API, at most 256 characters. */
const ALIAS =
  /^((?!-))(xn--)?([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*(xn--)?[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

const LABEL_63 = 'a'.repeat(63);
const NAME_253 = `${LABEL_63}.${LABEL_63}.${LABEL_63}.${'b'.repeat(57)}.com`;

describe('the normal form', () => {
  test.each([
    ['acme.com', 'acme.com'],
    ['  acme.com\t', 'acme.com'],
    ['\ufeffacme.com\u00a0', 'acme.com'],
    ['acme.com\n', 'acme.com'],
    ['Acme.COM', 'acme.com'],
    ['acme.com.', 'acme.com'],
    ['eu.acme.co.uk', 'eu.acme.co.uk'],
    ['3com.com', '3com.com'],
    ['a--b.com', 'a--b.com'],
    ['münchen.de', 'xn--mnchen-3ya.de'],
    ['MU\u0308NCHEN.DE', 'xn--mnchen-3ya.de'],
    ['straße.de', 'xn--strae-oqa.de'],
    ['xn--mnchen-3ya.de', 'xn--mnchen-3ya.de'],
    ['XN--MNCHEN-3YA.de', 'xn--mnchen-3ya.de'],
    ['\uff41\uff43\uff4d\uff45.com', 'acme.com'],
    ['例え.みんな', 'xn--r8jz45g.xn--q9jyb4c'],
    ['acme。co．uk｡', 'acme.co.uk'],
    ['\u0430cme.com', 'xn--cme-5cd.com'],
    [NAME_253, NAME_253],
  ])('of %o is %s, and of that itself', (entry, domain) => {
    expect(normalizeDomain(entry)).toBe(domain);
    expect(normalizeDomain(domain)).toBe(domain);
    expect(domain).toMatch(ALIAS);
  });
});

describe('refused as no domain', () => {
  test.each([
    '',
    '.',
    'acme',
    'com',
    'acme..com',
    '.acme.com',
    'acme.com..',
    '-acme.com',
    'acme-.com',
    'acme.com-',
    'ac me.com',
    'acme.com;evil.com',
    '*.acme.com',
    '@acme.com',
    'admin@acme.com',
    'https://acme.com',
    'acme.com/path',
    'acme.com:443',
    'acme.com?x',
    'acme.com#x',
    'acme.com\\x',
    '%61cme.com',
    'ac_me.com',
    '"acme.com"',
    '["acme.com"',
    'acme.com\u0000',
    'ac\u200bme.com',
    'ac\u00adme.com',
    'ac\u202eme.com',
    'acme\uff0fcom.de',
    'acme\u2024com',
    'xn--a.com',
    'xn--.com',
    '\u{1f600}.com',
    `${LABEL_63}a.com`,
    `a${NAME_253}`,
    `${NAME_253.slice(0, -4)}bb.com`,
    'x'.repeat(100_000),
  ])('%o', (entry) => {
    expect(normalizeDomain(entry)).toBeUndefined();
  });

  test.each([
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '1.2.3.4.',
    'acme.1',
    'acme.0x10',
    'acme.1com',
    'acme.com1',
    '[::1]',
    '::1',
    '\uff11.\uff12.\uff13.\uff14',
  ])('an IP address, or what reads as one: %s', (entry) => {
    expect(normalizeDomain(entry)).toBeUndefined();
  });

  test.each([
    'acme.test',
    'acme.example',
    'acme.invalid',
    'acme.localhost',
    'acme.local',
    'acme.internal',
    'acme.onion',
    'acme.alt',
    'acme.home.arpa',
    'example.com',
    'mail.Example.org',
    'example.net.',
  ])('a reserved name: %s', (entry) => {
    expect(normalizeDomain(entry)).toBeUndefined();
  });

  test('but not a name that only ends alike', () => {
    expect(normalizeDomain('notexample.com')).toBe('notexample.com');
    expect(normalizeDomain('local.acme.com')).toBe('local.acme.com');
  });
});

test('whatever a name is made of, the result is its own normal form and fits the alias pattern', () => {
  const pieces = [
    'acme',
    'É',
    'ß',
    '-',
    '.',
    '..',
    'xn--',
    '3',
    'ı',
    '中',
    '\u0301',
    '.com',
    '.de',
    ' ',
    '_',
    '\u200d',
  ];
  let accepted = 0;
  for (const a of pieces) {
    for (const b of pieces) {
      for (const c of pieces) {
        const domain = normalizeDomain(`${a}${b}${c}.com`);
        if (domain === undefined) continue;
        accepted += 1;
        expect(normalizeDomain(domain)).toBe(domain);
        expect(domain).toMatch(ALIAS);
        expect(domain).toBe(domain.toLowerCase());
      }
    }
  }
  expect(accepted).toBeGreaterThan(300);
});
