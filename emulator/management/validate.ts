/**
 * Checks requests against Auth0's published schemas, with Auth0's messages: its validator is z-schema, and the message
 * names the first failure (for instance auth0/docs issue 9278).
 */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { formats } from './formats.ts';
import { loadSpecification, type SpecOperation } from './openapi.ts';
import type { Query } from './operation.ts';
import { badRequest, type Reply } from './reply.ts';

const LENIENT = {
  strict: false,
  allErrors: true,
  verbose: true,
  unicodeRegExp: false,
  formats,
  logger: false,
} as const;

const SPECIFICATION_ID = 'management-api';
const compiled = new Map<string, ValidateFunction>();
let bodies: Ajv | undefined;
let queries: Ajv | undefined;

function bodyAjv(): Ajv {
  bodies ??= new Ajv(LENIENT).addSchema({ components: loadSpecification().components }, SPECIFICATION_ID);
  return bodies;
}

function queryAjv(): Ajv {
  queries ??= new Ajv({ ...LENIENT, coerceTypes: 'array' }).addSchema(
    { components: loadSpecification().components },
    SPECIFICATION_ID,
  );
  return queries;
}

/** Compiles a schema on first use: compiling all would add a second or more to every start. */
function compiledOnce(key: string, compile: () => ValidateFunction): ValidateFunction {
  const validator = compiled.get(key) ?? compile();
  compiled.set(key, validator);
  return validator;
}

const absolute = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${SPECIFICATION_ID}#/components/`));

function queryValidator(key: string, operation: SpecOperation): ValidateFunction {
  return compiledOnce(`query of ${key}`, () =>
    queryAjv().compile(
      absolute({
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(operation.query.map(({ name, schema }) => [name, schema])),
        required: operation.query.filter(({ required }) => required).map(({ name }) => name),
      }),
    ),
  );
}

/** Returns the query with numbers and booleans converted, or Auth0's refusal. */
export function validateQuery(
  key: string,
  operation: SpecOperation,
  raw: Record<string, string | string[] | undefined>,
): { query: Query } | { refusal: Reply } {
  const query = { ...raw };
  const validator = queryValidator(key, operation);
  if (validator(query)) return { query };
  return { refusal: badRequest(`Query validation error: ${describe(validator.errors)}`, 'invalid_query_string') };
}

export function validateBody(key: string, schema: object, body: unknown): Reply | undefined {
  const validator = compiledOnce(`body of ${key}`, () => bodyAjv().compile(absolute(schema)));
  if (validator(body)) return undefined;
  return badRequest(`Payload validation error: ${describe(validator.errors)}`);
}

/** Returns the message: `'Missing required property: name'.` or `'…' on property options.length.` */
function describe(errors: ErrorObject[] | null | undefined): string {
  const reported = outermost(errors ?? []);
  if (reported === undefined) return 'unknown ((the validator gave no reason))';
  const property = reported.instancePath
    .replaceAll(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.')
    .replace(/^\./, '');
  const place = property === '' ? '' : ` on property ${property}`;
  return `'${phrase(reported, errors ?? [])}'${place}.`;
}

/**
 * Returns the failure to report. ajv lists failures inside `anyOf` and `oneOf` before the failure of the whole;
 * z-schema names the whole.
 */
function outermost(errors: ErrorObject[]): ErrorObject | undefined {
  const [first] = errors;
  const whole = errors.findLast(
    (error) => /^(anyOf|oneOf)$/.test(error.keyword) && first?.instancePath.startsWith(error.instancePath),
  );
  return whole ?? first;
}

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
};

/** Returns z-schema's message of a failure. */
function phrase(error: ErrorObject, all: ErrorObject[]): string {
  const { data, instancePath, keyword, params } = error;
  switch (keyword) {
    case 'additionalProperties': {
      const names = all
        .filter((other) => other.keyword === keyword && other.instancePath === instancePath)
        .map((other) => other.params.additionalProperty);
      return `Additional properties not allowed: ${[...new Set(names)].join(',')}`;
    }
    case 'required':
      return `Missing required property: ${params.missingProperty}`;
    case 'type':
      return `Expected type ${params.type} but found type ${typeOf(data)}`;
    case 'enum':
      return `No enum match for: ${JSON.stringify(data)}`;
    case 'format':
      return `Object didn't pass validation for format ${params.format}: ${data}`;
    case 'pattern':
      return `String does not match pattern ${params.pattern}: ${data}`;
    case 'minLength':
      return `String is too short (${String(data).length} chars), minimum ${params.limit}`;
    case 'maxLength':
      return `String is too long (${String(data).length} chars), maximum ${params.limit}`;
    case 'minItems':
      return `Array is too short (${lengthOf(data)}), minimum ${params.limit}`;
    case 'maxItems':
      return `Array is too long (${lengthOf(data)}), maximum ${params.limit}`;
    case 'minProperties':
      return `Too few properties defined (${sizeOf(data)}), minimum ${params.limit}`;
    case 'maxProperties':
      return `Too many properties defined (${sizeOf(data)}), maximum ${params.limit}`;
    case 'minimum':
      return `Value ${data} is less than minimum ${params.limit}`;
    case 'maximum':
      return `Value ${data} is greater than maximum ${params.limit}`;
    case 'anyOf':
    case 'oneOf':
      return `Data does not match any schemas from '${keyword}'`;
    default:
      return `${error.message} ((Auth0's words for "${keyword}" are not known))`;
  }
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
const sizeOf = (value: unknown): number => Object.keys(Object(value)).length;
