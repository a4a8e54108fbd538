import type { BuiltTenant } from '../build/build-tenant.ts';
import type { Failure } from '../failures.ts';
import { checkActions } from './actions/actions.ts';
import { checkEnvironments } from './environments/environments.ts';
import { checkIntegration } from './integration/integration.ts';
import { checkLogin } from './login/login.ts';
import { checkSettings } from './settings/settings.ts';
import { checkValues } from './values/values.ts';

/**
 * Returns what Auth0 would refuse or misunderstand without an error, and what Express Configuration cannot work with.
 */
export async function checkTenant(rootDir: string, built: BuiltTenant): Promise<Failure[]> {
  const { manifest } = built;
  return [
    ...checkValues(manifest),
    ...checkIntegration(built),
    ...checkActions(built),
    ...checkLogin(manifest),
    ...(await checkSettings(rootDir, built)),
    ...(await checkEnvironments(rootDir, manifest)),
  ];
}
