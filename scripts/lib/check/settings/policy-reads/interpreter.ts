import { callFunction, evaluateCall } from './calls.ts';
import { bindPattern, memberNames } from './patterns.ts';
import {
  type ClassNode,
  childrenOf,
  type Expression,
  type FunctionNode,
  isFunction,
  type Node,
  typeNameOf,
} from './syntax.ts';
import { type Atom, childOf, elementOf, type Scope, textsOf, UNKNOWN, union, type Value } from './values.ts';

/** Follows what may be in names and expressions, without running anything. */
export interface Interpreter {
  /** Returns what an expression may be, and reports what it reads of the event. */
  evaluate(node: Node, scope: Scope): Value;
  /** Follows a statement; returns what it may return from its function. */
  run(node: Node, scope: Scope): Value;
  /** Returns what functions answer to these arguments; of a list of rules each is called. */
  call(callee: Value, args: readonly Value[]): Value;
  /** Returns what members of a value may be, and reports them where they are of the event. */
  member(value: Value, names: readonly string[], node: Node, scope: Scope): Value;
  bind(pattern: Node, value: Value, scope: Scope, how: 'declare' | 'assign'): void;
}

/** Is called for a read of the event with the path of the field and the expression that reads it. */
export type OnRead = (path: readonly string[], node: Node, file: string) => void;

/** @param onRead called for every field that may be read, as often as it is met */
export function createInterpreter(onRead: OnRead): Interpreter {
  /** Functions that are being followed, so that recursion ends. */
  const running: FunctionNode[] = [];
  const self: Interpreter = {
    evaluate: (node, scope) => evaluate(self, node, scope),
    run: (node, scope) => run(self, node, scope),
    call: (callee, args) => callFunction(self, running, callee, args),
    member: (value, names, node, scope) =>
      union(
        ...names.flatMap((name) =>
          value.map((atom): Value => {
            if (atom.kind !== 'event') return memberOf(atom, name);
            // An index means any element: `*`.
            const path = [...atom.path, /^\d+$/.test(name) ? '*' : name];
            onRead(path, node, scope.file);
            return [{ kind: 'event', path }];
          }),
        ),
      ),
    bind: (pattern, value, scope, how) => bindPattern(self, pattern, value, scope, how),
  };
  return self;
}

function memberOf(atom: Atom, name: string): Value {
  if (atom.kind === 'fields') return atom.fields.get(name)?.() ?? UNKNOWN;
  if (atom.kind === 'library') return atom.name === '*' ? [{ kind: 'library', name }] : UNKNOWN;
  return atom.kind === 'items' && !atom.isLoose ? (atom.items[Number(name)] ?? UNKNOWN) : UNKNOWN;
}

function evaluate(of: Interpreter, node: Node, scope: Scope): Value {
  if (isFunction(node)) return [{ kind: 'closure', node, scope }];
  switch (node.type) {
    case 'Identifier':
      return scope.lookup(node.name) ?? UNKNOWN;
    case 'StringLiteral':
      return [{ kind: 'text', text: node.value }];
    case 'NumericLiteral':
      return [{ kind: 'text', text: String(node.value) }];
    case 'TemplateLiteral': {
      for (const expression of node.expressions) of.evaluate(expression as Expression, scope);
      const [quasi] = node.quasis;
      return node.expressions.length === 0 && quasi ? [{ kind: 'text', text: quasi.value.cooked ?? '' }] : UNKNOWN;
    }
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return of.member(of.evaluate(node.object as Node, scope), memberNames(of, node, scope), node, scope);
    case 'CallExpression':
    case 'OptionalCallExpression':
      return evaluateCall(of, node, scope);
    case 'ObjectExpression':
      return objectValue(of, node, scope);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return classValue(of, node, scope);
    case 'ArrayExpression':
      return arrayValue(of, node, scope);
    case 'ConditionalExpression':
      of.evaluate(node.test, scope);
      return union(of.evaluate(node.consequent, scope), of.evaluate(node.alternate, scope));
    case 'LogicalExpression':
      return union(of.evaluate(node.left, scope), of.evaluate(node.right, scope));
    case 'BinaryExpression': {
      const [left, right] = [of.evaluate(node.left as Node, scope), of.evaluate(node.right, scope)];
      if (node.operator !== '+') return UNKNOWN;
      return textsOf(left).flatMap((start) => textsOf(right).map((end) => ({ kind: 'text', text: start + end })));
    }
    case 'SequenceExpression':
      return node.expressions.map((expression) => of.evaluate(expression, scope)).at(-1) ?? UNKNOWN;
    case 'AssignmentExpression': {
      const value = of.evaluate(node.right, scope);
      of.bind(node.left as Node, value, scope, 'assign');
      return value;
    }
    case 'AwaitExpression':
      return of.evaluate(node.argument, scope);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion': {
      const value = of.evaluate(node.expression, scope);
      return isRuleType(node) ? asRules(value) : value;
    }
    default:
      for (const child of childrenOf(node)) if (!child.type.startsWith('TS')) of.evaluate(child, scope);
      return UNKNOWN;
  }
}

const RULE_TYPES: readonly (string | undefined)[] = ['Rule', 'ForbidRule'];
const isRuleType = (annotated: unknown): boolean => RULE_TYPES.includes(typeNameOf(annotated));
const asRules = (value: Value): Value =>
  value.map((atom) => (atom.kind === 'closure' ? { ...atom, isRule: true } : atom));

function objectValue(
  of: Interpreter,
  { properties }: Extract<Expression, { type: 'ObjectExpression' }>,
  scope: Scope,
): Value {
  const fields = new Map<string, () => Value>();
  const spread: Value[] = [];
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      for (const atom of of.evaluate(property.argument, scope)) {
        if (atom.kind === 'fields') for (const [name, value] of atom.fields) fields.set(name, value);
        else spread.push([atom]);
      }
      continue;
    }
    const value = of.evaluate(property.type === 'ObjectMethod' ? property : (property.value as Node), scope);
    for (const name of memberNames(of, { ...property, property: property.key }, scope)) fields.set(name, () => value);
  }
  // A field that is written out hides that of what is spread.
  return [{ kind: 'fields', fields }, ...union(...spread)];
}

/** Returns the static members of a class. */
function classValue(of: Interpreter, node: ClassNode, scope: Scope): Value {
  const fields = new Map<string, () => Value>();
  for (const member of node.body.body) {
    if (!('static' in member) || !member.static || !('key' in member) || member.key.type !== 'Identifier') continue;
    if (member.type === 'ClassMethod') fields.set(member.key.name, () => of.evaluate(member, scope));
    if (member.type !== 'ClassProperty' || !member.value) continue;
    const { value } = member;
    fields.set(member.key.name, () => of.evaluate(value, scope));
  }
  return [{ kind: 'fields', fields }];
}

function arrayValue(
  of: Interpreter,
  { elements }: Extract<Expression, { type: 'ArrayExpression' }>,
  scope: Scope,
): Value {
  const items: Value[] = [];
  let isLoose = false;
  for (const element of elements) {
    if (element?.type !== 'SpreadElement') items.push(element ? of.evaluate(element, scope) : UNKNOWN);
    else {
      isLoose = true;
      items.push(elementOf(of.evaluate(element.argument, scope)));
    }
  }
  return [{ kind: 'items', items, isLoose }];
}

/** Follows a statement; functions are known before the statements around them. */
function run(of: Interpreter, node: Node, scope: Scope): Value {
  switch (node.type) {
    case 'FunctionDeclaration':
      return UNKNOWN;
    case 'ClassDeclaration':
      if (node.id) scope.declare(node.id.name, of.evaluate(node, scope));
      return UNKNOWN;
    case 'VariableDeclaration':
      for (const declarator of node.declarations) declare(of, declarator, scope);
      return UNKNOWN;
    case 'ReturnStatement':
      return node.argument ? of.evaluate(node.argument, scope) : UNKNOWN;
    case 'ForOfStatement': {
      const inner = childOf(scope);
      const element = elementOf(of.evaluate(node.right, scope));
      const pattern = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left;
      if (pattern)
        of.bind(pattern as Node, element, inner, node.left.type === 'VariableDeclaration' ? 'declare' : 'assign');
      return loop(of, [node.body], inner);
    }
    case 'ForStatement':
    case 'ForInStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return loop(of, childrenOf(node), childOf(scope));
    case 'BlockStatement':
      return runAll(of, node.body, childOf(scope));
    case 'TryStatement': {
      const inner = childOf(scope);
      if (node.handler?.param) of.bind(node.handler.param as Node, UNKNOWN, inner, 'declare');
      const handled = node.handler ? of.run(node.handler.body, inner) : UNKNOWN;
      return union(of.run(node.block, scope), handled, node.finalizer ? of.run(node.finalizer, scope) : UNKNOWN);
    }
    default: {
      if (!/Statement|SwitchCase/.test(node.type)) {
        of.evaluate(node, scope);
        return UNKNOWN;
      }
      return union(...childrenOf(node).map((child) => of.run(child, scope)));
    }
  }
}

/** Follows the statements of a block. */
function runAll(of: Interpreter, statements: readonly Node[], scope: Scope): Value {
  for (const statement of statements) {
    if (statement.type === 'FunctionDeclaration' && statement.id) {
      scope.declare(statement.id.name, of.evaluate(statement, scope));
    }
  }
  return union(...statements.map((statement) => of.run(statement, scope)));
}

/** Twice, for what one round assigns and the next one reads. */
const loop = (of: Interpreter, nodes: readonly Node[], scope: Scope): Value =>
  union(runAll(of, nodes, scope), runAll(of, nodes, scope));

/** Follows `NAME = VALUE` of a declaration. */
export function declare(of: Interpreter, node: Node, scope: Scope): void {
  if (node.type !== 'VariableDeclarator') return;
  const value = node.init ? of.evaluate(node.init, scope) : UNKNOWN;
  of.bind(node.id as Node, isRuleType(node.id) ? asRules(value) : value, scope, 'declare');
}
