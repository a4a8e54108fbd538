import { ok, type Result } from '../../lib/failures.ts';
import { makePlan } from '../../lib/plan/make-plan.ts';
import { isChange, type Plan } from '../../lib/plan/plan.ts';
import { type TenantOptions, withTenant } from '../../lib/tenant/open-tenant.ts';
import { readClients } from '../../lib/tenant/read.ts';
import type { Check } from '../../lib/verify/check.ts';
import { checkClientConnections } from '../../lib/verify/client-connections.ts';
import { checkCredential } from '../../lib/verify/credential.ts';
import { checkRoles } from '../../lib/verify/roles.ts';

export interface DriftOptions extends TenantOptions {
  /** The time for rules of the policy that read it, in epoch milliseconds. */
  nowMs: number;
}

export interface DriftReport extends Plan {
  /** The tenant is not as git says, or no longer safe. */
  hasDrift: boolean;
  /**
   * Problems outside the sections of `tenant.yaml`: keys, the OIN client's authentication, connections, other roles.
   */
  findings: Check[];
}

/**
 * Makes a plan for a scheduled job. It includes what a deploy would change, and changes that a deploy does not examine.
 */
export function drift(options: DriftOptions): Promise<Result<DriftReport>> {
  return withTenant(options, 'public secrets', async (session) => {
    const pem = options.oktaPublicKeyPem ?? session.built.manifest.environment.oktaPublicKeyPem;
    const planned = await makePlan(session, pem);
    if (!planned.ok) return planned;
    const { checks, oinClientId } = await checkCredential(session, pem);
    const { api, built } = session;
    const connections = await checkClientConnections(api, built.manifest, await readClients(api), oinClientId);
    const findings = [...checks, ...connections, ...(await checkRoles(session, options.nowMs))].filter(
      ({ status }) => status === 'failed',
    );
    return ok({ ...planned.value, hasDrift: findings.length > 0 || planned.value.entries.some(isChange), findings });
  });
}
