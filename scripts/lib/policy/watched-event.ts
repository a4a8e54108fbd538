import type { Event } from '../../../library/contract.ts';
import { isRecord } from '../is-record.ts';

export interface WatchedEvent {
  event: Event;
  /** The reads of the event, in order: values by path, lists as a whole; `undefined` for missing ones. */
  reads: Map<string, unknown>;
}

/** Returns the same event, and a record of what a rule reads of it. */
export function watchedEvent(event: Event): WatchedEvent {
  const reads = new Map<string, unknown>();
  return { event: watched(event, '', reads), reads };
}

function watched<T extends object>(target: T, path: string, reads: Map<string, unknown>): T {
  const pathOf = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const noteAbsence = (key: string | symbol): void => {
    if (typeof key === 'string' && !Object.hasOwn(target, key)) reads.set(pathOf(key), undefined);
  };
  return new Proxy(target, {
    get(object, key, receiver) {
      const value: unknown = Reflect.get(object, key, receiver);
      if (typeof key === 'symbol' || typeof value === 'function') return value;
      if (isRecord(value)) return watched(value, pathOf(key), reads);
      reads.set(pathOf(key), value);
      return value;
    },
    has(object, key) {
      noteAbsence(key);
      return Reflect.has(object, key);
    },
    // `Object.hasOwn` asks here.
    getOwnPropertyDescriptor(object, key) {
      noteAbsence(key);
      return Reflect.getOwnPropertyDescriptor(object, key);
    },
  });
}
