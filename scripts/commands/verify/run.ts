import { ok, type Result } from '../../lib/failures.ts';
import { makePlan } from '../../lib/plan/make-plan.ts';
import { type TenantOptions, withTenant } from '../../lib/tenant/open-tenant.ts';
import { type Verification, verifyTenant } from '../../lib/verify/verify-tenant.ts';

export interface VerifyOptions extends TenantOptions {
  /** The time for rules of the policy that read it, in epoch milliseconds. */
  nowMs: number;
}

export interface VerifyReport extends Verification {
  environment: string;
  domain: string;
  /** Notes about what was found and left unchanged. */
  notes: string[];
}

/** Reads a tenant back and compares it with the sources, check by check; a deploy's success alone proves nothing. */
export function verify(options: VerifyOptions): Promise<Result<VerifyReport>> {
  return withTenant(options, 'public secrets', async (session) => {
    const { environment } = session.built.manifest;
    const planned = await makePlan(session, undefined);
    if (!planned.ok) return planned;
    const pem = options.oktaPublicKeyPem ?? environment.oktaPublicKeyPem;
    const verified = await verifyTenant(session, planned.value, { pem, nowMs: options.nowMs });
    return ok({
      environment: environment.name,
      domain: session.connection.domain,
      ...verified,
      notes: planned.value.notes,
    });
  });
}
