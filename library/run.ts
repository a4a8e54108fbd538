import { type Code, denyText, type PassCode } from './codes.ts';
import type { Event, PostLoginAPI } from './contract.ts';
import { formatLogLine } from './log-line.ts';
import { read } from './read.ts';
import { AUDIENCE } from './scopes.ts';

/** Describes the result of a run: a denial with its codes, of which the text shows the first, or the calls to make. */
export type Outcome = { denied: readonly Code[] } | { passed: readonly PassCode[]; act?: () => void };

/**
 * Runs an Action of this library. It does nothing for other audiences. It decides first and calls `api` afterwards; a
 * denial is the run's only call; an unexpected error is a denial. If even `deny` throws, it throws too: Auth0 then
 * fails the login.
 */
export async function run(
  event: Event,
  api: PostLoginAPI,
  settle: (nowMs: number) => Outcome | Promise<Outcome>,
): Promise<void> {
  if (read(event, 'resource_server', 'identifier') !== AUDIENCE) return;

  let outcome: Outcome;
  try {
    outcome = await settle(Date.now());
    if ('passed' in outcome) outcome.act?.();
  } catch {
    outcome = { denied: ['EC_INTERNAL'] };
  }

  if ('denied' in outcome) {
    api.access.deny(denyText(outcome.denied));
    log(formatLogLine(event, 'denied', outcome.denied));
  } else {
    log(formatLogLine(event, 'passed', outcome.passed));
  }
}

function log(line: string): void {
  // biome-ignore lint/suspicious/noConsole: an Action's console is what Auth0 keeps with the login's execution
  console.log(line);
}
