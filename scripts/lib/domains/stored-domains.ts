import { createHash } from 'node:crypto';
import type { ManagementClient } from 'auth0';
import { probe } from '../tenant/probe.ts';
import { collect } from '../tenant/read.ts';
import type { Challenge } from './ask-dns.ts';
import { readClaims } from './claims.ts';
import type { Metadata } from './metadata-lists.ts';

export interface StoredDomain extends Challenge {
  /** In Auth0's store; absent where the subscription has none. */
  id?: string;
  domain: string;
  isVerified: boolean;
}

/** Discovery domains a page; the Management API gives at most a hundred, and an organization has no more. */
const A_PAGE = 100;

/**
 * Email domains of an organization: Auth0's own store (organization discovery domains), or, where the subscription has
 * none, what the organization's metadata says of our own challenges.
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
 * The same at every run, with nothing kept: what is proven is that who holds the domain names this organization, and
 * publishing it helps no other.
 */
function ownChallenge(organizationId: string, domain: string): Challenge {
  const hash = createHash('sha256').update(`${organizationId} ${domain}`).digest('base64url');
  return { host: `_express-configure.${domain}`, txt: `express-configure-verification=${hash}` };
}
