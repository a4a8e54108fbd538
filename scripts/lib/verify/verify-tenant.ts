import { isChange, type Plan } from '../plan/plan.ts';
import { isSystemGrant } from '../plan/unmanaged-grants.ts';
import { readClients } from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { Check } from './check.ts';
import { checkClientConnections } from './client-connections.ts';
import { checkCredential } from './credential.ts';
import { entryChecks } from './entry-checks.ts';
import { stepsToOktaKey } from './next-steps.ts';
import { checkRoles } from './roles.ts';

export interface Verification {
  /**
   * `complete`: a plan would be empty. `awaiting-okta-key`: the same, but Okta has no key to ask for tokens with.
   * `drift`: nothing is wrong, and a deploy would change something. `failed`: something is wrong.
   */
  state: 'complete' | 'awaiting-okta-key' | 'drift' | 'failed';
  /** Okta can ask for tokens. */
  hasUsableKey: boolean;
  checks: Check[];
  /** What a person has to do now. */
  next: string[];
}

/** Verifies a tenant by a plan made just now and by its credentials and roles, check by check. */
export async function verifyTenant(
  session: TenantSession,
  plan: Plan,
  options: { pem: string | undefined; nowMs: number },
): Promise<Verification> {
  const { manifest, bundles } = session.built;
  const credential = await checkCredential(session, options.pem);
  const hashes = new Map(bundles.map(({ name, sha256 }) => [name, sha256]));
  const checks = [
    ...entryChecks(plan.entries, hashes, manifest.integration.published.name),
    ...credential.checks,
    ...plan.entries.filter(isSystemGrant).map(systemGrantCheck),
    ...(await checkClientConnections(session.api, manifest, await readClients(session.api), credential.oinClientId)),
    ...(await checkRoles(session, options.nowMs)),
  ];
  const state = stateOf(checks, plan.entries.some(isChange), credential.hasUsableKey);
  return {
    state,
    checks,
    hasUsableKey: credential.hasUsableKey,
    next: state === 'awaiting-okta-key' ? stepsToOktaKey(session, credential.oinClientId ?? '') : [],
  };
}

/** Whoever reads grants elsewhere finds it there too, and need not wonder whether it may stay. */
const systemGrantCheck = ({ section, name }: Plan['entries'][number]): Check => ({
  name: `${section} "${name}"`,
  status: 'ok',
  detail: 'unmanaged: Auth0 made it with the client, and no deploy changes or deletes it',
});

function stateOf(checks: readonly Check[], hasChanges: boolean, hasUsableKey: boolean): Verification['state'] {
  if (checks.some(({ status }) => status === 'failed')) return 'failed';
  if (hasChanges) return 'drift';
  return hasUsableKey ? 'complete' : 'awaiting-okta-key';
}
