import type { Failure } from '../failures.ts';
import { SYSTEM_API } from '../manifest/auth0-names.ts';
import { describeValue } from '../manifest/describe-value.ts';
import type { Manifest } from '../manifest/manifest.ts';

const OF_A_CREATE = ['name', 'identifier'];

/** Auth0 refuses changes to a system API, and its scopes come with it. */
export function checkSystemApi({ tenant, placeOfKey }: Manifest): Failure[] {
  const apis = tenant.resourceServers ?? [];
  const index = apis.findIndex((api) => api.identifier === SYSTEM_API);
  const others = Object.keys(apis[index] ?? {}).filter((key) => !OF_A_CREATE.includes(key));
  return others.map(
    (key): Failure => ({
      code: 'SYSTEM_API',
      expected: `only ${OF_A_CREATE.join(' and ')} for ${SYSTEM_API}, which a deploy creates and then leaves alone`,
      found: describeValue(key),
      where: placeOfKey(['resourceServers', index, key]),
      fix: `Remove "${key}".`,
    }),
  );
}
