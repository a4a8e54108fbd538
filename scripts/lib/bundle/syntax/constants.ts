import { type Binding, child, children, isFunction, type Node, type Tree } from './tree.ts';

const OVER_ELEMENTS = ['every', 'filter', 'find', 'flatMap', 'forEach', 'map', 'some'];
const READING = [...OVER_ELEMENTS, 'at', 'concat', 'entries', 'includes', 'indexOf', 'join', 'keys', 'slice', 'values'];
/** Deeper, a program says nothing that is worth to follow. */
const MAX_DEPTH = 12;

/** Returns the texts that an expression can be; `undefined` if unknown. */
export function textsOf(tree: Tree, node: Node | undefined, depth = 0): string[] | undefined {
  if (node === undefined || depth > MAX_DEPTH) return undefined;
  const texts = (of: Node | undefined): string[] | undefined => textsOf(tree, of, depth + 1);
  switch (node.type) {
    case 'StringLiteral':
      return [String(node.value)];
    case 'TemplateLiteral':
      return templateTexts(node, texts);
    case 'BinaryExpression':
      return node.operator === '+' ? joined([texts(child(node, 'left')), texts(child(node, 'right'))]) : undefined;
    case 'ConditionalExpression':
      return union([texts(child(node, 'consequent')), texts(child(node, 'alternate'))]);
    case 'LogicalExpression':
      return union([texts(child(node, 'left')), texts(child(node, 'right'))]);
    case 'MemberExpression':
      return memberTexts(tree, node, texts);
    case 'Identifier':
      return bindingTexts(tree, node, texts);
    default:
      return undefined;
  }
}

/** Returns the names that a property can have in a member expression, an object or a pattern. */
export function keysOf(tree: Tree, node: Node): string[] | undefined {
  const key = child(node, 'property') ?? child(node, 'key');
  if (node.computed !== true && key?.type === 'Identifier') return [String(key.name)];
  return textsOf(tree, key);
}

/** Returns the value of a variable that never gets another one. */
export function onlyValueOf({ declaration, targets }: Binding): Node | undefined {
  if (targets.length !== 1 || declaration.type !== 'VariableDeclarator') return undefined;
  return declaration.id === targets[0] ? child(declaration, 'init') : undefined;
}

type Texts = (node: Node | undefined) => string[] | undefined;

function templateTexts(node: Node, texts: Texts): string[] | undefined {
  const quasis = children(node, 'quasis').map(({ value }) => [(value as { cooked: string }).cooked]);
  const parts = quasis.flatMap((quasi, index) => {
    const expression = children(node, 'expressions')[index];
    return expression === undefined ? [quasi] : [quasi, texts(expression)];
  });
  return joined(parts);
}

/** `NAMES.TOKEN`, of an object that is written out. */
function memberTexts(tree: Tree, node: Node, texts: Texts): string[] | undefined {
  const object = child(node, 'object');
  const binding = object && tree.bindingOf(object);
  const value = binding && isOnlyRead(tree, binding) ? onlyValueOf(binding) : undefined;
  const keys = keysOf(tree, node);
  if (value?.type !== 'ObjectExpression' || keys === undefined) return undefined;
  const properties = children(value, 'properties');
  if (properties.some((property) => property.type === 'SpreadElement' || keysOf(tree, property) === undefined)) {
    return undefined;
  }
  return union(
    keys.map((key) => {
      const property = properties.findLast((candidate) => keysOf(tree, candidate)?.includes(key));
      return property && texts(child(property, 'value'));
    }),
  );
}

function bindingTexts(tree: Tree, node: Node, texts: Texts): string[] | undefined {
  const binding = tree.bindingOf(node);
  if (binding === undefined) return undefined;
  const value = onlyValueOf(binding);
  if (value !== undefined) return texts(value);
  const list = elementsFor(tree, binding);
  const array = list && arrayOf(tree, list);
  return array && union(children(array, 'elements').map(texts));
}

/** Returns the list whose elements a variable goes through: of `for (… of list)`, or of `list.map((…) => …)`. */
function elementsFor(tree: Tree, { declaration, targets: [target, ...others] }: Binding): Node | undefined {
  if (target === undefined || others.length > 0) return undefined;
  if (declaration.type === 'VariableDeclarator') {
    const loop = tree.parentOf(tree.parentOf(declaration) ?? declaration);
    return loop?.type === 'ForOfStatement' && declaration.id === target ? child(loop, 'right') : undefined;
  }
  if (!isFunction(declaration) || children(declaration, 'params')[0] !== target) return undefined;
  const call = tree.parentOf(declaration);
  const callee = child(call, 'callee');
  if (call?.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return undefined;
  const [method = ''] = keysOf(tree, callee) ?? [];
  return OVER_ELEMENTS.includes(method) ? child(callee, 'object') : undefined;
}

function arrayOf(tree: Tree, node: Node): Node | undefined {
  if (node.type === 'ArrayExpression') return node;
  const binding = node.type === 'Identifier' ? tree.bindingOf(node) : undefined;
  const value = binding && isOnlyRead(tree, binding) ? onlyValueOf(binding) : undefined;
  return value?.type === 'ArrayExpression' ? value : undefined;
}

/** Returns whether no use of a variable changes its object or list. */
const isOnlyRead = (tree: Tree, { reads }: Binding): boolean =>
  reads.every((read) => {
    const parent = tree.parentOf(read);
    if (parent?.type === 'ForOfStatement') return parent.right === read;
    if (parent === undefined || !/^(Optional)?MemberExpression$/.test(parent.type) || parent.object !== read)
      return false;
    const above = tree.parentOf(parent);
    if (above === undefined) return true;
    if (/^(Optional)?CallExpression$/.test(above.type) && above.callee === parent) {
      return keysOf(tree, parent)?.every((method) => READING.includes(method)) ?? false;
    }
    return !(
      (above.type === 'AssignmentExpression' && above.left === parent) ||
      above.type === 'UpdateExpression' ||
      (above.type === 'UnaryExpression' && above.operator === 'delete')
    );
  });

function union(parts: (string[] | undefined)[]): string[] | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? undefined : [...new Set(known.flat())];
}

const joined = (parts: (string[] | undefined)[]): string[] | undefined =>
  parts.reduce<string[] | undefined>(
    (heads, tails) => heads && tails && heads.flatMap((head) => tails.map((tail) => head + tail)),
    [''],
  );
