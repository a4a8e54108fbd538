import { HANDLERS } from '#actions-testing';
import { keysOf, onlyValueOf, textsOf } from './syntax/constants.ts';
import { type Binding, child, children, isFunction, type Node, readTree, type Tree } from './syntax/tree.ts';

const SECRETS = 'secrets';
const PATH = /^(?:event\.)?secrets\.(\w+)$/;

/** What code reads of `event.secrets`. */
export interface SecretFlow {
  names: ReadonlySet<string>;
  /** Places behind which any secret may be read: it goes where this can't follow, or by a name that is not known. */
  unknown: readonly Node[];
}

/**
 * Follows `event.secrets` through a program: members, destructuring, rests, names of variables, functions it is passed
 * to and functions that return it. `secrets` of any object counts, unless that object is written out in the program.
 */
export function secretFlow(code: string): SecretFlow {
  const tree = readTree(code);
  const flow = new Flow(tree);
  for (const node of tree.nodes) flow.begin(node);
  flow.followEvent();
  return { names: flow.names, unknown: [...flow.unknown] };
}

/** Functions of the language that read one property by its name, or hand an object on. */
const BY_NAME = ['Object.hasOwn', 'Object.getOwnPropertyDescriptor', 'Reflect.get', 'Reflect.has'];
const HANDED_ON = ['Object.freeze', 'Object.assign', 'Object.seal', 'structuredClone'];
const HARMLESS = ['Boolean', 'Object.isFrozen'];
const WHOLE = ['Object.entries', 'Object.values', 'JSON.stringify'];

class Flow {
  readonly names = new Set<string>();
  readonly unknown = new Set<Node>();
  readonly #tree: Tree;
  readonly #seen = new Set<Node>();
  /** Calls that pass the secrets as this parameter. */
  readonly #calls = new Map<Binding, Node[]>();
  readonly #events = new Set<Binding>();

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  /** Where a program first names the secrets. */
  begin(node: Node): void {
    const tree = this.#tree;
    if (isMember(node)) {
      if (keysOf(tree, node)?.includes(SECRETS) && !this.#isWrittenOut(child(node, 'object'))) this.#follow(node);
    } else if (node.type === 'ObjectPattern') {
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
    for (const [index, part] of parts.entries()) {
      const texts = textsOf(this.#tree, part) ?? [];
      if (part.type === 'StringLiteral') {
        const [, name] = PATH.exec(texts[0] ?? '') ?? [];
        if (name !== undefined) this.names.add(name);
      }
      if (!texts.includes(SECRETS) || texts.length > 1) continue;
      const next = parts[index + 1];
      if (next !== undefined) this.#use(textsOf(this.#tree, next), whole);
      else if (isCall(whole)) this.#follow(whole);
      else this.unknown.add(whole);
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
      case 'ObjectProperty':
        // Under its own name it is found again.
        return keysOf(this.#tree, parent)?.join() === SECRETS ? undefined : void this.unknown.add(node);
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
    const names = keysOf(this.#tree, member) ?? this.#namesByParameter(child(member, 'property'), secrets);
    this.#use(names, member);
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
    const target = this.#functionOf(child(call, 'callee'));
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
    if (parameter?.type === 'RestElement' || given.slice(0, index).some(({ type }) => type === 'SpreadElement')) {
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

  #functionOf(callee: Node | undefined): Node | undefined {
    if (callee === undefined) return undefined;
    if (isFunction(callee)) return callee;
    const binding = callee.type === 'Identifier' ? this.#tree.bindingOf(callee) : undefined;
    if (binding === undefined) return undefined;
    if (binding.declaration.type === 'FunctionDeclaration' && binding.targets.length === 1) return binding.declaration;
    const value = onlyValueOf(binding);
    return value && isFunction(value) ? value : undefined;
  }

  /** `{ … }` or `require(…)`, which is no event; an object with secrets in it may be. */
  #isWrittenOut(object: Node | undefined): boolean {
    const binding = object?.type === 'Identifier' ? this.#tree.bindingOf(object) : undefined;
    const value = binding && onlyValueOf(binding);
    if (value?.type === 'CallExpression') return nameOf(this.#tree, child(value, 'callee')) === 'require';
    if (value?.type !== 'ObjectExpression') return false;
    const properties = children(value, 'properties');
    const own = properties.find((property) => keysOf(this.#tree, property)?.includes(SECRETS));
    return own !== undefined && child(own, 'value')?.type === 'ObjectExpression';
  }

  /** An event that is read by a name that is not known, or as a whole. */
  followEvent(): void {
    for (const node of this.#tree.nodes) {
      if (node.type !== 'AssignmentExpression') continue;
      const left = child(node, 'left');
      if (left === undefined || !isMember(left) || !keysOf(this.#tree, left)?.some((key) => HANDLERS.includes(key)))
        continue;
      const right = child(node, 'right');
      this.#event(children(this.#functionOf(right), 'params')[0]);
    }
  }

  #event(pattern: Node | undefined): undefined {
    if (pattern?.type === 'ObjectPattern') {
      const rest = children(pattern, 'properties').find(({ type }) => type === 'RestElement');
      return this.#event(child(rest, 'argument'));
    }
    const binding = pattern && this.#tree.bindingOf(pattern);
    if (binding === undefined || this.#events.has(binding)) return;
    this.#events.add(binding);
    for (const read of binding.reads) this.#eventRead(read);
  }

  #eventRead(read: Node): void {
    const parent = this.#tree.parentOf(read);
    if (parent === undefined) return;
    if (isMember(parent) && parent.object === read && keysOf(this.#tree, parent) === undefined) {
      // By a parameter, the calls say which; `'secrets'` among them is found there.
      const key = child(parent, 'property');
      const declaration = key && this.#tree.bindingOf(key)?.declaration;
      if (declaration === undefined || !isFunction(declaration)) this.unknown.add(parent);
    } else if (parent.type === 'VariableDeclarator') this.#event(child(parent, 'id'));
    else if (isCall(parent) && parent.callee !== read) {
      if (WHOLE.includes(nameOf(this.#tree, child(parent, 'callee')))) this.unknown.add(parent);
      const parameters = children(this.#functionOf(child(parent, 'callee')), 'params');
      this.#event(parameters[children(parent, 'arguments').indexOf(read)]);
    } else if (parent.type === 'ForInStatement' && parent.right === read) this.unknown.add(parent);
  }
}

const isMember = ({ type }: Node): boolean => type === 'MemberExpression' || type === 'OptionalMemberExpression';
const isCall = ({ type }: Node): boolean => /^(Optional)?CallExpression$|^NewExpression$/.test(type);

/** `Object.keys` of a global, as it is written. */
function nameOf(tree: Tree, node: Node | undefined): string {
  if (node === undefined) return '';
  if (node.type === 'Identifier') return tree.bindingOf(node) === undefined ? String(node.name) : '';
  if (!isMember(node)) return '';
  const object = nameOf(tree, child(node, 'object'));
  const [key = ''] = keysOf(tree, node) ?? [];
  return object === '' ? '' : `${object}.${key}`;
}
