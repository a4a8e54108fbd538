import { OIN_CLIENT_IDS } from '../manifest/environment.ts';
import type { TenantSession } from '../tenant/session.ts';

/** Holds what the stages have found on a tenant so far, for the stages after them. */
export interface Facts {
  /** Is the client id of the client that Okta uses; `undefined` until it is found or made. */
  readonly oinClientId: string | undefined;
  /** Names profiles of the tenant that represent entries of `tenant.yaml` under another name. */
  readonly adopted: readonly string[];
  /** Tells people what was found and is left as it is, a sentence each. */
  readonly notes: readonly string[];
}

/** Holds what one stage adds to the facts. */
export type FoundFacts = Partial<Facts>;

/** Returns what is known before the first stage: the environment's variables may name the OIN client. */
export const factsAtStart = ({ secrets }: Pick<TenantSession, 'secrets'>): Facts => ({
  oinClientId: secrets[OIN_CLIENT_IDS],
  adopted: [],
  notes: [],
});

/** Returns the facts with what a stage has found; each adopted name and each note once. */
export const withFound = (facts: Facts, { oinClientId, adopted = [], notes = [] }: FoundFacts = {}): Facts => ({
  oinClientId: oinClientId ?? facts.oinClientId,
  adopted: [...new Set([...facts.adopted, ...adopted])],
  notes: [...new Set([...facts.notes, ...notes])],
});
