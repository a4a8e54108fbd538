import { failed, ok, type Result } from '../failures.ts';
import type { DomainRules } from './domain-rules.ts';
import { type Metadata, readList, withList } from './metadata-lists.ts';

/** Says how a domain was proven to be the customer's. */
export type Proof = 'dns' | 'attest';

/**
 * Describes one email domain of an organization, as `domain_claims` of its metadata keeps it: who claims it, and its
 * proof.
 */
export interface Claim {
  /** The domain in the Action's normal form. */
  domain: string;
  /** `store`: verified in Auth0's own store by someone else, such as the customer's self-service. */
  status: 'pending' | Proof | 'store';
  /** ISO 8601, in seconds. */
  at: string;
  /** Resolvers that were asked, or the note of who attests. */
  detail?: string;
}

const NAME = 'domain_claims';
const SEPARATOR = '; ';
const ENTRY = /^(\S+) (pending|dns|attest|store) (\S+)(?: (.+))?$/;

/** Returns an organization’s claims; other entries are left out. */
export function readClaims(metadata: Metadata): Claim[] {
  return readList(metadata, NAME, ';').flatMap((text): Claim[] => {
    const [, domain, status, at, detail] = ENTRY.exec(text) ?? [];
    if (domain === undefined || at === undefined || !isStatus(status)) return [];
    return [{ domain, status, at, ...(detail !== undefined && { detail }) }];
  });
}

const isStatus = (text: string | undefined): text is Claim['status'] =>
  text === 'pending' || text === 'dns' || text === 'attest' || text === 'store';

/**
 * Returns the metadata with these claims, and with the proven domains in the list that the Action reads. Nothing else
 * may write that list.
 *
 * @param rules name its key
 */
export function withClaims(
  metadata: Metadata,
  claims: readonly Claim[],
  published: readonly string[],
  { metadataKey }: Pick<DomainRules, 'metadataKey'>,
) {
  const sorted = [...claims].sort((a, b) => a.domain.localeCompare(b.domain));
  const withEvidence = withList(metadata, NAME, sorted.map(claimText), SEPARATOR);
  return withList(withEvidence, metadataKey, [...published].sort(), ',');
}

const claimText = ({ domain, status, at, detail }: Claim): string =>
  [domain, status, at, ...(detail === undefined ? [] : [detail])].join(' ');

/** Limits a note, so that a claim fits into one value beside the longest domain. */
const MAX_NOTE_LENGTH = 120;

/** Checks the note of a person who attests to domains or vouches for an account, if there is one. */
export function checkNote(note: string | undefined, column: 'attest' | 'vouch' = 'attest'): Result<string | undefined> {
  const text = note === undefined ? undefined : noteText(note);
  if (note === undefined || text !== undefined) return ok(text);
  return failed({
    code: 'CUSTOMER_VALUE',
    expected: `${column} to be a note of 1 to ${MAX_NOTE_LENGTH} characters`,
    found: `${note.length}`,
    fix: `Say in a few words what proves ${column === 'attest' ? 'the domains' : 'whose account it is'}.`,
  });
}

/** Returns a note without the separators of claims; `undefined` if nothing is left. */
function noteText(note: string): string | undefined {
  const text = note.replaceAll(/[;\p{C}\s]+/gu, ' ').trim();
  return text === '' || text.length > MAX_NOTE_LENGTH ? undefined : text;
}

/** Returns a time as ISO 8601 in UTC, to the second. */
export const isoSeconds = (nowMs: number): string => new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
