import { keysOf, onlyValueOf } from './constants.ts';
import { child, children, isFunction, type Node, type Tree } from './tree.ts';

export const isMember = ({ type }: Node): boolean => type === 'MemberExpression' || type === 'OptionalMemberExpression';
export const isCall = ({ type }: Node): boolean => /^(Optional)?CallExpression$|^NewExpression$/.test(type);

/** Returns `Object.keys` of a global, as it is written. */
export function nameOf(tree: Tree, node: Node | undefined): string {
  if (node === undefined) return '';
  if (node.type === 'Identifier') return tree.bindingOf(node) === undefined ? String(node.name) : '';
  if (!isMember(node)) return '';
  const object = nameOf(tree, child(node, 'object'));
  const [key = ''] = keysOf(tree, node) ?? [];
  return object === '' ? '' : `${object}.${key}`;
}

/** Returns the function of the program that a callee is, where it is always that one. */
export function functionOf(tree: Tree, callee: Node | undefined): Node | undefined {
  if (callee === undefined) return undefined;
  if (isFunction(callee)) return callee;
  const binding = callee.type === 'Identifier' ? tree.bindingOf(callee) : undefined;
  if (binding === undefined) return undefined;
  if (binding.declaration.type === 'FunctionDeclaration' && binding.targets.length === 1) return binding.declaration;
  const value = onlyValueOf(binding);
  return value && isFunction(value) ? value : undefined;
}

/** Functions of the language whose answer may be what they were given, or a part of it. */
const HANDS_BACK =
  /^(?:Array|Map|Object|Promise|Proxy|Reflect|Set|WeakMap|structuredClone|eval|Function|globalThis|global|arguments|exports|module)\b/;

/**
 * Returns whether a value comes from outside the program: from a package, or from a global such as `fetch` that got
 * nothing with the event.
 *
 * @param holdsEvent says whether an identifier refers to the event
 */
export function isForeign(tree: Tree, node: Node | undefined, holdsEvent: (node: Node) => boolean, depth = 0): boolean {
  if (node === undefined || depth > 8) return false;
  if (isCall(node)) {
    if (children(node, 'arguments').some((argument) => mentions(argument, holdsEvent))) return false;
    const callee = child(node, 'callee');
    if (callee?.type === 'Import' || nameOf(tree, callee) === 'require') return true;
    return functionOf(tree, callee) === undefined && isForeign(tree, callee, holdsEvent, depth + 1);
  }
  if (isMember(node)) return isForeign(tree, child(node, 'object'), holdsEvent, depth + 1);
  if (/^(Await|Parenthesized)Expression$/.test(node.type)) {
    return isForeign(tree, child(node, 'argument') ?? child(node, 'expression'), holdsEvent, depth + 1);
  }
  if (node.type !== 'Identifier') return false;
  const binding = tree.bindingOf(node);
  if (binding === undefined) return !HANDS_BACK.test(String(node.name));
  const { declaration, targets } = binding;
  const isOnly = targets.length === 1 && declaration.type === 'VariableDeclarator';
  return isOnly && isForeign(tree, child(declaration, 'init'), holdsEvent, depth + 1);
}

/** Returns whether any node below this one, or it itself, is meant. */
export function mentions(node: Node, isMeant: (node: Node) => boolean): boolean {
  if (isMeant(node)) return true;
  return Object.entries(node).some(([key, value]) =>
    key === 'loc' ? false : [value].flat().some((below) => isNode(below) && mentions(below, isMeant)),
  );
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
