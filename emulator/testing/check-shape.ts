import { closestName, editDistance } from './closest-name.ts';
import { isMisspelling, isOpenObject } from './open-objects.ts';
import type { AnyShape } from './shape.ts';

/**
 * Returns the problems of a value, one line each, the path first: `event.user.email_verified: expected boolean, found
 * "true"`.
 *
 * @param partial fields may be missing, and optional ones may be `undefined`
 */
export function problemsIn(value: unknown, shape: AnyShape, path: string, partial: boolean): string[] {
  if (typeof shape === 'string') return problemsInLeaf(value, shape, path);
  if (shape instanceof Set) return problemsInChoice(value, [...shape], path);
  if (isList(shape)) {
    if (!Array.isArray(value)) return [mismatch(path, 'array', value)];
    return value.flatMap((item, index) => problemsIn(item, shape[0], `${path}[${index}]`, false));
  }
  if (!isRecord(value)) return [mismatch(path, 'object', value)];
  return problemsInFields(value, fieldsOf(shape), path, partial);
}

interface Field {
  name: string;
  optional: boolean;
  shape: AnyShape;
}

const FIELDS = new WeakMap<object, readonly Field[]>();

function fieldsOf(shape: object): readonly Field[] {
  const known = FIELDS.get(shape);
  if (known !== undefined) return known;
  const fields = Object.entries(shape).map(([key, field]) => ({
    name: key.replace(/\?$/, ''),
    optional: key.endsWith('?'),
    shape: field,
  }));
  FIELDS.set(shape, fields);
  return fields;
}

function problemsInFields(value: object, fields: readonly Field[], path: string, partial: boolean): string[] {
  const names = fields.map(({ name }) => name);
  const unknown = Object.keys(value).filter((key) => !names.includes(key));
  return [
    ...unknown.flatMap((key) =>
      isOpenObject(path) && mayGrowBy(key, names)
        ? problemsInJson(Reflect.get(value, key), `${path}.${key}`)
        : [`${path}.${key}: unknown, ${suggestion(key, names)}`],
    ),
    ...fields.flatMap(({ name, optional, shape }) => {
      if (!Object.hasOwn(value, name)) return optional || partial ? [] : [`${path}.${name}: missing`];
      const field: unknown = Reflect.get(value, name);
      return optional && field === undefined ? [] : problemsIn(field, shape, `${path}.${name}`, partial);
    }),
  ];
}

const mayGrowBy = (key: string, names: readonly string[]): boolean =>
  key !== '' && key !== '__proto__' && !names.some((name) => isMisspelling(key, name, editDistance(key, name)));

function problemsInChoice(value: unknown, choices: readonly string[], path: string): string[] {
  if (typeof value !== 'string') return [mismatch(path, 'string', value)];
  return choices.includes(value)
    ? []
    : [`${path}: unknown value ${JSON.stringify(value)}, ${suggestion(value, choices)}`];
}

function suggestion(name: string, known: readonly string[]): string {
  const closest = closestName(name, known);
  return closest === undefined ? `expected one of ${known.join(', ')}` : `did you mean "${closest}"?`;
}

const mismatch = (path: string, expected: string, found: unknown): string =>
  `${path}: expected ${expected}, found ${describe(found)}`;

function describe(value: unknown): string {
  if (value === undefined || typeof value === 'number') return String(value);
  if (typeof value === 'function') return 'a function';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function problemsInLeaf(value: unknown, kind: Leaf, path: string): string[] {
  switch (kind) {
    case 'string':
    case 'boolean':
      return typeof value === kind ? [] : [mismatch(path, kind, value)];
    case 'number':
      return Number.isFinite(value) ? [] : [mismatch(path, kind, value)];
    case 'map of strings':
      return isRecord(value)
        ? entriesOf(value, path).flatMap(([at, entry]) =>
            entry === undefined ? [] : problemsInLeaf(entry, 'string', at),
          )
        : [mismatch(path, 'object', value)];
    case 'map of JSON':
      return isRecord(value)
        ? entriesOf(value, path).flatMap(([at, entry]) => problemsInJson(entry, at))
        : [mismatch(path, 'object', value)];
  }
}

function problemsInJson(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => problemsInJson(item, `${path}[${index}]`));
  if (isRecord(value)) return entriesOf(value, path).flatMap(([at, entry]) => problemsInJson(entry, at));
  const isJson = value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
  return isJson ? [] : [mismatch(path, 'JSON', value)];
}

const entriesOf = (map: object, path: string): [string, unknown][] =>
  Object.entries(map).map(([key, entry]) => [`${path}.${key}`, entry]);

type Leaf = Extract<AnyShape, string>;

const isList = (shape: AnyShape): shape is readonly [AnyShape] => Array.isArray(shape);

export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
