import type { Management } from 'auth0';
import type { Failure } from '../failures.ts';
import { missingScopes } from '../management-api/least-scopes.ts';
import { shellOption } from '../shell.ts';
import type { TenantSession } from '../tenant/session.ts';

/** Finds, by reading, what would refuse a deploy halfway, before the first write. */
export async function preflight(session: TenantSession): Promise<Failure[]> {
  return [...checkScopes(session), ...(await checkFactors(session))];
}

/** Checks the scopes that the token itself lists; a token that lists none is not checked. */
function checkScopes({ built, connection, traffic }: TenantSession): Failure[] {
  const { grantedScopes } = traffic;
  if (grantedScopes === undefined) return [];
  const missing = missingScopes(built.manifest.tenant, grantedScopes);
  if (missing.length === 0) return [];
  const { name } = built.manifest.environment;
  return [
    {
      code: 'SCOPE_MISSING',
      expected: `application ${connection.clientId} to have all Management API scopes a deploy needs`,
      found: `a token without ${missing.join(', ')}`,
      fix: `Add them to its grant for the Management API; npm run scopes -- ${shellOption('env', name)} lists all.`,
    },
  ];
}

/**
 * Returns whether the subscription does not include a factor: if its trial is over, Auth0 refuses to switch it on.
 * Nothing else shows this.
 */
export const isNotIncluded = ({ enabled, trial_expired }: Management.GuardianFactor): boolean =>
  !enabled && trial_expired === true;

async function checkFactors({ api, built }: TenantSession): Promise<Failure[]> {
  const wanted = built.manifest.tenant.guardianFactors ?? [];
  const factors = wanted.length > 0 ? await api.guardian.factors.list() : [];
  return wanted.flatMap(({ name, enabled }, index): Failure[] => {
    const factor = factors.find((candidate) => candidate.name === name);
    if (!enabled || factor === undefined || !isNotIncluded(factor)) return [];
    return [
      {
        code: 'ENTITLEMENT_MISSING',
        expected: `the tenant's subscription to include the factor ${name}`,
        found: 'that it does not',
        where: built.manifest.placeOf(['guardianFactors', index]),
        fix: 'Change the subscription, or turn the factor off in this environment and leave it out of allowedFactors there (docs/step-up.md#by-environment).',
      },
    ];
  });
}
