import { expect, test } from 'vitest';
import { listDomains } from '../../library/domain-list.ts';
import { hasAllowedLetters } from '../../library/letters.ts';
import cldr from './cldr-latin-letters.json' with { type: 'json' };

const accepts = async (entry: string) => (await listDomains([entry], [])).domains.length === 1;

/** They read as others: i, f, k, and letters turned round or of clicks and sounds. */
const LEFT_OUT = 'ıƒƛǀǁǂǃǝɓɔɖɗəɛɣɨɩɪɬɲʉʊʋʒʔʕʷˤꞌ';

test('a Latin suffix allows the letters of living languages by CLDR, and no others', () => {
  const letters = [...cldr.letters];
  expect(letters.filter((letter) => !hasAllowedLetters(`a${letter}.com`)).join('')).toBe(LEFT_OUT);
  const all = Array.from({ length: 0xffff }, (_, code) => String.fromCharCode(code));
  const allowed = all.filter((letter) => letter.toLowerCase() === letter && hasAllowedLetters(`a${letter}.com`));
  const more = allowed.filter((letter) => !/^[a-z0-9-]$/.test(letter) && !letters.includes(letter));
  // UTS-46 writes them otherwise, or they are older spellings of letters that are there.
  expect(more.join('')).toBe('');
});

test.each([
  'bücher.de',
  'straße.de',
  'łódź.pl',
  'ñandú.es',
  'kõiv.ee',
  'đặng.vn',
  'ísland.is',
  'ċavetta.mt',
  'acmė.com',
  'москва.ru',
  'москва.рф',
  'acme.рф',
  'софия.bg',
  'київ.ua',
  'αθήνα.gr',
  'μπλε.eu.gr',
  'ירושלים.il',
  '日本語.jp',
  '日本acme.jp',
  'アクメ.jp',
  'アクメー.jp',
  '中文.cn',
  '한국acme.kr',
  '例え.みんな',
  'москва2-мир.ru',
  'acmeノート.jp',
  '一丁目-acme.jp',
  'বাংলা.ভারত',
  'தமிழ்.இந்தியா',
  'తెలుగు.భారత్',
  'ગુજરાતી.ભારત',
  'සිංහල.ලංකා',
])('%s is a name', async (name) => {
  expect(await accepts(name)).toBe(true);
});

test.each([
  ['dotless i', 'gmaıl.com'],
  ['dotless i, where it is written', 'gmaıl.com.tr'],
  ['kra', 'ĸraft.com'],
  ['phonetic letters', 'ɡoogle.com'],
  ['phonetic letters', 'ɑcme.com'],
  ['a click', 'ǀdle.com'],
  ['a click', 'acmeǃ.com'],
  ['the florin', 'ƒedex.com'],
  ['Coptic', 'ⲟkta.com'],
  ['Coptic alone', 'ⲟⲕⲧⲁ.com'],
  ['Cyrillic', 'аррӏе.com'],
  ['Greek', 'αcme.com'],
  ['Greek alone', 'οκτα.com'],
  ['Armenian', 'օkta.com'],
  ['Cherokee', 'Ꭺcme.com'],
  ['Lisu', 'ꓮcme.com'],
  ['a small capital', 'ᴀcme.com'],
  ['a modifier letter', 'acmeʹ.com'],
  ['a saltillo', 'acmeꞌ.com'],
  ['a combining mark', 'acm\u0323\u0331e.com'],
  ['Georgian', 'ყacme.com'],
  ['a mixed label below a Cyrillic country', 'аcme.ru'],
  ['a mixed label in the middle', 'мос.mоs.ru'],
  ['Greek below a Cyrillic country', 'αθήνα.ru'],
  ['Cyrillic below a Greek country', 'москва.gr'],
  ['Cyrillic below a country of Latin letters', 'москва.de'],
  ['dotless i below a Cyrillic suffix', 'gmaıl.рф'],
  ['Greek below a Cyrillic suffix', 'αθήνα.рф'],
  ['Cyrillic in Japan', 'москва.jp'],
  ['Tamil below a Bengali suffix', 'தமிழ்.ভারত'],
])('letters that the suffix does not allow: %s, %s', async (_what, name) => {
  expect(await accepts(name)).toBe(false);
});
