import type { Failure } from '../../failures.ts';
import { environmentNames } from '../../manifest/environment.ts';
import { keywordsIn } from '../../manifest/keywords.ts';
import { type Manifest, readManifest } from '../../manifest/manifest.ts';
import { checkDeployOrder } from './deploy-order.ts';
import { checkLocalKey } from './local-key.ts';

/** Names what only one Auth0 tenant has: a tenant serves one OIN integration, and each region needs its own. */
const OWN = ['oin_submission_id', 'admin_login_domain'];

/** Checks what an environment's file says beside the other environments. */
export const checkEnvironments = async (rootDir: string, manifest: Manifest): Promise<Failure[]> => [
  ...(await checkLocalKey(rootDir, manifest)),
  ...(await checkShared(rootDir, manifest)),
  ...(await checkDeployOrder(rootDir, manifest.environment)),
];

/**
 * Finds environments that would share what only one tenant can have. An environment that cannot be read is reported by
 * its own check.
 */
async function checkShared(rootDir: string, manifest: Manifest): Promise<Failure[]> {
  const { environment, tenant, integration, placeOf } = manifest;
  const names = (await environmentNames(rootDir)).filter((name) => name !== environment.name);
  const others = await Promise.all(names.map((name) => readManifest({ rootDir, environment: name })));
  const index = tenant.clients.indexOf(integration.published);
  return others.flatMap((other, position) => {
    if (!other.ok) return [];
    const { express_configuration: theirs } = other.value.integration.published;
    return OWN.flatMap((key): Failure[] => {
      const value = integration.published.express_configuration[key];
      if (typeof value !== 'string' || value !== theirs[key] || keywordsIn(value).length > 0) return [];
      return [
        {
          code: 'SHARED_BY_ENVIRONMENTS',
          expected: `${key} of environment "${environment.name}" to be its own: one tenant serves one OIN integration`,
          found: `the same in environment "${names[position]}"`,
          where: placeOf(['clients', index, 'express_configuration', key]),
          fix: `Write a keyword here and set it in each file of tenant/environments/.`,
        },
      ];
    });
  });
}
