import type { BuiltTenant } from '../build/build-tenant.ts';
import type { Failure } from '../failures.ts';
import { checkActionLimits } from './action-limits.ts';
import { checkClientGrants } from './client-grants.ts';
import { checkConnectionProfiles } from './connection-profiles.ts';
import { checkDeployOrder } from './deploy-order.ts';
import { checkDomainSources } from './domain-sources.ts';
import { checkEnvironments } from './environments.ts';
import { checkFactors } from './factors.ts';
import { checkIntegration } from './integration.ts';
import { checkLocalKey } from './local-key.ts';
import { checkOrganizationNames } from './organization-names.ts';
import { checkOwnActions } from './own-actions.ts';
import { checkPlaceholderValues } from './placeholder-values.ts';
import { checkPolicyReads } from './policy-reads/policy-reads.ts';
import { checkPublishedSchemas } from './published-schemas.ts';
import { checkRoles } from './roles.ts';
import { checkSecretsInFile } from './secrets-in-file.ts';
import { checkStepUp } from './step-up.ts';
import { checkSystemApi } from './system-api.ts';
import { checkTenantSettings } from './tenant-settings.ts';
import { checkUniversalLogin } from './universal-login.ts';

/** What Auth0 would refuse or silently understand otherwise, and what Express Configuration can't work with. */
export async function checkTenant(rootDir: string, built: BuiltTenant): Promise<Failure[]> {
  const { manifest } = built;
  return [
    ...checkPublishedSchemas(manifest),
    ...checkSecretsInFile(manifest),
    ...checkPlaceholderValues(manifest),
    ...checkIntegration(manifest),
    ...checkOrganizationNames(manifest),
    ...checkConnectionProfiles(manifest),
    ...checkSystemApi(manifest),
    ...checkClientGrants(manifest),
    ...checkRoles(built),
    ...checkOwnActions(built),
    ...checkActionLimits(manifest),
    ...checkFactors(manifest),
    ...checkTenantSettings(manifest),
    ...checkUniversalLogin(manifest),
    ...(await checkPolicyReads(rootDir)),
    ...(await checkStepUp(rootDir, manifest)),
    ...(await checkDomainSources(rootDir, manifest)),
    ...(await checkLocalKey(rootDir, manifest)),
    ...(await checkEnvironments(rootDir, manifest)),
    ...(await checkDeployOrder(rootDir, manifest.environment)),
  ];
}
