import { EventFlow } from './event-flow.ts';
import { functionOf, isCall, isForeign, isMember, mentions, nameOf } from './syntax/calls.ts';
import { keysOf, onlyValueOf, textsOf } from './syntax/constants.ts';
import { type Binding, child, children, isFunction, type Node, readTree, type Tree } from './syntax/tree.ts';

const SECRETS = 'secrets';
const PATH = /^(?:event\.)?secrets\.(\w+)$/;

/** Describes what code reads of `event.secrets`. */
export interface SecretFlow {
  names: ReadonlySet<string>;
  /** Names in what looks like a path to a secret, which is not seen to meet the event. */
  possible: ReadonlyMap<string, Node>;
  /** Places behind which any secret may be read: it goes where this can't follow, or by a name that is not known. */
  unknown: readonly Node[];
}

/**
 * Follows `event.secrets` through a program: members, destructuring, rests, names of variables, functions it is passed
 * to and functions that return it. `secrets` of any object counts, unless that object is written out in the program or comes
 * from outside of it.
 */
export function secretFlow(code: string): SecretFlow {
  const tree = readTree(code);
  const flow = new Flow(tree);
  for (const node of tree.nodes) flow.begin(node);
  return { names: flow.names, possible: flow.possible, unknown: [...flow.unknown] };
}

/** Functions of the language that read one property by its name, or hand an object on. */
const BY_NAME = ['Object.hasOwn', 'Object.getOwnPropertyDescriptor', 'Reflect.get', 'Reflect.has'];
const HANDED_ON = ['Object.freeze', 'Object.assign', 'Object.seal', 'structuredClone'];
const HARMLESS = ['Boolean', 'Object.isFrozen'];
/** Methods that every object has: no secret has such a name where it is called. */
const OWN_PROPERTY = ['hasOwnProperty', 'propertyIsEnumerable'];
const DESCRIPTOR = /^Object\.getOwnPropertyDescriptor$/;
const OF_A_PROMISE = ['then', 'catch', 'finally'];

class Flow {
  readonly names = new Set<string>();
  readonly unknown: Set<Node>;
  readonly #tree: Tree;
  readonly #seen = new Set<Node>();
  /** Calls that pass the secrets as this parameter. */
  readonly #calls = new Map<Binding, Node[]>();
  readonly possible = new Map<string, Node>();
  readonly #event: EventFlow;

  constructor(tree: Tree) {
    this.#tree = tree;
    this.#event = new EventFlow(tree);
    this.unknown = this.#event.unknown;
  }

  /** Finds where a program first names the secrets. */
  begin(node: Node): void {
    const tree = this.#tree;
    if (isMember(node)) {
      const object = child(node, 'object');
      if (!keysOf(tree, node)?.includes(SECRETS) || this.#isWrittenOut(object) || this.#isForeign(object)) return;
      this.#follow(node);
    } else if (node.type === 'ObjectPattern') {
      if (this.#isForeign(this.#sourceOf(node))) return;
      for (const property of children(node, 'properties')) {
        if (property.type === 'ObjectProperty' && keysOf(tree, property)?.includes(SECRETS)) {
          this.#bind(child(property, 'value'), node);
        }
      }
    } else if (isCall(node)) this.#named(children(node, 'arguments'), node);
    else if (node.type === 'ArrayExpression') this.#named(children(node, 'elements'), node);
  }

  /** `read(event, 'secrets', 'NAME')`, `['secrets', 'NAME']` and `'secrets.NAME'`. */
  #named(parts: readonly Node[], whole: Node): void {
    const call = isCall(whole) ? whole : this.#tree.parentOf(whole);
    const meetsEvent = call !== undefined && isCall(call) && children(call, 'arguments').some(this.#event.isEvent);
    // Output of `console` goes to no code.
    if (call !== undefined && isCall(call) && /^console\b/.test(nameOf(this.#tree, child(call, 'callee')))) return;
    const found = (names: readonly string[] | undefined): void => {
      if (meetsEvent) this.#use(names, whole);
      else if (names !== undefined) for (const name of names) this.possible.set(name, whole);
    };
    for (const [index, part] of parts.entries()) {
      const texts = textsOf(this.#tree, part) ?? [];
      if (part.type === 'StringLiteral') {
        const [, name] = PATH.exec(texts[0] ?? '') ?? [];
        if (name !== undefined) found([name]);
      }
      if (!texts.includes(SECRETS) || texts.length > 1) continue;
      const next = parts[index + 1];
      if (next !== undefined) found(textsOf(this.#tree, next));
      else if (!meetsEvent && index === 0) continue;
      else if (!isCall(whole) || DESCRIPTOR.test(nameOf(this.#tree, child(whole, 'callee')))) this.unknown.add(whole);
      else this.#follow(whole);
    }
  }

  #use(names: readonly string[] | undefined, at: Node): undefined {
    if (names === undefined) this.unknown.add(at);
    else for (const name of names) this.names.add(name);
  }

  /** The value of this expression is the secrets. */
  #follow(node: Node): undefined {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    const parent = this.#tree.parentOf(node);
    if (parent === undefined) return;
    if (isMember(parent) && parent.object === node) return this.#member(parent, node);
    if (isCall(parent)) return this.#argument(parent, node);
    if (isFunction(parent) && parent.body === node) return this.#returned(parent);
    switch (parent.type) {
      case 'VariableDeclarator':
        return this.#bind(child(parent, 'id'), node);
      case 'AssignmentPattern':
        return this.#bind(child(parent, 'left'), node);
      case 'AssignmentExpression':
        if (parent.right === node) {
          this.#bind(child(parent, 'left'), node);
          this.#follow(parent);
        }
        return;
      case 'LogicalExpression':
      case 'AwaitExpression':
      case 'ParenthesizedExpression':
        return this.#follow(parent);
      case 'ConditionalExpression':
        return parent.test === node ? undefined : this.#follow(parent);
      case 'SequenceExpression':
        return children(parent, 'expressions').at(-1) === node ? this.#follow(parent) : undefined;
      case 'SpreadElement': {
        const whole = this.#tree.parentOf(parent);
        return whole?.type === 'ObjectExpression' ? this.#follow(whole) : void this.unknown.add(node);
      }
      case 'ObjectProperty': {
        // Under its own name it is found again, in an object that is followed as the event is.
        const whole = this.#tree.parentOf(parent);
        if (keysOf(this.#tree, parent)?.join() !== SECRETS || whole === undefined) return void this.unknown.add(node);
        if (this.#isGivenAway(whole)) this.unknown.add(whole);
        return this.#event.follow(whole);
      }
      case 'BinaryExpression':
        if (parent.operator === 'in') this.#use(textsOf(this.#tree, child(parent, 'left')), node);
        return;
      case 'ReturnStatement':
        return this.#returned(this.#functionAround(parent));
      case 'IfStatement':
      case 'UnaryExpression':
      case 'ExpressionStatement':
        return;
      default:
        this.unknown.add(node);
    }
  }

  #member(member: Node, secrets: Node): undefined {
    const call = this.#tree.parentOf(member);
    if (call !== undefined && isCall(call) && call.callee === member) {
      const [method = ''] = keysOf(this.#tree, member) ?? [];
      // A secret is a text, and no text is called.
      if (OWN_PROPERTY.includes(method)) this.#use(textsOf(this.#tree, children(call, 'arguments')[0]), call);
      else if (OF_A_PROMISE.includes(method) || method === '') this.unknown.add(call);
      return;
    }
    const key = child(member, 'property');
    const names = keysOf(this.#tree, member) ?? this.#namesByParameter(key, secrets) ?? this.#namesByCalls(key);
    this.#use(names, member);
  }

  /** `(key) => event.secrets[key]`, where every use of that function is a call with a name that is known. */
  #namesByCalls(key: Node | undefined): string[] | undefined {
    const binding = key && this.#tree.bindingOf(key);
    const target = binding?.declaration;
    if (binding?.targets.length !== 1 || target === undefined || !isFunction(target)) return undefined;
    const index = children(target, 'params').findIndex((parameter) => binding.targets.includes(parameter));
    const name = child(target, 'id') ?? child(this.#tree.parentOf(target), 'id');
    const own = name && this.#tree.bindingOf(name);
    if (own === undefined || own.targets.length > 1) return undefined;
    const texts = own.reads.map((read) => {
      const call = this.#tree.parentOf(read);
      const isCalled = call !== undefined && isCall(call) && call.callee === read;
      return isCalled ? textsOf(this.#tree, children(call, 'arguments')[index]) : undefined;
    });
    return index < 0 || texts.length === 0 || texts.includes(undefined)
      ? undefined
      : texts.flatMap((found) => found ?? []);
  }

  /** `secrets[key]` in a function that gets both: by the calls that pass the secrets. */
  #namesByParameter(key: Node | undefined, secrets: Node): string[] | undefined {
    const [binding, own] = [key && this.#tree.bindingOf(key), this.#tree.bindingOf(secrets)];
    const calls = own && this.#calls.get(own);
    if (binding === undefined || calls === undefined || binding.declaration !== own?.declaration) return undefined;
    const index = children(binding.declaration, 'params').findIndex((parameter) => binding.targets.includes(parameter));
    const texts = calls.map((call) => textsOf(this.#tree, children(call, 'arguments')[index]));
    return index < 0 || texts.includes(undefined) ? undefined : texts.flatMap((found) => found ?? []);
  }

  #argument(call: Node, node: Node): undefined {
    const given = children(call, 'arguments');
    const index = given.indexOf(node);
    if (index < 0) return;
    const callee = nameOf(this.#tree, child(call, 'callee'));
    if (HARMLESS.includes(callee)) return;
    if (HANDED_ON.includes(callee)) return this.#follow(call);
    const next = given[index + 1];
    if (BY_NAME.includes(callee)) {
      return this.#use(textsOf(this.#tree, next) ?? this.#namesByParameter(next, node), call);
    }
    const target = functionOf(this.#tree, child(call, 'callee'));
    if (target === undefined) return this.#use(textsOf(this.#tree, next), call);
    const parameter = children(target, 'params')[index];
    const binding =
      parameter &&
      this.#tree.bindingOf(
        parameter.type === 'AssignmentPattern' ? (child(parameter, 'left') ?? parameter) : parameter,
      );
    const known = (binding && this.#calls.get(binding)) ?? [];
    if (known.includes(call)) return;
    if (binding) this.#calls.set(binding, [...known, call]);
    const isByPosition = mentions(target, (below) => below.type === 'Identifier' && below.name === 'arguments');
    if (
      isByPosition ||
      parameter?.type === 'RestElement' ||
      given.slice(0, index).some(({ type }) => type === 'SpreadElement')
    ) {
      this.unknown.add(call);
    } else if (parameter !== undefined) {
      // Every call adds names.
      for (const read of binding?.reads ?? []) this.#seen.delete(read);
      this.#bind(parameter, call);
    }
  }

  /** Gives the secrets to a variable, or takes them apart. */
  #bind(pattern: Node | undefined, at: Node): undefined {
    switch (pattern?.type) {
      case 'Identifier':
        for (const read of this.#tree.bindingOf(pattern)?.reads ?? []) this.#follow(read);
        return;
      case 'AssignmentPattern':
        return this.#bind(child(pattern, 'left'), at);
      case 'ObjectPattern':
        for (const property of children(pattern, 'properties')) {
          if (property.type === 'RestElement') this.#bind(child(property, 'argument'), at);
          else this.#use(keysOf(this.#tree, property), at);
        }
        return;
      default:
        if (pattern !== undefined && isMember(pattern) && keysOf(this.#tree, pattern)?.join() === SECRETS) return;
        this.unknown.add(at);
    }
  }

  /** A function whose answer is the secrets: so is every call of it. */
  #returned(from: Node | undefined): undefined {
    const name = child(from, 'id') ?? child(from && this.#tree.parentOf(from), 'id');
    const binding = name && this.#tree.bindingOf(name);
    const calls = (binding?.reads ?? []).map((read) => ({ read, parent: this.#tree.parentOf(read) }));
    if (from === undefined || binding === undefined) {
      if (from !== undefined) this.unknown.add(from);
      return;
    }
    for (const { read, parent } of calls) {
      if (parent !== undefined && isCall(parent) && parent.callee === read) this.#follow(parent);
      else this.unknown.add(read);
    }
  }

  #functionAround(node: Node): Node | undefined {
    let above = this.#tree.parentOf(node);
    while (above !== undefined && !isFunction(above)) above = this.#tree.parentOf(above);
    return above;
  }

  /** Returns whether an object goes to a function outside the program. */
  #isGivenAway(object: Node): boolean {
    const call = this.#tree.parentOf(object);
    if (call === undefined || !isCall(call) || call.callee === object) return false;
    const callee = child(call, 'callee');
    return !HANDED_ON.includes(nameOf(this.#tree, callee)) && functionOf(this.#tree, callee) === undefined;
  }

  #isForeign(object: Node | undefined): boolean {
    return isForeign(this.#tree, object, this.#event.isEvent);
  }

  /** Returns what a pattern destructures, or the pattern around it. */
  #sourceOf(pattern: Node): Node | undefined {
    let above = this.#tree.parentOf(pattern);
    while (above !== undefined && /^(Object(Property|Pattern)|AssignmentPattern)$/.test(above.type)) {
      above = this.#tree.parentOf(above);
    }
    return above?.type === 'VariableDeclarator' ? child(above, 'init') : undefined;
  }

  /**
   * Returns whether an object is `{ … }` or `require(…)`, and so not an event; an object that contains secrets may be
   * one.
   */
  #isWrittenOut(object: Node | undefined): boolean {
    const binding = object?.type === 'Identifier' ? this.#tree.bindingOf(object) : undefined;
    const value = binding && onlyValueOf(binding);
    if (value?.type === 'CallExpression') return nameOf(this.#tree, child(value, 'callee')) === 'require';
    if (value?.type !== 'ObjectExpression') return false;
    const properties = children(value, 'properties');
    const own = properties.find((property) => keysOf(this.#tree, property)?.includes(SECRETS));
    return own !== undefined && child(own, 'value')?.type === 'ObjectExpression';
  }
}
