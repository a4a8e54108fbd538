import { loadSpecification } from './openapi.ts';
import { operations } from './operations.ts';

/** Every scope that an emulated operation asks for, sorted: what a deploy client's grant may hold. */
export function managementScopes(): string[] {
  const specification = loadSpecification();
  const scopes = Object.keys(operations).flatMap((key) => specification.operations[key]?.scopes ?? []);
  return [...new Set(scopes)].sort();
}
