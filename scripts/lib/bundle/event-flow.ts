import { HANDLERS } from '#actions-testing';
import { functionOf, isCall, isForeign, isMember, mentions, nameOf } from './syntax/calls.ts';
import { keysOf, onlyValueOf, textsOf } from './syntax/constants.ts';
import { type Binding, child, children, isFunction, type Node, type Tree } from './syntax/tree.ts';

/** Functions of the language whose answer holds all that they were given, or shows it as a whole. */
const HANDED_ON = /^(?:Object\.(?:assign|freeze|seal)|structuredClone|Promise\.resolve)$/;
const WHOLE =
  /^(?:Object\.(?:entries|fromEntries|keys|values|getOwnPropertyDescriptors?)|JSON\.stringify|Proxy|eval|Function)$/;

const EVALUATES = /^(?:(?:globalThis|global)\.)?(?:eval|Function)$/;

/**
 * Follows the event that a handler gets through a program, so as to find where it is read by a name that is not known, or as
 * a whole: the secrets may be among what is read there.
 */
export class EventFlow {
  /** Such places. */
  readonly unknown = new Set<Node>();
  readonly #tree: Tree;
  readonly #events = new Set<Binding>();
  readonly #seen = new Set<Node>();

  constructor(tree: Tree) {
    this.#tree = tree;
    for (const node of tree.nodes) {
      // The effect of code in a text is unknown.
      if (isCall(node) && EVALUATES.test(nameOf(tree, child(node, 'callee')))) this.unknown.add(node);
      if (this.#isHandlerNamed(node)) this.#handler(child(node, 'right') ?? child(node, 'value') ?? node);
    }
  }

  /**
   * Returns whether an identifier refers to the event. A parameter of that name does in any function: its caller may be
   * chosen from a list.
   */
  readonly isEvent = (node: Node): boolean => {
    const binding = node.type === 'Identifier' ? this.#tree.bindingOf(node) : undefined;
    if (binding === undefined) return false;
    return this.#events.has(binding) || (node.name === 'event' && isFunction(binding.declaration));
  };

  /** The value of this expression holds the secrets under their name, as the event does. */
  follow(node: Node): undefined {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    const parent = this.#tree.parentOf(node);
    if (parent === undefined) return;
    if (isMember(parent) && parent.object === node) return this.#read(parent);
    if (isCall(parent) && parent.callee !== node) return this.#argument(parent, node);
    switch (parent.type) {
      case 'VariableDeclarator':
        return this.#bind(child(parent, 'id'));
      case 'AssignmentExpression':
        if (parent.right !== node) return;
        this.#bind(child(parent, 'left'));
        return this.follow(parent);
      case 'AwaitExpression':
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'ParenthesizedExpression':
      case 'SequenceExpression':
        return this.follow(parent);
      case 'ForInStatement':
        return parent.right === node ? void this.unknown.add(parent) : undefined;
      case 'ArrayExpression':
        return this.#element(parent);
      case 'SpreadElement': {
        const whole = this.#tree.parentOf(parent);
        return whole?.type === 'ObjectExpression' ? this.follow(whole) : undefined;
      }
    }
  }

  /** `exports.onExecutePostLogin = …` and `{ onExecutePostLogin: … }`. */
  #isHandlerNamed(node: Node): boolean {
    const named = node.type === 'AssignmentExpression' ? child(node, 'left') : node;
    const isKeyed = named !== undefined && (isMember(named) || /^Object(Property|Method)$/.test(named.type));
    if (!isKeyed || (named === node && !node.type.startsWith('Object'))) return false;
    return keysOf(this.#tree, named)?.some((key) => HANDLERS.includes(key)) ?? false;
  }

  /**
   * Follows what is called with the event: a function, one that another function makes of it, or an object's method.
   */
  #handler(value: Node, depth = 0): undefined {
    const target = functionOf(this.#tree, value);
    if (target !== undefined) return this.#called(target);
    if (depth > 4) return;
    if (value.type === 'Identifier') {
      const binding = this.#tree.bindingOf(value);
      const only = binding && onlyValueOf(binding);
      return only && this.#handler(only, depth + 1);
    }
    if (isCall(value)) {
      for (const argument of children(value, 'arguments')) this.#handler(argument, depth + 1);
      const maker = functionOf(this.#tree, child(value, 'callee'));
      const made = maker && child(maker, 'body');
      return made && isFunction(made) ? this.#called(made) : undefined;
    }
    if (!isMember(value)) return;
    const keys = keysOf(this.#tree, value);
    for (const node of this.#tree.nodes) {
      if (!/^(Object(Property|Method)|ClassMethod)$/.test(node.type)) continue;
      if (!keysOf(this.#tree, node)?.some((key) => keys?.includes(key))) continue;
      this.#called(isFunction(node) ? node : functionOf(this.#tree, child(node, 'value')));
    }
  }

  #called(target: Node | undefined, position = 0): undefined {
    if (target === undefined) return;
    this.#arguments(target);
    const parameters = children(target, 'params');
    const rest = parameters.findIndex(({ type }) => type === 'RestElement');
    if (rest < 0 || rest > position) return this.#bind(parameters[position]);
    const list = child(parameters[rest], 'argument');
    if (list?.type === 'ArrayPattern') return this.#bind(children(list, 'elements')[position - rest]);
    for (const read of (list && this.#tree.bindingOf(list)?.reads) ?? []) {
      const parent = this.#tree.parentOf(read);
      if (parent !== undefined && isMember(parent) && parent.object === read) this.follow(parent);
    }
  }

  /** A function that reads its arguments by their positions gets the event so. */
  #arguments(target: Node): undefined {
    const isArguments = (node: Node): boolean =>
      node.type === 'Identifier' && node.name === 'arguments' && this.#tree.bindingOf(node) === undefined;
    for (const node of this.#tree.nodes) {
      const parent = isArguments(node) ? this.#tree.parentOf(node) : undefined;
      if (parent !== undefined && isMember(parent) && mentions(target, (below) => below === node)) this.follow(parent);
    }
  }

  #bind(pattern: Node | undefined): undefined {
    switch (pattern?.type) {
      case 'Identifier': {
        const binding = this.#tree.bindingOf(pattern);
        if (binding === undefined || this.#events.has(binding)) return;
        this.#events.add(binding);
        for (const read of binding.reads) this.follow(read);
        return;
      }
      case 'AssignmentPattern':
        return this.#bind(child(pattern, 'left'));
      case 'ObjectPattern':
        for (const property of children(pattern, 'properties')) {
          if (property.type === 'RestElement') this.#bind(child(property, 'argument'));
          else if (keysOf(this.#tree, property) === undefined) this.unknown.add(property);
        }
        return;
    }
  }

  #read(member: Node): undefined {
    if (keysOf(this.#tree, member) !== undefined) return;
    // For a parameter, the calls give the names; `'secrets'` among them is found there.
    const key = child(member, 'property');
    const declaration = key && this.#tree.bindingOf(key)?.declaration;
    if (declaration === undefined || !isFunction(declaration)) this.unknown.add(member);
  }

  #argument(call: Node, node: Node): undefined {
    const callee = child(call, 'callee');
    const name = nameOf(this.#tree, callee);
    if (WHOLE.test(name)) return void this.unknown.add(call);
    if (HANDED_ON.test(name)) return this.follow(call);
    const target = functionOf(this.#tree, callee);
    if (target !== undefined) return this.#called(target, children(call, 'arguments').indexOf(node));
    // A package may read anything of it, unless it is asked for one path.
    const isPackage = name === '' && callee !== undefined && isForeign(this.#tree, callee, this.isEvent);
    const others = children(call, 'arguments').filter((argument) => argument !== node);
    if (isPackage && !others.some((argument) => textsOf(this.#tree, argument) !== undefined)) this.unknown.add(call);
  }

  /** `for (const e of [event])` and `[event].map((e) => …)`. */
  #element(list: Node): undefined {
    const parent = this.#tree.parentOf(list);
    if (parent?.type === 'ForOfStatement') {
      const [declarator] = children(child(parent, 'left'), 'declarations');
      return this.#bind(child(declarator, 'id'));
    }
    const call = parent && isMember(parent) && parent.object === list ? this.#tree.parentOf(parent) : undefined;
    if (call === undefined || !isCall(call) || call.callee !== parent) return;
    return this.#called(functionOf(this.#tree, children(call, 'arguments')[0]));
  }
}
