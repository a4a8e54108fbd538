/** Reads `openapi.json`: the requests of Auth0's published Management API, as `npm run openapi` writes them. */
import { readFileSync } from 'node:fs';
import type { JsonObject } from '../state.ts';

interface Parameter {
  name: string;
  required?: boolean;
  schema: JsonObject;
}

export interface SpecOperation {
  /** `Create a client`: what the tenant's log calls it. */
  summary: string;
  scopes: string[];
  query: Parameter[];
  /** Reference into `schemas`, absent where the operation takes no body. */
  body?: JsonObject;
}

export interface Specification {
  /** Every scope of the Management API, with its description. */
  scopes: Record<string, string>;
  operations: Record<string, SpecOperation>;
  components: { schemas: Record<string, JsonObject> };
}

let specification: Specification | undefined;

export function loadSpecification(): Specification {
  // openapi/views.ts writes exactly this shape; a test compiles every schema of it.
  specification ??= JSON.parse(readFileSync(new URL('./openapi.json', import.meta.url), 'utf8')) as Specification;
  return specification;
}
