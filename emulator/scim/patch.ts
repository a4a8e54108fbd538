import { isObject } from '../is-object.ts';
import type { JsonObject } from '../state.ts';
import { writeAttribute } from './attribute-path.ts';

/**
 * Applies a PatchOp (RFC 7644 section 3.5.2) to a resource; returns false if it is not a PatchOp. Names of operations
 * ignore case.
 */
export function applyPatch(resource: JsonObject, patch: JsonObject): boolean {
  const operations = patch.Operations;
  if (!Array.isArray(operations) || operations.length === 0) return false;
  return operations.every((operation) => isObject(operation) && applyOperation(resource, operation));
}

function applyOperation(resource: JsonObject, { op, path, value }: JsonObject): boolean {
  const kind = typeof op === 'string' ? op.toLowerCase() : '';
  if (!['add', 'replace', 'remove'].includes(kind)) return false;
  if (typeof path === 'string') {
    writeAttribute(resource, path, kind === 'remove' ? undefined : value);
    return true;
  }
  if (kind === 'remove' || !isObject(value)) return false;
  for (const [name, item] of Object.entries(value)) {
    const before = resource[name];
    if (isObject(item) && isObject(before) && Object.hasOwn(resource, name)) resource[name] = { ...before, ...item };
    else writeAttribute(resource, name, item);
  }
  return true;
}
