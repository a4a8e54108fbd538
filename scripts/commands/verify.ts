import { stepsToOktaKey } from '../lib/deploy/next-steps.ts';
import type { DeployContext } from '../lib/deploy/stage.ts';
import { ok, type Result } from '../lib/failures.ts';
import { makePlan } from '../lib/plan/make-plan.ts';
import { readTenant, type TenantOptions } from '../lib/plan/read-tenant.ts';
import type { Check } from '../lib/verify/check.ts';
import { checkCredential } from '../lib/verify/credential.ts';
import { entryChecks } from '../lib/verify/entry-checks.ts';
import { checkRoles } from '../lib/verify/roles.ts';

export interface VerifyOptions extends TenantOptions {
  /** Instead of the environment's own. */
  oktaPublicKeyPem?: string;
  /** For rules of the policy that look at the time. */
  nowMs: number;
}

export interface VerifyReport {
  environment: string;
  domain: string;
  /** Without a key Okta can't ask for tokens yet; everything else is as it must be. */
  state: 'complete' | 'awaiting-okta-key' | 'failed';
  checks: Check[];
  /** What was found and is left as it is. */
  notes: string[];
  /** What someone has to do now. */
  next: string[];
}

/** Reads a tenant back and compares it with the sources, check by check; a deploy's success alone proves nothing. */
export function verify(options: VerifyOptions): Promise<Result<VerifyReport>> {
  return readTenant(options, (context) => verifyTenant(context, options));
}

async function verifyTenant(context: DeployContext, options: VerifyOptions): Promise<Result<VerifyReport>> {
  const { manifest, bundles } = context.built;
  const planned = await makePlan(context, undefined);
  if (!planned.ok) return planned;
  const pem = options.oktaPublicKeyPem ?? manifest.environment.oktaPublicKeyPem;
  const credential = await checkCredential(context, pem);
  const hashes = new Map(bundles.map(({ name, sha256 }) => [name, sha256]));
  const checks = [
    ...entryChecks(planned.value.entries, hashes, manifest.integration.published.name),
    ...credential.checks,
    ...(await checkRoles(context, options.nowMs)),
  ];
  const state = stateOf(checks, credential.hasUsableKey);
  return ok({
    environment: manifest.environment.name,
    domain: context.connection.domain,
    state,
    checks,
    notes: planned.value.notes,
    next: state === 'awaiting-okta-key' ? stepsToOktaKey(context, credential.oinClientId ?? '') : [],
  });
}

function stateOf(checks: readonly Check[], hasUsableKey: boolean): VerifyReport['state'] {
  if (checks.some(({ status }) => status === 'failed')) return 'failed';
  return hasUsableKey ? 'complete' : 'awaiting-okta-key';
}
