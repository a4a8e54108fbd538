import type { Interpreter } from './interpreter.ts';
import { isNode, type Node, typeNameOf } from './syntax.ts';
import { EVENT, elementOf, looseItems, type Scope, textsOf, UNKNOWN, union, type Value } from './values.ts';

/** Returns the names that a member or a property may have: as written, or as its literal says; none where unknown. */
export function memberNames(
  of: Interpreter,
  member: { property: unknown; computed?: boolean | undefined },
  scope: Scope,
): string[] {
  const { property } = member;
  if (!isNode(property)) return [];
  if (!member.computed && property.type === 'Identifier') return [property.name];
  return textsOf(of.evaluate(property, scope));
}

/** Gives the names of a pattern what is at their place in the value. An unknown value hides what had the name before. */
export function bindPattern(
  of: Interpreter,
  pattern: Node,
  given: Value,
  scope: Scope,
  how: 'declare' | 'assign',
): void {
  const typeName = typeNameOf(pattern);
  const isEvent = given.length === 0 && typeName !== undefined && scope.isEventType(typeName);
  const value = isEvent ? EVENT : given;
  switch (pattern.type) {
    case 'Identifier':
      scope[how](pattern.name, value);
      return;
    case 'AssignmentPattern':
      // Its type is that of the left side.
      of.bind(pattern.left as Node, union(value, of.evaluate(pattern.right, scope)), scope, how);
      return;
    case 'RestElement':
      of.bind(pattern.argument as Node, value, scope, how);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') of.bind(property, value, scope, how);
        else {
          const names = memberNames(of, { property: property.key, computed: property.computed }, scope);
          of.bind(property.value as Node, of.member(value, names, property as Node, scope), scope, how);
        }
      }
      return;
    case 'ArrayPattern':
      for (const [index, element] of pattern.elements.entries()) {
        if (!element) continue;
        const isRest = element.type === 'RestElement';
        const part = isRest ? looseItems(elementOf(value)) : listMember(of, value, index, element as Node, scope);
        of.bind(element as Node, part, scope, how);
      }
      return;
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      of.bind(pattern.expression as Node, value, scope, how);
      return;
    default:
      // A member is written: no name is bound by it.
      return;
  }
}

const listMember = (of: Interpreter, value: Value, index: number, node: Node, scope: Scope): Value =>
  value.length === 0 ? UNKNOWN : of.member(value, [String(index)], node, scope);
