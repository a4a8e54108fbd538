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
