/** Reads Auth0's published OpenAPI document of the Management API and picks parts of it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '../emulator/state.ts';

export interface PublishedParameter {
  in: string;
  name: string;
  required?: boolean;
  schema: JsonObject;
}

export interface PublishedOperation {
  summary?: string;
  parameters?: PublishedParameter[];
  requestBody?: { content: Record<string, { schema: JsonObject }> };
  responses: Record<string, { content?: Record<string, { schema: JsonObject }> }>;
  security?: Record<string, string[]>[];
}

export interface PublishedSpecification {
  paths: Record<string, Record<string, PublishedOperation>>;
  components: {
    schemas: Record<string, JsonObject>;
    securitySchemes: {
      oAuth2ClientCredentials: { flows: { clientCredentials: { scopes: Record<string, string> } } };
    };
  };
}

export interface PublishedFile {
  specification: PublishedSpecification;
  /** The SHA-256 of the file, in hex. */
  sha256: string;
  /** How many paths the document describes. */
  paths: number;
}

/** Reports a mistake that the person who runs the script can correct; its message says how. */
export class SpecificationError extends Error {}

/** Reads the document, or throws a {@link SpecificationError} where the file is not Auth0's Management API. */
export function readPublished(file: string): PublishedFile {
  const bytes = readBytes(file);
  const specification = parsed(bytes, file);
  if (!isManagementApi(specification)) {
    throw new SpecificationError(`${file} is not the OpenAPI document of the Auth0 Management API.`);
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { specification, sha256, paths: Object.keys(specification.paths).length };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new SpecificationError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function parsed(bytes: Buffer, file: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new SpecificationError(`${file} is not JSON.`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Checks what the views depend on; a missing operation or schema is a separate error. */
function isManagementApi(value: unknown): value is PublishedSpecification {
  if (!isObject(value) || !isObject(value.info) || !isObject(value.components)) return false;
  const { schemas, securitySchemes } = value.components;
  const scheme = isObject(securitySchemes) ? securitySchemes.oAuth2ClientCredentials : undefined;
  return (
    String(value.openapi).startsWith('3.') &&
    value.info.title === 'Auth0 Management API' &&
    isObject(value.paths) &&
    isObject(schemas) &&
    isObject(scheme) &&
    JSON.stringify(scheme).includes('"clientCredentials"')
  );
}

/** Returns the operation of a key such as `GET /clients/{id}`, or throws a {@link SpecificationError}. */
export function publishedOperation(published: PublishedSpecification, key: string): PublishedOperation {
  const operation = findOperation(published, key);
  if (operation === undefined) throw new SpecificationError(`The document has no operation ${key}.`);
  return operation;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Returns the keys of all operations, such as `GET /clients/{id}`. */
export const publishedKeys = ({ paths }: PublishedSpecification): string[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => `${method.toUpperCase()} ${path}`),
  );

/** Returns the operation of a key such as `GET /clients/{id}`, or undefined. */
export function findOperation(published: PublishedSpecification, key: string): PublishedOperation | undefined {
  const [method = '', path = ''] = key.split(' ');
  return published.paths[path]?.[method.toLowerCase()];
}

/** Names keywords that constrain nothing. */
const DROPPED = new Set(['default', 'description', 'title', 'example', 'examples', 'deprecated']);
const REFERENCE = '#/components/schemas/';

/** Returns the schema without what constrains nothing. */
function withoutTexts(value: JsonValue, insideProperties = false): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withoutTexts(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => insideProperties || !(DROPPED.has(key) || key.startsWith('x-')))
      .map(([key, child]) => [key, key === 'enum' ? child : withoutTexts(child, key === 'properties')]),
  );
}

/** Returns an object schema without texts; {@link withoutTexts} keeps an object an object. */
export const bareSchema = (schema: JsonObject): JsonObject => withoutTexts(schema) as JsonObject;

/** Returns the names of the schemas that a value refers to. */
export function referencesIn(value: unknown): string[] {
  const found = JSON.stringify(value).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  return [...found].map((match) => match[1] ?? '');
}

/** Returns these schemas and all that they refer to, without texts and sorted by name. */
export function reachableSchemas(
  published: PublishedSpecification,
  roots: readonly string[],
): Record<string, JsonObject> {
  const schemas: Record<string, JsonObject> = {};
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (schemas[name] !== undefined) continue;
    const source = published.components.schemas[name];
    if (source === undefined) throw new SpecificationError(`The document has no schema ${REFERENCE}${name}.`);
    schemas[name] = bareSchema(source);
    queue.push(...referencesIn(schemas[name]));
  }
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}
