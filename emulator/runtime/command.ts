import type { JsonValue } from '../state.ts';

/** One call an Action made on `api`, recorded and applied later: nothing an Action does calls back into the tenant. */
export interface Command {
  /** Path below `api`, for instance `accessToken.addScope`. */
  method: string;
  args: JsonValue[];
}

/** What one execution of one Action left behind. */
export interface ActionResult {
  commands: Command[];
  /** Console output, uncut. */
  logs: string;
  /** Set when the handler threw, timed out or its worker ended. */
  error?: { name: string; message: string };
}

/** An argument as it crosses to Auth0's servers: JSON, so that later changes to the value do not count. */
export function jsonArgument(value: unknown): JsonValue {
  const text = JSON.stringify(value);
  return text === undefined ? null : JSON.parse(text);
}
