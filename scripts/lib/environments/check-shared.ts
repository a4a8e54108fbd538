import type { Failure } from '../failures.ts';

/** Names what only one tenant may have: it serves one OIN integration, and each region needs its own. */
const OWN = {
  domain: 'AUTH0_DOMAIN',
  oinClientId: 'OIN client',
  oinSubmissionId: 'OIN submission id',
} as const;

/** Holds what no two environments may share, as far as it is known. */
export interface Identity {
  environment: string;
  domain?: string | undefined;
  oinClientId?: string | undefined;
  oinSubmissionId?: string | undefined;
}

/** Finds environments that would write to the same tenant or the same integration. */
export function checkShared(identities: readonly Identity[]): Failure[] {
  return (['domain', 'oinClientId', 'oinSubmissionId'] as const).flatMap((key) =>
    identities.flatMap((identity, index): Failure[] => {
      const value = identity[key];
      const first = identities.findIndex((other) => other[key] === value);
      if (value === undefined || first === index) return [];
      return [
        {
          code: 'SHARED_BY_ENVIRONMENTS',
          expected: `${OWN[key]} of environment "${identity.environment}" to be its own: one tenant serves one OIN integration`,
          found: `${value}, which is that of environment "${identities[first]?.environment}" too`,
          where: { file: `tenant/environments/${identity.environment}.yaml` },
          fix: 'Give each environment a tenant of its own, or leave one of the two out.',
        },
      ];
    }),
  );
}
