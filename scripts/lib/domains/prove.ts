import type { ManagementClient } from 'auth0';
import { askDns, type ResolverAnswer } from './ask-dns.ts';
import { type Claim, isoSeconds, readClaims } from './claims.ts';
import type { Organization } from './organization.ts';
import type { StoredDomain } from './stored-domains.ts';

export interface ProofOptions {
  resolvers: readonly string[];
  /** The person whose attestation counts, as the option gives it: DNS is not asked then. */
  attest?: string;
  nowMs: number;
}

/** Describes a domain whose record is not (everywhere) visible yet. */
export interface PendingDomain extends StoredDomain {
  answers: ResolverAnswer[];
}

export interface ProofResult {
  /** All domains, with their current proof. */
  claims: Claim[];
  pending: PendingDomain[];
}

/** Returns which of an organization's stored domains are proven now. Writes nothing. */
export async function proveDomains(
  { metadata }: Pick<Organization, 'metadata'>,
  stored: readonly StoredDomain[],
  options: ProofOptions,
): Promise<ProofResult> {
  const known = new Map(readClaims(metadata).map((claim) => [claim.domain, claim]));
  const judged = await Promise.all(stored.map((domain) => proveDomain(domain, known.get(domain.domain), options)));
  return { claims: judged.map(({ claim }) => claim), pending: judged.flatMap(({ pending }) => pending ?? []) };
}

async function proveDomain(
  stored: StoredDomain,
  known: Claim | undefined,
  { resolvers, attest, nowMs }: ProofOptions,
): Promise<{ claim: Claim; pending?: PendingDomain }> {
  const { domain, isVerified } = stored;
  const at = isoSeconds(nowMs);
  if (isVerified) return { claim: known && known.status !== 'pending' ? known : { domain, status: 'store', at } };
  if (attest !== undefined) return { claim: { domain, status: 'attest', at, detail: attest } };
  const answers = await askDns(stored, resolvers);
  if (answers.every(({ isThere }) => isThere)) {
    return { claim: { domain, status: 'dns', at, detail: answers.map(({ resolver }) => resolver).join('+') } };
  }
  const pending: Claim = known?.status === 'pending' ? known : { domain, status: 'pending', at };
  return { claim: pending, pending: { ...stored, answers } };
}

/**
 * Marks in Auth0's store what is proven and not marked yet.
 *
 * @returns how many
 */
export async function markProven(
  api: ManagementClient,
  organizationId: string,
  stored: readonly StoredDomain[],
  claims: readonly Claim[],
): Promise<number> {
  const proven = new Set(claims.filter(({ status }) => status !== 'pending').map(({ domain }) => domain));
  const unmarked = stored.flatMap(({ id, domain, isVerified }) =>
    id !== undefined && !isVerified && proven.has(domain) ? [id] : [],
  );
  for (const id of unmarked) {
    await api.organizations.discoveryDomains.update(organizationId, id, { status: 'verified' });
  }
  return unmarked.length;
}
