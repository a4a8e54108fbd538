import { loadSpecification } from './openapi.ts';
import { operations } from './operations.ts';

/** Returns every scope that an emulated operation requires, sorted: the most that a deploy client's grant may have. */
export function managementScopes(): string[] {
  const specification = loadSpecification();
  const scopes = Object.keys(operations).flatMap((key) => specification.operations[key]?.scopes ?? []);
  return [...new Set(scopes)].sort();
}
