import { changedEvent, type EventChange, overrideAt } from '#actions-testing';
import type { Event } from '../../../library/contract.ts';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { shellOption } from '../shell.ts';

/** Returns an event with `PATH=VALUE` overrides, in their order, or every mistake in them. */
export function withOverrides(event: Event, overrides: readonly string[]): Result<Event> {
  const failures: Failure[] = [];
  let changed = event;
  for (const text of overrides) {
    const parsed = parseOverride(text);
    try {
      if (parsed === undefined) failures.push(invalid(text, `"${text}" without a path and a value`));
      else changed = changedEvent(changed, parsed);
    } catch (error) {
      // The kit's: it names the path, and the nearest one.
      if (!(error instanceof TypeError)) throw error;
      failures.push(...error.message.split('\n').map((line) => invalid(text, line)));
    }
  }
  return failures.length > 0 ? failed(...failures) : ok(changed);
}

/** A value is JSON, or else text; `undefined` takes away what may be absent. `event.` before the path may be there. */
function parseOverride(text: string): EventChange | undefined {
  const [, path, value] = /^(?:event\.)?([^=]+)=(.*)$/s.exec(text) ?? [];
  return path === undefined || value === undefined ? undefined : overrideAt(path, valueIn(value));
}

function valueIn(text: string): unknown {
  if (text === 'undefined') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const invalid = (override: string, found: string): Failure => ({
  code: 'OVERRIDE_INVALID',
  expected: 'PATH=VALUE, a path that an event has and a value of its type',
  found,
  fix: /expected string, found (?!object|\[|\{)/.test(found)
    ? `Write it in double quotes where text reads as JSON: ${shellOption('override', override.replace(/=(.*)$/s, '="$1"'))}.`
    : 'Correct --override; library/contract.ts has every path, and lists are given whole.',
});
