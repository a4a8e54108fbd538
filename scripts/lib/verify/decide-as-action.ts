import type { Event } from '../../../library/contract.ts';
import { type Decision, type DecisionSettings, decide } from '../../../library/decision.ts';
import type { Policy } from '../../../library/rules.ts';

/** Decides as an Action does: a team's rule that throws is a denial (`EC_INTERNAL`), not an error here. */
export function decideAsAction(event: Event, policy: Policy, settings: DecisionSettings, nowMs: number): Decision {
  try {
    return decide(event, policy, settings, nowMs);
  } catch {
    return { denied: ['EC_INTERNAL'], granted: [], scopeDefaulted: false };
  }
}
