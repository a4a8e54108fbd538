import { afterEach, expect, test } from 'vitest';
import { isRealmChanged, realmState } from '../../../emulator/runtime/realm.ts';

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'left');
  Reflect.deleteProperty(Array.prototype, 'left');
});

test('a realm that nobody changed is unchanged, though it holds NaN', () => {
  expect(isRealmChanged(realmState())).toBe(false);
});

test.each([
  ['a global', () => Reflect.set(globalThis, 'left', 1)],
  ['a property of a prototype', () => Reflect.set(Array.prototype, 'left', 1)],
])('%s that code leaves is a change', (_name, leave) => {
  const before = realmState();
  leave();
  expect(isRealmChanged(before)).toBe(true);
});
