import type { FunctionNode } from './syntax.ts';

/** The event itself, or what is at a path of it; `*` is an element of a list. */
export interface EventPart {
  kind: 'event';
  path: readonly string[];
}

/** Represents a function with the names that it sees. */
export interface Closure {
  kind: 'closure';
  node: FunctionNode;
  scope: Scope;
  /** Whether it is declared as a `Rule`: its caller passes the event. */
  isRule?: boolean;
}

/** Represents an object literal, a namespace, or a class with its static members. */
export interface Fields {
  kind: 'fields';
  /** Each is followed when it is asked for. */
  fields: ReadonlyMap<string, () => Value>;
}

export interface Items {
  kind: 'items';
  items: readonly Value[];
  /** Positions are not known, only what may be in the list. */
  isLoose: boolean;
}

export interface Text {
  kind: 'text';
  text: string;
}

/** Represents a function of the library, which is trusted; `*` is the library as a whole. */
export interface Library {
  kind: 'library';
  name: string;
}

export type Atom = EventPart | Closure | Fields | Items | Text | Library;

/** Lists the possible values of an expression; an unknown one is among them. */
export type Value = readonly Atom[];

export const UNKNOWN: Value = [];
export const EVENT: Value = [{ kind: 'event', path: [] }];

/** Returns what either may be. An atom counts once. */
export function union(...values: readonly Value[]): Value {
  const atoms: Atom[] = [];
  for (const atom of values.flat()) if (!atoms.some((known) => isSame(known, atom))) atoms.push(atom);
  return atoms;
}

function isSame(one: Atom, other: Atom): boolean {
  if (one.kind === 'closure') return other.kind === 'closure' && one.node === other.node && one.scope === other.scope;
  if (one.kind === 'event') return other.kind === 'event' && one.path.join('.') === other.path.join('.');
  if (one.kind === 'text') return other.kind === 'text' && one.text === other.text;
  if (one.kind === 'library') return other.kind === 'library' && one.name === other.name;
  return one === other;
}

export const textsOf = (value: Value): string[] => value.flatMap((atom) => (atom.kind === 'text' ? [atom.text] : []));

/** Returns what an element of a list may be. */
export const elementOf = (value: Value): Value =>
  union(
    ...value.map((atom): Value => {
      if (atom.kind === 'items') return union(...atom.items);
      return atom.kind === 'event' ? [{ kind: 'event', path: [...atom.path, '*'] }] : UNKNOWN;
    }),
  );

export const looseItems = (...items: readonly Value[]): Value => [{ kind: 'items', items, isLoose: true }];

/** Describes the names that a piece of code sees. */
export interface Scope {
  /** Returns what the name may be, or nothing where it is not declared. */
  lookup(name: string): Value | undefined;
  declare(name: string, value: Value): void;
  /** Adds to what the name may be, where it is declared. */
  assign(name: string, value: Value): void;
  /** Returns whether a type of this name is the contract's `Event`. */
  isEventType(name: string): boolean;
  /** The path of the file, relative to the project. */
  file: string;
}

/** Makes a scope inside another one. */
export function childOf(parent: Scope): Scope {
  const names = new Map<string, Value>();
  return {
    lookup: (name) => names.get(name) ?? parent.lookup(name),
    declare: (name, value) => void names.set(name, value),
    assign(name, value) {
      const known = names.get(name);
      if (known === undefined) parent.assign(name, value);
      else names.set(name, union(known, value));
    },
    isEventType: (name) => parent.isEventType(name),
    file: parent.file,
  };
}
