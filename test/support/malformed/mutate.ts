import { constantFrom, integer, string } from 'fast-check';
import type { Gen, Json } from './schema-value.ts';

/** Returns JSON nested so deep that recursion overflows the stack. */
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', '$ref', 'a.b', '\u0000', '𝕏'];

const VALUES: Json[] = [
  null,
  true,
  0,
  -1,
  1e308,
  1.5,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '‮admin',
  '<script>alert(1)</script>',
  'x'.repeat(70_000),
  "' OR 1=1 --",
  '{{7*7}}',
  '../../etc/passwd',
  'javascript:alert(1)',
  'https://[::1',
  '2026-99-99',
  [],
  {},
  [[[]]],
  [null],
  { length: 1e9 },
  { toString: null, valueOf: null },
  { toJSON: 'x' },
];

/** Returns a text of any kind, often an unusual one. */
export const oddText = (g: Gen): string =>
  g(integer, { min: 0, max: 2 }) === 0
    ? g(string, { unit: 'binary', maxLength: 40 })
    : String(g(constantFrom, ...VALUES.filter((value) => typeof value === 'string'), ...KEYS));

const oddValue = (g: Gen): Json =>
  g(integer, { min: 0, max: 3 }) === 0 ? oddText(g) : structuredClone(g(constantFrom, ...VALUES));

/** Returns the value with one part replaced, removed or added. */
export function mutated(g: Gen, value: Json): Json {
  if (typeof value !== 'object' || value === null || g(integer, { min: 0, max: 3 }) === 0) return oddValue(g);
  if (Array.isArray(value)) {
    if (value.length === 0) return [oddValue(g)];
    const at = g(integer, { min: 0, max: value.length - 1 });
    return value.map((item, index) => (index === at ? mutated(g, item) : item));
  }
  const keys = Object.keys(value);
  const kind = g(constantFrom, 'change', 'change', 'remove', 'add');
  const key = keys.length === 0 || kind === 'add' ? g(constantFrom, ...KEYS) : g(constantFrom, ...keys);
  const entries = Object.entries(value).filter(([name]) => name !== key);
  if (kind === 'remove') return Object.fromEntries(entries);
  const child = Object.hasOwn(value, key) ? mutated(g, value[key] ?? null) : oddValue(g);
  return Object.fromEntries([...entries, [key, child]]);
}

/** Returns the body as text: mostly JSON of a mutated value, sometimes text that is not JSON, too deep or too long. */
export function mutatedText(g: Gen, value: Json): string {
  switch (g(integer, { min: 0, max: 11 })) {
    case 0:
      return JSON.stringify(value).slice(0, -1);
    case 1:
      return oddText(g);
    case 2:
      return deep(g(constantFrom, 50, 2_000, 30_000));
    case 3:
      return `{"${g(constantFrom, ...KEYS, 'user_metadata', 'options', 'metadata')}":${deep(g(constantFrom, 50, 20_000))}}`;
    case 4:
      return JSON.stringify(value).replace('{', `{"user_metadata":${deep(10_000)},"app_metadata":${deep(5_000)},`);
    case 5:
      return `"${'x'.repeat(g(constantFrom, 1_000, 1_100_000))}"`;
    default:
      return JSON.stringify(mutated(g, value)) ?? '';
  }
}
