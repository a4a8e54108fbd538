/** Reads `openapi.json`: Auth0's published Management API, reduced by `npm run openapi` to the emulated operations. */
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
  /** Published query parameters that are refused here as unknown. */
  leftOut?: string[];
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

/** Every scope that an emulated operation asks for, sorted: what a deploy client's grant may hold. */
export function managementScopes(): string[] {
  const scopes = Object.values(loadSpecification().operations).flatMap((operation) => operation.scopes);
  return [...new Set(scopes)].sort();
}
