/** Records the content of a realm's globals and built-in objects, to find out later whether code has changed them. */
export type RealmState = ReadonlyMap<object, ReadonlyMap<PropertyKey, unknown>>;

/** Marks what is read by a function: Node replaces some of its globals when they are first used. */
const LAZY = Symbol('lazy');

/** Returns what the global object, each built-in function and each prototype holds now. */
export function realmState(): RealmState {
  const objects = new Set<object>([globalThis]);
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors(globalThis))) {
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) continue;
    objects.add(value);
    const prototype: unknown = Object.getOwnPropertyDescriptor(value, 'prototype')?.value;
    if (typeof prototype === 'object' && prototype !== null) objects.add(prototype);
  }
  objects.delete(process);
  return new Map([...objects].map((object) => [object, propertiesOf(object)]));
}

function propertiesOf(object: object): ReadonlyMap<PropertyKey, unknown> {
  const keys = Reflect.ownKeys(object);
  return new Map(
    keys.map((key) => {
      const found = Object.getOwnPropertyDescriptor(object, key);
      return [key, found !== undefined && 'value' in found ? found.value : LAZY];
    }),
  );
}

/** Returns whether code that ran since has left something behind that other code would find. */
export function isRealmChanged(before: RealmState): boolean {
  return [...before].some(([object, properties]) => {
    const now = propertiesOf(object);
    if (now.size !== properties.size) return true;
    return [...properties].some(([key, value]) => !now.has(key) || (value !== LAZY && !Object.is(now.get(key), value)));
  });
}
