import type { ErrorObject } from 'ajv';

type Words = (params: Record<string, unknown>) => string;

const count = (limit: unknown, noun: string): string => `${limit} ${limit === 1 ? noun : `${noun}s`}`;
const listed = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Maps keywords of JSON Schema to texts. For other keywords ajv's own text is plain: `must be string`. */
const WORDS: Readonly<Record<string, Words>> = {
  anyOf: () => 'must have one of the forms that are possible',
  const: ({ allowedValue }) => `must be ${listed(allowedValue)}`,
  enum: ({ allowedValues }) =>
    `must be one of ${Array.isArray(allowedValues) ? allowedValues.map(listed).join(', ') : ''}`,
  'false schema': () => 'must be left out',
  maxItems: ({ limit }) => `must have at most ${limit === 1 ? '1 entry' : `${limit} entries`}`,
  maxLength: ({ limit }) => `must have at most ${count(limit, 'character')}`,
  maxProperties: ({ limit }) => `must have at most ${count(limit, 'key')}`,
  minItems: ({ limit }) => `must have at least ${limit === 1 ? '1 entry' : `${limit} entries`}`,
  minLength: ({ limit }) => (limit === 1 ? 'must not be empty' : `must have at least ${count(limit, 'character')}`),
  minProperties: ({ limit }) => `must have at least ${count(limit, 'key')}`,
  not: () => 'must have another form, or be left out',
  oneOf: () => 'must have exactly one of the forms that are possible',
  required: ({ missingProperty }) => `must have the key ${listed(missingProperty)}`,
  uniqueItems: () => 'must have no entry twice',
};

/** Says what a value must be, after its name and without a word of it: `must be one of sms, voice`. */
export const ruleWords = ({ keyword, message, params }: ErrorObject): string =>
  WORDS[keyword]?.(params) ?? message ?? 'must be valid';

/** Keywords whose error only says that a rule below them is broken; that rule has an error too. */
const OF_OTHER_RULES: readonly string[] = ['if', 'propertyNames'];

/** Returns the errors that say something of their own. */
export const tellingErrors = (errors: readonly ErrorObject[] | null | undefined): ErrorObject[] =>
  (errors ?? []).filter(({ keyword }) => !OF_OTHER_RULES.includes(keyword));
