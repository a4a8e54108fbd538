import { checkTenant } from '../../lib/check/check-tenant.ts';
import { applyPlan } from '../../lib/deploy/apply-plan.ts';
import { finish } from '../../lib/deploy/finish.ts';
import { type PermitOptions, permit } from '../../lib/deploy/permit.ts';
import type { StageReport } from '../../lib/deploy/run-stages.ts';
import { failed, ok, type Result } from '../../lib/failures.ts';
import { checkOktaKey } from '../../lib/okta-key.ts';
import { compareTenant, type TenantComparison } from '../../lib/plan/make-plan.ts';
import { readPlanFile } from '../../lib/plan/plan-file.ts';
import { withTenantLock } from '../../lib/runs/tenant-lock.ts';
import { readActions } from '../../lib/tenant/deployed-actions.ts';
import { type TenantOptions, withTenant } from '../../lib/tenant/open-tenant.ts';
import type { TenantSession } from '../../lib/tenant/session.ts';

export interface DeployOptions extends TenantOptions, Omit<PermitOptions, 'saved'> {
  /** A file of an earlier plan, relative to the project: nothing is done where it is not what would be done now. */
  plan?: string;
  /** The command that another run shows while it waits for this one: `npm run deploy`. */
  command?: string;
  /** Told of every step once it is done. */
  onProgress?: (step: string) => void;
  /** Ends the deploy at its current step. */
  signal?: AbortSignal;
  /** The time for rules of the policy that read it, in epoch milliseconds. */
  nowMs?: number;
}

export interface DeployReport {
  environment: string;
  domain: string;
  /** Without a key Okta cannot request tokens yet; everything else is done. */
  state: 'complete' | 'awaiting-okta-key';
  oinClientId: string;
  /** The Actions as deployed; `sha256` is the bundle's hash, without the banner. */
  actions: { name: string; sha256: string; version: number }[];
  stages: StageReport[];
  /** The number of requests to the tenant, by this process and by auth0-deploy-cli. */
  requests: number;
  /** The number of these requests that were not reads. */
  writes: number;
  /** Notes about what was found and left unchanged. */
  notes: string[];
  /** What a person has to do now. */
  next: string[];
}

/**
 * Brings a tenant to the state of `tenant/` and `actions/`: builds and checks, plans, imports in stages what differs,
 * reads everything back, and makes Okta's key usable last. Run again after a failure, it continues.
 */
export const deploy = (options: DeployOptions): Promise<Result<DeployReport>> => checked(options, deployTo);

/** Describes a tenant that a deploy may write to. */
export interface PermitReport {
  environment: string;
  domain: string;
}

/** Does all of a deploy that comes before its first write, and fails where the deploy would: for one of several tenants. */
export const permitDeploy = (options: DeployOptions): Promise<Result<PermitReport>> =>
  checked(options, async (session, permitOptions) => {
    const planned = await planAndPermit(session, permitOptions);
    if (!planned.ok) return planned;
    const { environment, domain } = planned.value.plan;
    return ok({ environment, domain });
  });

type Options = DeployOptions & PermitOptions;

async function checked<T>(
  options: DeployOptions,
  use: (session: TenantSession, options: Options) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { rootDir, environment, connection, oktaPublicKeyPem, command = 'npm run deploy' } = options;
  const badKey = oktaPublicKeyPem === undefined ? undefined : checkOktaKey(oktaPublicKeyPem);
  if (badKey) return failed(badKey);
  const saved = options.plan === undefined ? undefined : await readPlanFile(rootDir, options.plan);
  if (saved !== undefined && !saved.ok) return saved;
  return withTenantLock({ domain: connection.domain, environment, command }, () =>
    withTenant(options, 'all secrets', async (session) => {
      const wrong = await checkTenant(rootDir, session.built);
      return wrong.length > 0 ? failed(...wrong) : use(session, { ...options, ...(saved && { saved: saved.value }) });
    }),
  );
}

const keyOf = ({ built }: TenantSession, { oktaPublicKeyPem }: Options): string | undefined =>
  oktaPublicKeyPem ?? built.manifest.environment.oktaPublicKeyPem;

async function planAndPermit(session: TenantSession, options: Options): Promise<Result<TenantComparison>> {
  const planned = await compareTenant(session, keyOf(session, options));
  if (!planned.ok) return planned;
  const permitted = await permit(session, planned.value.plan, options);
  return permitted.ok ? planned : permitted;
}

async function deployTo(session: TenantSession, options: Options): Promise<Result<DeployReport>> {
  const { onProgress = () => undefined, nowMs = Date.now(), signal } = options;
  const { manifest, bundles } = session.built;
  const pem = keyOf(session, options);
  const planned = await planAndPermit(session, options);
  if (!planned.ok) return planned;
  const applied = await applyPlan(session, planned.value, {
    onProgress,
    ...(signal && { signal }),
    ...(options.folder !== undefined && { keepIn: options.folder }),
  });
  if (!applied.ok) return applied;
  const { stages } = applied.value;
  const finished = await finish(session, applied.value, { pem, nowMs, onProgress });
  if (!finished.ok) return finished;

  const { state, next, notes } = finished.value;
  const deployed = await readActions(session.api, manifest.tenant.actions);
  return ok({
    environment: manifest.environment.name,
    domain: session.connection.domain,
    state,
    next,
    oinClientId: applied.value.oinClientId,
    actions: bundles.map(({ name, sha256 }) => ({
      name,
      sha256,
      version: deployed.get(name)?.deployed_version?.number ?? 0,
    })),
    stages,
    requests: session.traffic.requests,
    writes: session.traffic.writes,
    notes,
  });
}
