import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ok, type Result } from '../../lib/failures.ts';
import { makePlan } from '../../lib/plan/make-plan.ts';
import { isChange, type Plan } from '../../lib/plan/plan.ts';
import { renderJson } from '../../lib/render.ts';
import { type TenantOptions, withTenant } from '../../lib/tenant/open-tenant.ts';

export interface PlanOptions extends TenantOptions {
  /** A file to keep the plan in, relative to the project. */
  out?: string;
}

export interface PlanReport extends Plan {
  /** A deploy would write something. */
  hasChanges: boolean;
  /** The number of requests to the tenant. */
  requests: number;
  /** The number of these requests that were not reads: 0. */
  writes: number;
}

/** Returns what a deploy would do, and writes nothing. */
export function plan(options: PlanOptions): Promise<Result<PlanReport>> {
  return withTenant(options, 'public secrets', async (session) => {
    const pem = options.oktaPublicKeyPem ?? session.built.manifest.environment.oktaPublicKeyPem;
    const planned = await makePlan(session, pem);
    if (!planned.ok) return planned;
    const { requests, writes } = session.traffic;
    if (options.out !== undefined) await writeFile(resolve(options.rootDir, options.out), renderJson(planned.value));
    return ok({ ...planned.value, hasChanges: planned.value.entries.some(isChange), requests, writes });
  });
}
