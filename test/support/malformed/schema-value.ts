import type fc from 'fast-check';
import { constantFrom, integer } from 'fast-check';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Schema = { [keyword: string]: Json };
export type Gen = fc.GeneratorValue;

const REFERENCE = '#/components/schemas/';
const MAX_DEPTH = 6;

/** Texts that have a format, for formats that a random word does not have. */
const TEXTS: Record<string, string> = {
  email: 'nora@acme.example',
  'email-or-empty': 'nora@acme.example',
  'date-time': '2036-01-02T03:04:05.000Z',
  'organization-name': 'acme',
  'role-id': 'rol_1',
  'connection-id': 'con_1',
  'ec-initiate-login-uri-template-url': 'https://app.example/{organization_name}',
  hostname: 'acme.example',
  'html-color': '#abcdef',
  ipv4: '127.0.0.1',
  ipv6: '::1',
};

/**
 * Returns a value for a schema, more or less: values that depend on other requests (ids, names that are taken) are
 * invented.
 */
export function schemaValue(g: Gen, schema: Schema, schemas: Record<string, Schema>, depth = 0): Json {
  const { $ref, enum: choices, type, oneOf, anyOf, allOf } = schema;
  if (typeof $ref === 'string') return schemaValue(g, schemas[$ref.slice(REFERENCE.length)] ?? {}, schemas, depth);
  if (Array.isArray(choices)) return g(constantFrom, ...choices);
  const alternatives = oneOf ?? anyOf ?? allOf;
  if (Array.isArray(alternatives)) return schemaValue(g, asSchema(g(constantFrom, ...alternatives)), schemas, depth);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return objectValue(g, schema, schemas, depth);
    case 'array': {
      const items = Math.max(Number(schema.minItems ?? 0), depth < MAX_DEPTH ? g(integer, { min: 0, max: 2 }) : 0);
      return Array.from({ length: items }, () => schemaValue(g, asSchema(schema.items ?? {}), schemas, depth + 1));
    }
    case 'integer':
    case 'number':
      return g(integer, rangeOf(schema));
    case 'boolean':
      return g(constantFrom, true, false);
    case 'null':
      return null;
    default:
      return textValue(g, schema);
  }
}

/** Returns what the schema allows, at most 10,000 numbers of it. */
function rangeOf({ minimum, maximum }: Schema): { min: number; max: number } {
  const min = minimum === undefined ? Math.min(0, Number(maximum ?? 0)) : Number(minimum);
  return { min, max: Math.min(Number(maximum ?? min + 100), min + 10_000) };
}

const asSchema = (value: Json): Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

function objectValue(g: Gen, schema: Schema, schemas: Record<string, Schema>, depth: number): Json {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = Object.entries(asSchema(schema.properties ?? {}));
  const wanted = properties.filter(
    ([name]) => required.includes(name) || (depth < MAX_DEPTH && g(integer, { min: 0, max: 3 }) === 0),
  );
  return Object.fromEntries(wanted.map(([name, value]) => [name, schemaValue(g, asSchema(value), schemas, depth + 1)]));
}

function textValue(g: Gen, { format, minLength, pattern }: Schema): string {
  const known = TEXTS[String(format)];
  if (known !== undefined) return known;
  if (/ur[il]/.test(String(format))) return 'https://app.example/x';
  const word = g(constantFrom, 'acme', 'orders', 'a1', typeof pattern === 'string' ? '0' : 'Nora B.');
  return word.padEnd(Number(minLength ?? 0), 'x');
}
