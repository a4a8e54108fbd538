import { Ajv, type SchemaObject } from 'ajv';
import { expect, test } from 'vitest';
import { ruleWords, tellingErrors } from '../../../../scripts/lib/manifest/rule-words.ts';

const text = { type: 'string' };
const broken: [string, SchemaObject, unknown, string][] = [
  ['a choice', { enum: ['sms', 2] }, 'mail', 'must be one of sms, 2'],
  ['one value', { const: 'v3' }, 'v2', 'must be v3'],
  ['a kind', { type: 'integer' }, 'x', 'must be integer'],
  ['a key', { required: ['name'] }, {}, 'must have the key name'],
  ['entries', { minItems: 1 }, [], 'must have at least 1 entry'],
  ['fewer entries', { maxItems: 2 }, [1, 2, 3], 'must have at most 2 entries'],
  ['entries once each', { uniqueItems: true }, [1, 1], 'must have no entry twice'],
  ['a text', { minLength: 1 }, '', 'must not be empty'],
  ['a long text', { minLength: 2 }, 'a', 'must have at least 2 characters'],
  ['a short text', { maxLength: 1 }, 'ab', 'must have at most 1 character'],
  ['keys', { minProperties: 1 }, {}, 'must have at least 1 key'],
  ['fewer keys', { maxProperties: 1 }, { a: 1, b: 2 }, 'must have at most 1 key'],
  ['another form', { not: text }, 'x', 'must have another form, or be left out'],
  ['nothing', { properties: { a: false } }, { a: 1 }, 'must be left out'],
  ['one of two forms', { oneOf: [{}, text] }, 'x', 'must have exactly one of the forms that are possible'],
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
  ['a condition', { if: text, then: { const: 'a' } }, 'b', 'must be a'],
  ['a name', { propertyNames: { maxLength: 1 } }, { ab: 1 }, 'must have at most 1 character'],
];

test.each(broken)('what a value must be: %s', (_what, schema, value, said) => {
  const ajv = new Ajv({ allErrors: true, strict: false });
  const validate = ajv.compile(schema);
  expect(validate(value)).toBe(false);
  expect(tellingErrors(validate.errors).map(ruleWords)).toEqual([said]);
});
