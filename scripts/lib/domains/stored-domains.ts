import { createHash } from 'node:crypto';
import type { ManagementClient } from 'auth0';
import { probe } from '../tenant/probe.ts';
import { collect } from '../tenant/read.ts';
import type { Challenge } from './ask-dns.ts';
import { readClaims } from './claims.ts';
import type { Metadata } from './metadata-lists.ts';

export interface StoredDomain extends Challenge {
  /** The id in Auth0's store; absent if the subscription has no store. */
  id?: string;
  domain: string;
  isVerified: boolean;
}

/** The discovery domains per page; the Management API returns at most a hundred, and an organization has no more. */
const A_PAGE = 100;

/**
 * Reads the email domains of an organization: from Auth0's own store (organization discovery domains) or, if the
 * subscription has none, from the claims with our own challenges in the organization's metadata.
 */
export async function readStoredDomains(
  api: ManagementClient,
  { id, metadata }: { id: string; metadata: Metadata },
): Promise<StoredDomain[]> {
  const list = () => collect(api.organizations.discoveryDomains.list(id, { take: A_PAGE }));
  const stored = await probe(list);
  if (stored.is !== 'not included') {
    const found = stored.is === 'there' ? stored.value : await list();
    return found.map(
      ({ id: domainId, domain, status, verification_host: host, verification_txt: txt }): StoredDomain => ({
        id: domainId,
        domain: domain.toLowerCase(),
        isVerified: status === 'verified',
        host: typeof host === 'string' ? host : '',
        txt: typeof txt === 'string' ? txt : '',
      }),
    );
  }
  return readClaims(metadata).map(({ domain, status }) => ({
    domain,
    isVerified: status !== 'pending',
    ...ownChallenge(id, domain),
  }));
}

/**
 * Returns the challenge, the same at every run, without keeping anything. It proves that the domain's owner names this
 * organization; publishing it helps no other organization.
 */
function ownChallenge(organizationId: string, domain: string): Challenge {
  const hash = createHash('sha256').update(`${organizationId} ${domain}`).digest('base64url');
  return { host: `_express-configure.${domain}`, txt: `express-configure-verification=${hash}` };
}
