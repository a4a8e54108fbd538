import type { Answer, FactorType } from '#actions-testing';
import type { AuthenticationMethod, Event } from '../../../library/contract.ts';
import type { RecordedLogin, RecordedRun } from './local-tenant.ts';

const OIN_CLIENT_IDS = 'OIN_CLIENT_IDS';

/** Holds what to run again of a recorded login. */
export interface Replay {
  event: Event;
  /** Epoch milliseconds at which its first Action ran. */
  startedMs: number;
  answers: Answer[];
  /** Notes about what could not be taken from the record. */
  notes: string[];
}

/**
 * Returns the login's first event, the person's answers between its Actions, and replacements for what the record
 * masks.
 */
export function replayOf({ runs }: RecordedLogin, secretNames: readonly string[]): Replay {
  const [first] = runs;
  if (first === undefined) throw new RangeError('a recorded login without runs');
  const { secrets, notes } = standIns(first.event, runs, secretNames);
  const startedMs = first.atMs - first.durationMs;
  return { event: { ...first.event, secrets }, startedMs, answers: answersIn(runs, startedMs), notes };
}

/** Returns the answers: events differ by what was proven or enrolled between one Action and the next. */
function answersIn(runs: readonly RecordedRun[], startedMs: number): Answer[] {
  const answers: Answer[] = [];
  let waitedFromMs = startedMs;
  for (const [index, { event }] of runs.slice(1).entries()) {
    const before = runs[index]?.event;
    if (before === undefined) continue;
    const enrolled = enrolledIn(event).filter((type) => !enrolledIn(before).includes(type));
    answers.push(...enrolled.map((factor): Answer => ({ kind: 'enroll', factor })));
    for (const { type, timestamp } of provenSince(before, event)) {
      if (type === undefined || enrolled.includes(type)) continue;
      const provenMs = Date.parse(timestamp);
      // A tenant's record says of no other factor than those it shows.
      answers.push({ kind: 'challenge', factor: type as FactorType, afterMs: Math.max(0, provenMs - waitedFromMs) });
      waitedFromMs = provenMs;
    }
  }
  return answers;
}

const enrolledIn = (event: Event): FactorType[] =>
  // The types come from the tenant's record.
  (event.user.enrolledFactors ?? []).map(({ type }) => type as FactorType);

function provenSince(before: Event, after: Event): (AuthenticationMethod & { type?: FactorType })[] {
  const known = new Set(before.authentication?.methods.map((method) => JSON.stringify(method)));
  const proven = (after.authentication?.methods ?? []).filter(
    (method) => method.name === 'mfa' && !known.has(JSON.stringify(method)),
  );
  // The types come from the tenant's record.
  return proven as (AuthenticationMethod & { type?: FactorType })[];
}

/**
 * Returns replacements for the secrets, which a record masks. The secret with the OIN client is known from the Actions'
 * codes: it contains this login's client unless they said that it does not.
 */
function standIns(
  event: Event,
  runs: readonly RecordedRun[],
  secretNames: readonly string[],
): { secrets: Record<string, string>; notes: string[] } {
  const unknown = secretNames.filter((name) => name !== OIN_CLIENT_IDS);
  const notes = unknown.map(
    (name) => `secret ${name} is masked in the record and left out; --override secrets.${name}=…`,
  );
  if (!secretNames.includes(OIN_CLIENT_IDS)) return { secrets: {}, notes };
  const codes = runs.flatMap((run) => run.codes);
  if (codes.includes('EC_CONFIG')) {
    return { secrets: {}, notes: [...notes, `secret ${OIN_CLIENT_IDS} is left out: the record says EC_CONFIG`] };
  }
  const isOther = codes.includes('EC_CLIENT');
  return {
    secrets: { [OIN_CLIENT_IDS]: isOther ? 'another client' : event.client.client_id },
    notes: [
      ...notes,
      `secret ${OIN_CLIENT_IDS} is masked in the record: taken to be ${isOther ? 'another client, as it says EC_CLIENT' : 'this login’s client'}; --override secrets.${OIN_CLIENT_IDS}=…`,
    ],
  };
}
