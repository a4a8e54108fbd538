import type { Management } from 'auth0';
import { AUDIENCE, SCOPES, scopeName } from '../../../library/scopes.ts';
import type { StepUpSettings } from '../../../library/step-up-settings.ts';
import { declaredStepUp } from '../bundle/step-up.ts';
import { readRoles } from '../tenant/read.ts';
import { type LiveIntegration, oktaFeatures } from './integration.ts';
import { partialSupport } from './partial-support.ts';

type StepUp = Pick<StepUpSettings, 'mode' | 'allowedFactors' | 'whenNoFactor'>;

/**
 * Holds everything that the customers' guide says about this tenant: nothing internal, and nothing of another customer.
 */
export interface GuideFacts {
  company: string;
  application: string;
  /** Names of further applications that the connection is for. */
  linked: string[];
  /** The name of Okta's client on the consent page. */
  consentName: string;
  /** The permissions that the consent page lists. */
  permissions: string[];
  features: Management.EnabledFeaturesEnum[];
  /** Universal Logout leaves the application's own sessions alone. */
  isLogoutPartial: boolean;
  isOrganizationAskedFirst: boolean;
  /** Okta's people become members of the organization as they sign in. */
  becomesMember: boolean;
  roles: { name: string; description: string }[];
  /** Auth0's names, in the order of preference; empty where no second factor is asked for. */
  factors: string[];
  whenNoFactor: StepUp['whenNoFactor'];
  loginDomain: string;
  supportEmail?: string;
  supportUrl?: string;
}

/**
 * Reads what the guide says from the tenant and from the Actions’ settings in `rootDir`. Throws what the API throws.
 */
export async function readGuideFacts(rootDir: string, integration: LiveIntegration): Promise<GuideFacts> {
  const { api, manifest, application, express, linked, oin, profile, domain } = integration;
  const stepUp = await declaredStepUp(rootDir, manifest.environment);
  const settings = await api.tenants.settings.get();
  const { scopes = [] } = await api.resourceServers.get(AUDIENCE);
  const enabled = (await api.guardian.factors.list()).filter((factor) => factor.enabled).map(({ name }) => `${name}`);
  const ours = (manifest.tenant.roles ?? []).filter(({ permissions = [] }) =>
    permissions.some((permission) => permission.resource_server_identifier === AUDIENCE),
  );
  const roles = await readRoles(
    api,
    manifest,
    ours.map(({ name }) => name),
  );
  const features = oktaFeatures(profile);
  const offered = SCOPES.filter((scope) => scope === 'sso' || features.includes('scim')).map(scopeName);
  const isDescribed = Reflect.get(settings.flags ?? {}, 'use_scope_descriptions_for_consent') === true;
  return {
    company: settings.friendly_name ?? '',
    application: application.name ?? '',
    linked: linked.map(({ name = '' }) => name),
    consentName: oin.name ?? '',
    permissions: offered.map(
      (value) => (isDescribed && scopes.find((scope) => scope.value === value)?.description) || value,
    ),
    features,
    isLogoutPartial: partialSupport([application, ...linked]).isPartial,
    isOrganizationAskedFirst: oin.organization_require_behavior === 'pre_login_prompt',
    becomesMember: profile.organization?.assign_membership_on_login !== 'none',
    roles: roles.map(({ name = '', description = '' }) => ({ name, description })),
    factors:
      stepUp?.mode === 'required' ? stepUp.allowedFactors.filter((type) => enabled.includes(factorName(type))) : [],
    whenNoFactor: stepUp?.whenNoFactor ?? 'deny',
    loginDomain: express.admin_login_domain || domain,
    ...(settings.support_email && { supportEmail: settings.support_email }),
    ...(settings.support_url && { supportUrl: settings.support_url }),
  };
}

/** Returns the Management API's name of an Action's factor. */
const factorName = (type: string): string => (type === 'phone' ? 'sms' : type);
