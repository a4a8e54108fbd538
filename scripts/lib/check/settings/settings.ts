import type { BuiltTenant } from '../../build/build-tenant.ts';
import type { Failure } from '../../failures.ts';
import { checkDomainSources } from './domain-sources.ts';
import { checkPolicyReads } from './policy-reads/policy-reads.ts';
import { checkStepUp } from './step-up.ts';

/** Checks `actions/policy.ts` and `actions/config.ts` against the tenant that they are deployed to. */
export const checkSettings = async (rootDir: string, built: BuiltTenant): Promise<Failure[]> => [
  ...(await checkPolicyReads(rootDir)),
  ...checkStepUp(built),
  ...(await checkDomainSources(rootDir, built.manifest)),
];
