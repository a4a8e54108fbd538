import type { Failure } from '../failures.ts';
import type { Manifest } from '../manifest/manifest.ts';

/**
 * Reports grants of the OIN client: Auth0 makes its system grant with it, and refuses any other with `Client of type
 * express_configuration cannot be used` (recorded 2025-11).
 */
export function checkClientGrants({ tenant, integration, placeOfKey }: Manifest): Failure[] {
  const { clientGrants } = tenant;
  if (!Array.isArray(clientGrants)) return [];
  const { name } = integration.oin;
  return clientGrants.flatMap((grant: { client_id?: unknown; audience?: unknown }, index): Failure[] =>
    grant?.client_id !== name
      ? []
      : [
          {
            code: 'OIN_CLIENT_GRANT',
            expected: `no grant of "${name}": Auth0 made its system grant with it, which nobody changes or deletes`,
            found: `one for ${String(grant.audience)}`,
            where: placeOfKey(['clientGrants', index, 'client_id']),
            fix: 'Remove this entry.',
          },
        ],
  );
}
