export type JsonSchema = Readonly<Record<string, unknown>>;

export interface EditorForm {
  /** Whether to accept a keyword in place of a value; the schema needs the definitions below. */
  keywords: boolean;
}

const OF_SCHEMAS = ['properties', 'definitions'];
const A_SCHEMA = ['items', 'additionalProperties', 'propertyNames', 'if', 'then', 'else'];
const LIST_OF_SCHEMAS = ['allOf', 'anyOf', 'oneOf'];
/** The rules whose parts accept keywords themselves. */
const NO_RULES = ['allOf', '$ref', 'errorMessage', 'default', 'minLength'];

/**
 * The definitions of keywords, as `keywords.ts` fills them in: `##NAME##` within a text, `"@@NAME@@"` for a whole
 * value.
 */
export const KEYWORD_DEFINITIONS = {
  wholeKeyword: { type: 'string', pattern: '^@@\\w+@@$' },
  textWithKeyword: { type: 'string', pattern: '##\\w+##|^@@\\w+@@$' },
};

/**
 * Returns a schema of this project as JSON Schema draft-07 for editors: `says` becomes the `errorMessage` that VS
 * Code's language services show, Auth0's own formats are removed (YAML has names in place of ids), and OpenAPI's
 * components become definitions.
 */
export function editorForm(schema: unknown, form: EditorForm): unknown {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema;
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'format' || key === 'shown') return [];
    if (key === 'says') return [['errorMessage', `Expected ${value.expected}. ${value.fix}`]];
    if (key === '$ref') return [[key, String(value).replace('#/components/schemas/', '#/definitions/')]];
    if (OF_SCHEMAS.includes(key)) return [[key, mapValues(value, (part) => editorForm(part, form))]];
    if (LIST_OF_SCHEMAS.includes(key)) return [[key, value.map((part: unknown) => editorForm(part, form))]];
    // A key is never a keyword.
    if (key === 'propertyNames') return [[key, editorForm(value, { keywords: false })]];
    return [[key, A_SCHEMA.includes(key) ? editorForm(value, form) : value]];
  });
  const result = Object.fromEntries(entries);
  return form.keywords ? orKeyword(result) : result;
}

/** `if … else` and not `anyOf`: what is wrong with a value is then said by its own schema alone. */
function orKeyword(schema: JsonSchema): JsonSchema {
  const types = [schema.type ?? 'string'].flat();
  const hasRules = Object.keys(schema).some((key) => key !== 'type' && !NO_RULES.includes(key));
  const isText = types.includes('string');
  if (!hasRules && (isText || schema.type === undefined)) return schema;
  return { if: { $ref: `#/definitions/${isText ? 'textWithKeyword' : 'wholeKeyword'}` }, else: schema };
}

/** Returns JSON Schema's `if … then … else`. */
export const whenever = (test: JsonSchema, yes: JsonSchema, no?: JsonSchema): JsonSchema =>
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own
  ({ if: test, then: yes, ...(no && { else: no }) });

const mapValues = (value: object, change: (part: unknown) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));
