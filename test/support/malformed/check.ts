/** Sends malformed requests to a tenant and says what it got wrong. */
import { serialize } from 'node:v8';
import { assert, asyncProperty, gen } from 'fast-check';
import type { TestTenant } from '../tenant.ts';
import { makeFuzzTarget } from './fuzz-target.ts';
import { type MalformedRequest, malformedRequest } from './requests.ts';
import { type Answer, send } from './send.ts';

export interface Tally {
  /** How many answers had a status of each class, `4xx`. */
  classes: Record<string, number>;
  /** Routes that a request was refused on. */
  refused: Set<string>;
  /** Requests refused after which the tenant was compared with before. */
  compared: number;
}

const REFRESH_EVERY = 250;

/** Matches a line of a stack trace, a path of the project or the name of an error of JavaScript. */
const TRACE = /\n\s+at |node_modules|node:internal|file:\/\/|\.ts:\d|(Type|Reference|Range|Syntax)Error/;

/** Rejects at the first request that is answered with a 5xx, a trace or not at all, or that is refused and did something. */
export async function checkMalformed(
  tenant: TestTenant,
  runs: { requests: number; seed: number; onlyTokens?: boolean },
): Promise<Tally> {
  const world = await makeFuzzTarget(tenant);
  const tally: Tally = { classes: {}, refused: new Set(), compared: 0 };
  let sent = 0;
  const property = asyncProperty(gen(), async (g) => {
    sent += 1;
    if (sent % REFRESH_EVERY === 0) await world.refresh();
    const request = malformedRequest(g, world, runs.onlyTokens);
    const before = serialize(tenant.emulator.contents());
    const answer = await send(tenant.emulator.browserOrigin, request);
    const isUnchanged = before.equals(serialize(tenant.emulator.contents()));
    const problem = problemOf(answer, isUnchanged);
    if (problem !== undefined) throw new Error(`${problem}\n${summary(request, answer)}`);
    count(tally, request, answer);
  });
  await assert(property, { numRuns: runs.requests, seed: runs.seed, endOnFailure: true });
  return tally;
}

function problemOf({ status, body, location = '' }: Answer, isUnchanged: boolean): string | undefined {
  if (status >= 500) return 'a server error';
  if (location.includes('error=server_error')) return 'a server error, redirected';
  if (status >= 400 && TRACE.test(body)) return 'a trace in the body';
  if (status >= 400 && !isUnchanged) return 'refused, and something changed';
  return undefined;
}

function count(tally: Tally, { route }: MalformedRequest, { status }: Answer): void {
  const kind = `${Math.floor(status / 100)}xx`;
  tally.classes[kind] = (tally.classes[kind] ?? 0) + 1;
  if (status < 400) return;
  tally.refused.add(route.trim());
  tally.compared += 1;
}

const short = (text: string | undefined): string => (text ?? '').slice(0, 600);

const summary = ({ method, path, headers, body }: MalformedRequest, answer: Answer): string =>
  [
    `${method} ${short(path)}`,
    JSON.stringify({ ...headers, authorization: undefined }),
    short(body),
    `${answer.status} ${answer.location ?? ''}`,
    short(answer.body),
  ].join('\n');
