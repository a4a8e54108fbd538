import type { Failure } from '../../failures.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { checkDomainSources } from './domain-sources.ts';
import { checkPolicyReads } from './policy-reads/policy-reads.ts';
import { checkStepUp } from './step-up.ts';

/** Checks `actions/policy.ts` and `actions/config.ts` against the tenant that they are deployed to. */
export const checkSettings = async (rootDir: string, manifest: Manifest): Promise<Failure[]> => [
  ...(await checkPolicyReads(rootDir)),
  ...(await checkStepUp(rootDir, manifest)),
  ...(await checkDomainSources(rootDir, manifest)),
];
