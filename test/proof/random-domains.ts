import fc from 'fast-check';
import { DOMAIN_ENTRIES } from './oracle-domains.ts';

const SUFFIXES = [
  'com',
  'co.uk',
  'de',
  'io',
  'jp',
  'github.io',
  'ck',
  'www.ck',
  'arpa',
  'local',
  'example',
  'zip',
  'рф',
  'みんな',
];
const NAMES = [
  'acme',
  'gmail',
  'yahoo',
  'outlook',
  'example',
  'xn--bcher-kva',
  'bücher',
  '127',
  '0x7f',
  'a-',
  '',
  '\u00ad',
  '🦄',
];

const label = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
);
const dot = fc.constantFrom('.', '.', '.', '。', '．');

/** Domains, what looks like one, and any text. */
export const domainLike: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.array(fc.tuple(label, dot), { maxLength: 3 }),
        fc.constantFrom(...SUFFIXES),
        fc.constantFrom('', '', '.', ' '),
      )
      .map(([labels, suffix, end]) => labels.flat().join('') + suffix + end),
  },
  { weight: 1, arbitrary: fc.constantFrom(...DOMAIN_ENTRIES.map(({ entry }) => entry)) },
  { weight: 1, arbitrary: fc.domain() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
