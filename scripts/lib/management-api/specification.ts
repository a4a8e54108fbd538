import { readFileSync } from 'node:fs';

export interface Operation {
  /** Any one of them will do. */
  scopes: string[];
  /** JSON Schema of the request, where a section is checked against it. */
  body?: object;
}

/** Describes Auth0's published Management API, reduced by `npm run openapi` to what `sections.ts` names. */
export interface Specification {
  /** Operations by method and path: `GET /clients/{id}`. */
  operations: Record<string, Operation>;
  components: { schemas: Record<string, object> };
}

/** Reads the specification: 120 kB, loaded only by the commands that need it. */
export const readSpecification = (): Specification =>
  JSON.parse(readFileSync(new URL('./management-api.json', import.meta.url), 'utf8'));
