import type { Interpreter } from './interpreter.ts';
import { memberNames } from './patterns.ts';
import { type Expression, type FunctionNode, isNode, type Node } from './syntax.ts';
import { childOf, EVENT, elementOf, looseItems, type Scope, UNKNOWN, union, type Value } from './values.ts';

type Call = Extract<Expression, { type: 'CallExpression' | 'OptionalCallExpression' }>;

/** Returns the possible results of a call; follows known functions, and functions that are passed to unknown ones. */
export function evaluateCall(of: Interpreter, node: Call, scope: Scope): Value {
  const args = node.arguments.map((argument): Value => {
    if (argument.type === 'SpreadElement') return elementOf(of.evaluate(argument.argument, scope));
    return of.evaluate(argument as Node, scope);
  });
  const { callee } = node;
  if (callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression') {
    const object = of.evaluate(callee.object as Node, scope);
    const names = memberNames(of, callee, scope);
    const own = of.member(
      object.filter(({ kind }) => kind === 'fields' || kind === 'library'),
      names,
      callee,
      scope,
    );
    if (own.length > 0) return callKnown(of, own, args, node, scope);
    // A method of a field reads the field alone: `event.user.email.endsWith(…)` was reported when its object was read.
    const isGlobal = callee.object.type === 'Identifier' && scope.lookup(callee.object.name) === undefined;
    const [name = ''] = names;
    const globalName = isGlobal && callee.object.type === 'Identifier' ? `${callee.object.name}.${name}` : '';
    return ofGlobal(of, globalName, args, node, scope) ?? ofMethod(of, object, name, args);
  }
  if (!isNode(callee)) return UNKNOWN;
  const isCopy = callee.type === 'Identifier' && callee.name === 'structuredClone';
  if (isCopy && scope.lookup(callee.name) === undefined) return args[0] ?? UNKNOWN;
  return callKnown(of, of.evaluate(callee, scope), args, node, scope);
}

function callKnown(of: Interpreter, callee: Value, args: readonly Value[], node: Node, scope: Scope): Value {
  const answers = callee.map((atom): Value => {
    if (atom.kind === 'closure') return of.call([atom], args);
    return atom.kind === 'library' ? (ofLibrary(of, atom.name, args, node, scope) ?? passOn(of, args)) : UNKNOWN;
  });
  if (callee.every(({ kind }) => kind !== 'closure' && kind !== 'library')) passOn(of, args);
  return union(...answers);
}

/** Follows functions that something unknown may call: with the event where they are declared as rules. */
function passOn(of: Interpreter, args: readonly Value[]): Value {
  for (const arg of args) {
    for (const atom of arg) if (atom.kind === 'closure') of.call([atom], atom.isRule ? [EVENT] : []);
  }
  return UNKNOWN;
}

const FROM_RULES: readonly string[] = ['all', 'any', 'not'];

/** Returns what a function of the library answers, where that may be part of the event or a rule. */
function ofLibrary(of: Interpreter, name: string, args: readonly Value[], node: Node, scope: Scope): Value | undefined {
  const [first = UNKNOWN, second = UNKNOWN, third = UNKNOWN] = args;
  const names = (value: Value): string[] => value.flatMap((atom) => (atom.kind === 'text' ? [atom.text] : []));
  // Whoever calls `all(…)` calls each of its rules.
  if (FROM_RULES.includes(name)) return union(...args);
  if (name === 'scopesOf') return of.call(first, [second, third]);
  if (name === 'read') return of.member(of.member(first, names(second), node, scope), names(third), node, scope);
  if (name === 'own') return of.member(first, names(second), node, scope);
  return undefined;
}

function ofGlobal(of: Interpreter, name: string, args: readonly Value[], node: Node, scope: Scope): Value | undefined {
  const [first = UNKNOWN, second = UNKNOWN] = args;
  const names = second.flatMap((atom) => (atom.kind === 'text' ? [atom.text] : []));
  if (name === 'Reflect.get') return of.member(first, names, node, scope);
  if (name === 'Object.freeze' || name === 'Object.seal') return first;
  if (name === 'Object.assign') return union(...args);
  if (name === 'Array.from')
    return looseItems(second.length > 0 ? of.call(second, [elementOf(first)]) : elementOf(first));
  if (name !== 'Object.values') return undefined;
  return looseItems(
    ...first.flatMap((atom) => (atom.kind === 'fields' ? [...atom.fields.values()].map((value) => value()) : [])),
  );
}

const TAKES_ELEMENT: readonly string[] = [
  'every',
  'filter',
  'find',
  'findLast',
  'flatMap',
  'forEach',
  'map',
  'some',
  'toSorted',
];
const SAME_LIST: readonly string[] = ['concat', 'filter', 'flat', 'reverse', 'slice', 'sort', 'toReversed', 'toSorted'];
const ONE_ELEMENT: readonly string[] = ['at', 'find', 'findLast', 'pop', 'shift'];

/** Returns the elements of a list whose positions are known. */
const listedIn = (list: Value): readonly Value[] =>
  list.flatMap((atom) => (atom.kind === 'items' && !atom.isLoose ? atom.items : []));

/** Returns what a method of JavaScript's lists and functions answers. */
function ofMethod(of: Interpreter, object: Value, name: string, args: readonly Value[]): Value {
  const isFunction = object.some(({ kind }) => kind === 'closure');
  if (isFunction && name === 'call') return of.call(object, args.slice(1));
  if (isFunction && name === 'apply') return of.call(object, listedIn(args[1] ?? UNKNOWN));
  if (isFunction && name === 'bind') return object;
  const element = elementOf(object);
  const [callback = UNKNOWN, initial = UNKNOWN] = args;
  if (name === 'reduce' || name === 'reduceRight')
    return union(initial, of.call(callback, [union(initial, element), element]));
  if (!TAKES_ELEMENT.includes(name)) passOn(of, args);
  const answer = TAKES_ELEMENT.includes(name) ? of.call(callback, [element]) : UNKNOWN;
  if (name === 'map') return looseItems(answer);
  if (name === 'flatMap') return looseItems(union(answer, elementOf(answer)));
  if (name === 'flat' || name === 'concat')
    return looseItems(element, elementOf(element), ...args.map(elementOf), ...args);
  if (SAME_LIST.includes(name)) return looseItems(element);
  return ONE_ELEMENT.includes(name) ? element : UNKNOWN;
}

const restOf = (items: readonly Value[]): Value => [{ kind: 'items', items, isLoose: false }];

/** Follows the bodies of functions with these arguments. One that calls itself is followed once more, not for ever. */
export function callFunction(of: Interpreter, running: FunctionNode[], callee: Value, args: readonly Value[]): Value {
  return union(
    ...callee.map((atom): Value => {
      if (atom.kind !== 'closure') return UNKNOWN;
      const { node } = atom;
      if (running.length > 100 || running.filter((one) => one === node).length > 1) return UNKNOWN;
      running.push(node);
      const scope = childOf(atom.scope);
      for (const [index, param] of node.params.entries()) {
        const given = param.type === 'RestElement' ? restOf(args.slice(index)) : (args[index] ?? UNKNOWN);
        of.bind(param as Node, given, scope, 'declare');
      }
      const { body } = node;
      const answer = body.type === 'BlockStatement' ? of.run(body, scope) : of.evaluate(body, scope);
      running.pop();
      return answer;
    }),
  );
}
