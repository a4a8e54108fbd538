import type { Management } from 'auth0';
import type { Failure } from '../failures.ts';
import { missingScopes } from '../management-api/least-scopes.ts';
import { shellOption } from '../shell.ts';
import type { TenantSession } from '../tenant/session.ts';

/** What would refuse a deploy halfway, found by reading, before the first write. */
export async function preflight(session: TenantSession): Promise<Failure[]> {
  return [...checkScopes(session), ...(await checkFactors(session))];
}

/** By the token's own account; a token that names no scopes is not judged. */
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

/** A factor whose trial is over is refused when it is switched on; what the subscription lacks shows by that alone. */
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
        fix: 'Change the subscription, or remove the factor here and from stepUp in actions/config.ts.',
      },
    ];
  });
}
