import type { Event } from '../../library/contract.ts';
import { isRecord } from './check-shape.ts';
import { EVENT_SHAPE } from './event-shape.ts';
import type { EventChange, EventOverrides } from './login-event.ts';
import { requiredOf } from './required-part.ts';

/**
 * Returns a change that sets one field of the event by its path: `overrideAt('user.app_metadata.is_admin', true)`. In
 * an open map the other entries stay; a list is replaced as a whole. `undefined` removes an optional field. It does not
 * check that the event has the path: `loginEvent` throws.
 */
export const overrideAt =
  (path: string, value: unknown): EventChange =>
  (event: Event) =>
    // Paths and types are checked where the change is applied.
    placed(event, EVENT_SHAPE, path.split('.'), value) as EventOverrides;

function placed(
  current: unknown,
  shape: unknown,
  [key, ...rest]: readonly string[],
  value: unknown,
  path: readonly string[] = [],
): unknown {
  if (key === undefined) return value;
  const at = [...path, key];
  // A part that is not there yet comes with what it needs.
  const next = own(current, key) ?? (rest.length > 0 && !isOwn(current, key) ? requiredOf(at.join('.')) : undefined);
  const made = placed(next, own(shape, key) ?? own(shape, `${key}?`), rest, value, at);
  const field = next !== undefined && !isOwn(current, key) && isRecord(made) ? { ...Object(next), ...made } : made;
  const isOpen = shape === undefined || (typeof shape === 'string' && shape.startsWith('map'));
  return isOpen && isRecord(current) ? { ...current, [key]: field } : { [key]: field };
}

const isOwn = (value: unknown, key: string): boolean => isRecord(value) && Object.hasOwn(value, key);

const own = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
