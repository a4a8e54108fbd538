import type { ManagementClient } from 'auth0';
import { awaitsProof } from '../domains/awaits-proof.ts';
import type { Organization } from '../domains/organization.ts';
import { shellOption } from '../shell.ts';
import type { OnboardingTenant } from './onboarding-tenant.ts';
import { readMembers, rightHolders } from './right-holders.ts';

/**
 * Returns a sentence for each who holds the right although no domain is proven: they got it from somebody else than
 * onboarding, and each run says so until it is gone.
 */
export async function rightsTooEarly(
  api: ManagementClient,
  organization: Organization,
  tenant: Pick<OnboardingTenant, 'givesRight' | 'attribute'>,
  environment: string,
): Promise<string[]> {
  if (!awaitsProof(organization)) return [];
  const { name } = organization;
  const holders = await rightHolders(api, organization, tenant, await readMembers(api, organization));
  return holders.map((userId) => {
    const undo = `npm run onboard -- ${shellOption('env', environment)} --undo ${shellOption('org', name)} ${shellOption('admin', userId)}`;
    return `${userId} can express-configure "${name}" already, and none of its domains is proven. Take that back: ${undo}`;
  });
}
