/** Reading Auth0's published OpenAPI document, for the scripts that extract from it. */
import { readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '../state.ts';

export interface PublishedOperation {
  summary?: string;
  parameters?: { in: string; name: string; required?: boolean; schema: JsonObject }[];
  requestBody?: { content: Record<string, { schema: JsonObject }> };
  responses: Record<string, { content?: Record<string, { schema: JsonObject }> }>;
  security?: Record<string, string[]>[];
}

export interface PublishedSpecification {
  paths: Record<string, Record<string, PublishedOperation>>;
  components: { schemas: Record<string, JsonObject> };
}

/** The document named on the command line. */
export function readPublished(usage: string): PublishedSpecification {
  const source = process.argv[2];
  if (source === undefined) throw new Error(`Usage: ${usage}`);
  // The published document has this shape; a missing operation or schema is an error below.
  return JSON.parse(readFileSync(source, 'utf8')) as PublishedSpecification;
}

/** `GET /clients/{id}` of the document. */
export function publishedOperation(published: PublishedSpecification, key: string): PublishedOperation {
  const [method = '', path = ''] = key.split(' ');
  const operation = published.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${key} is not in the published specification`);
  return operation;
}

/** No constraint hangs on these keywords. */
const DROPPED = new Set(['default', 'description', 'title', 'example', 'examples', 'deprecated']);
const REFERENCE = '#/components/schemas/';

/** The schema without what constrains nothing. */
export function withoutTexts(value: JsonValue, insideProperties = false): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withoutTexts(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => insideProperties || !DROPPED.has(key))
      .map(([key, child]) => [key, key === 'enum' ? child : withoutTexts(child, key === 'properties')]),
  );
}

/** Names of the schemas a value refers to. */
export function referencesIn(value: unknown): string[] {
  const found = JSON.stringify(value).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  return [...found].map((match) => match[1] ?? '');
}

/** These schemas and all that they refer to. */
export function reachableSchemas(
  published: PublishedSpecification,
  roots: readonly string[],
): Record<string, JsonObject> {
  const schemas: Record<string, JsonObject> = {};
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const source = published.components.schemas[name];
    if (schemas[name] !== undefined) continue;
    if (source === undefined) throw new Error(`${REFERENCE}${name} is not in the published specification`);
    // withoutTexts keeps an object an object.
    const schema = withoutTexts(source) as JsonObject;
    schemas[name] = schema;
    queue.push(...referencesIn(schema));
  }
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}
