import { readSpecification } from '../../scripts/lib/management-api/specification.ts';

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

const COMPONENT = '#/components/schemas/';
const MAX_DEPTH = 6;

/**
 * Returns the dotted names of all switches, choices and numbers in the body of a request, as the published API has them:
 * what a change of can weaken or strengthen. Members of lists are left out.
 */
export function judgedFields(operation: string): string[] {
  const { operations, components } = readSpecification();
  const found = new Set<string>();
  const visit = (schema: Schema, path: readonly string[], seen: readonly string[]): void => {
    const { $ref: reference } = schema;
    if (reference !== undefined) {
      const target = components.schemas[reference.slice(COMPONENT.length)];
      if (target !== undefined && !seen.includes(reference)) visit(target, path, [...seen, reference]);
      return;
    }
    if (path.length > MAX_DEPTH) return;
    for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])])
      visit(part, path, seen);
    for (const [key, part] of Object.entries(schema.properties ?? {})) visit(part, [...path, key], seen);
    if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties, [...path, '*'], seen);
    const types = [schema.type ?? []].flat();
    const isJudged = types.some((type) => ['boolean', 'integer', 'number'].includes(type)) || schema.enum !== undefined;
    if (isJudged) found.add(path.join('.'));
  };
  visit(operations[operation]?.body ?? {}, [], []);
  return [...found].sort();
}
