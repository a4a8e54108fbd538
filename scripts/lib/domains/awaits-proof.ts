import { readClaims } from './claims.ts';
import type { Organization } from './organization.ts';

/** Returns whether an organization claims domains and none of them is proven. */
export function awaitsProof({ metadata }: Pick<Organization, 'metadata'>): boolean {
  const claims = readClaims(metadata);
  return claims.length > 0 && claims.every(({ status }) => status === 'pending');
}
