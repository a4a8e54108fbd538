import { isRecord } from './check-shape.ts';
import { EVENT_SHAPE } from './event-shape.ts';
import { RARE_FIELDS, RARE_PARTS } from './full-event.ts';

/**
 * Returns the fields that a part has in every event that has the part, as `fullEvent` has them. Nothing for a part that is not rare:
 * an organization without a name, say, is a mistake.
 *
 * @param path of the part in an event, without `event.`
 */
export function requiredOf(path: string): Record<string, unknown> | undefined {
  const keys = path.split('.');
  const part = keys.reduce(own, { ...RARE_FIELDS, ...RARE_PARTS });
  const shape = keys.reduce<unknown>((at, key) => own(at, key) ?? own(at, `${key}?`), EVENT_SHAPE);
  return isRecord(part) && isRecord(shape) ? required(part, shape) : undefined;
}

const required = (part: Record<string, unknown>, shape: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(part).flatMap(([key, value]) => {
      const field = own(shape, key);
      if (field === undefined) return [];
      return [[key, isRecord(value) && isRecord(field) ? required(value, field) : value]];
    }),
  );

const own = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
