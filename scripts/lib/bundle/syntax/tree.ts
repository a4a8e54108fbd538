import { parse } from '@babel/parser';

/** A node of the syntax tree, as @babel/parser makes it. */
export interface Node {
  type: string;
  loc?: { start: { line: number; column: number } } | null;
  [field: string]: unknown;
}

/** Represents a variable, a function or a parameter, with all places that name it. */
export interface Binding {
  /** The declarator, function or class that makes it. */
  declaration: Node;
  /** Identifiers that declare it, or give it another value. */
  targets: Node[];
  /** Identifiers that read it. */
  reads: Node[];
}

/** Represents a program, with what its names refer to. */
export interface Tree {
  nodes: readonly Node[];
  parentOf(node: Node): Node | undefined;
  /** Returns what an identifier refers to; `undefined` for a global. */
  bindingOf(identifier: Node): Binding | undefined;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Returns the nodes directly below a node. */
const childrenOf = (node: Node): Node[] =>
  Object.entries(node).flatMap(([key, value]) => (key === 'loc' ? [] : [value].flat().filter(isNode)));

/** Returns one child of a node, by its field. */
export function child(node: Node | undefined, field: string): Node | undefined {
  const value = node?.[field];
  return isNode(value) ? value : undefined;
}

/** Returns children of a node, by their field. */
export function children(node: Node | undefined, field: string): Node[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export const isFunction = ({ type }: Node): boolean =>
  /^(Function(Declaration|Expression)|ArrowFunctionExpression|(Object|Class|ClassPrivate)Method)$/.test(type);

const HAS_SCOPE =
  /^(Program|BlockStatement|For\w*Statement|CatchClause|SwitchStatement|StaticBlock|Class(Declaration|Expression))$/;

interface Scope {
  parent: Scope | undefined;
  isFunction: boolean;
  names: Map<string, Binding>;
}

/** Trees of the scripts read last: several checks of a run read the same bundles. */
const known = new Map<string, Tree>();
const KEPT = 16;

/** Parses a script and resolves its names, once while it is among the last few. Throws where it does not parse. */
export function readTree(code: string): Tree {
  const tree = known.get(code) ?? parseTree(code);
  known.delete(code);
  known.set(code, tree);
  for (const oldest of known.keys()) {
    if (known.size <= KEPT) break;
    known.delete(oldest);
  }
  return tree;
}

function parseTree(code: string): Tree {
  const { program } = parse(code, { sourceType: 'unambiguous' });
  const nodes: Node[] = [];
  const parents = new Map<Node, Node>();
  const scopes = new Map<Node, Scope>();
  const enter = (node: Node, scope: Scope | undefined): void => {
    nodes.push(node);
    const opens = isFunction(node) || HAS_SCOPE.test(node.type);
    const inner = opens
      ? { parent: scope, isFunction: isFunction(node) || node.type === 'Program', names: new Map() }
      : scope;
    if (inner !== undefined) scopes.set(node, inner);
    for (const below of childrenOf(node)) {
      parents.set(below, node);
      enter(below, inner);
    }
  };
  // Its type names every field; here they are read by name.
  enter(program as unknown as Node, undefined);

  const bindings = new Map<Node, Binding>();
  const outerOf = (node: Node): Scope | undefined => scopes.get(parents.get(node) ?? node);
  const declare = (identifier: Node, declaration: Node, scope: Scope | undefined): void => {
    if (scope === undefined) return;
    const name = String(identifier.name);
    const binding = scope.names.get(name) ?? { declaration, targets: [], reads: [] };
    scope.names.set(name, binding);
  };
  for (const node of nodes) declareNames(node, { declare, outerOf, scopeOf: (of) => scopes.get(of), parents });
  for (const node of nodes) {
    if (node.type !== 'Identifier' || isPlainKey(node, parents.get(node))) continue;
    const binding = lookUp(scopes.get(node), String(node.name));
    if (binding === undefined) continue;
    bindings.set(node, binding);
    (isTarget(node, parents) ? binding.targets : binding.reads).push(node);
  }
  return { nodes, parentOf: (node) => parents.get(node), bindingOf: (node) => bindings.get(node) };
}

interface Declaring {
  declare(identifier: Node, declaration: Node, scope: Scope | undefined): void;
  outerOf(node: Node): Scope | undefined;
  scopeOf(node: Node): Scope | undefined;
  parents: ReadonlyMap<Node, Node>;
}

function declareNames(node: Node, { declare, outerOf, scopeOf, parents }: Declaring): void {
  const id = child(node, 'id');
  if (isFunction(node)) {
    for (const parameter of children(node, 'params')) {
      for (const name of namesIn(parameter)) declare(name, node, scopeOf(node));
    }
    if (id) declare(id, node, node.type === 'FunctionDeclaration' ? outerOf(node) : scopeOf(node));
  } else if (node.type === 'VariableDeclarator' && id) {
    const isVar = parents.get(node)?.kind === 'var';
    const scope = isVar ? functionScope(scopeOf(node)) : scopeOf(node);
    for (const name of namesIn(id)) declare(name, node, scope);
  } else if (node.type.startsWith('Class') && id) {
    declare(id, node, outerOf(node));
  } else if (node.type === 'CatchClause') {
    for (const name of namesIn(child(node, 'param'))) declare(name, node, scopeOf(node));
  }
}

const functionScope = (scope: Scope | undefined): Scope | undefined =>
  scope === undefined || scope.isFunction ? scope : functionScope(scope.parent);

const lookUp = (scope: Scope | undefined, name: string): Binding | undefined =>
  scope === undefined ? undefined : (scope.names.get(name) ?? lookUp(scope.parent, name));

/** Identifiers that a pattern gives values to. */
function namesIn(pattern: Node | undefined): Node[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return children(pattern, 'properties').flatMap((property) =>
        namesIn(property.type === 'RestElement' ? property : child(property, 'value')),
      );
    case 'ArrayPattern':
      return children(pattern, 'elements').flatMap(namesIn);
    case 'RestElement':
      return namesIn(child(pattern, 'argument'));
    case 'AssignmentPattern':
      return namesIn(child(pattern, 'left'));
    default:
      return [];
  }
}

/** Returns whether a node is the name of a property or a label, and not a variable. */
function isPlainKey(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined || parent.computed === true) return false;
  if (/^(Optional)?MemberExpression$/.test(parent.type)) return parent.property === node;
  if (/^(Object|Class)\w*(Property|Method)$/.test(parent.type)) return parent.key === node;
  return /^(Labeled|Break|Continue)Statement$/.test(parent.type);
}

/** Returns whether this use of an identifier declares or assigns it. */
function isTarget(node: Node, parents: ReadonlyMap<Node, Node>): boolean {
  let below = node;
  for (let above = parents.get(below); above !== undefined; above = parents.get(below)) {
    if (above.type === 'VariableDeclarator') return above.id === below;
    if (/^For(Of|In)Statement$/.test(above.type) || /^Assignment(Expression|Pattern)$/.test(above.type)) {
      if (above.left !== below) return false;
      if (above.type !== 'AssignmentPattern') return true;
    } else if (above.type === 'UpdateExpression') return true;
    else if (isFunction(above)) return above.id === below || children(above, 'params').includes(below);
    else if (above.type === 'CatchClause') return above.param === below;
    else if (above.type.startsWith('Class')) return above.id === below;
    else if (above.type === 'ObjectProperty' && above.value !== below) return false;
    else if (!/^(ObjectPattern|ArrayPattern|RestElement|ObjectProperty)$/.test(above.type)) return false;
    below = above;
  }
  return false;
}
