import { ok, type Result } from '../../lib/failures.ts';
import { type IntegrationOptions, oktaFeatures, withIntegration } from '../../lib/oin/integration.ts';
import { type ManualStep, manualSteps } from '../../lib/oin/manual-steps.ts';
import { type PartialSupport, partialSupport } from '../../lib/oin/partial-support.ts';
import { oktaValues } from '../../lib/setup/okta-values.ts';

/** Holds what Okta's OIN Wizard asks for (Auth0 docs, "Publish your integration to the OIN", and its pictures). */
export interface OinValues {
  environment: string;
  /** Six labelled lines, which the wizard takes as one text. */
  expressConfigurationInformation: string;
  expressConfiguration: {
    displayName: string;
    tenantDomain: string;
    oinClientId: string;
    applicationClientId: string;
    adminLoginDomain: string;
  };
  sso: {
    /** The first is the login domain's; the tenant's own domain works too. */
    redirectUris: string[];
    initiateLoginUri: string;
    /** `allowed_logout_urls` of the application; may be empty. */
    postLogoutUris: string[];
    /** Only you know it. */
    configurationGuideUrl: 'placeholder';
  };
  /** Absent where the connection profile does not have the feature. */
  universalLogout?: {
    authenticationMethod: 'SIGNED_JWT';
    /** The endpoint of one connection. The wizard holds an expression, which Express Configuration fills in. */
    endpoint: string;
    subjectFormat: 'Issuer and Subject Identifier';
  } & PartialSupport;
  scim?: {
    /** An integration variable of the wizard; Express Configuration replaces it. */
    baseUrl: 'app.scim_base_url';
    objects: readonly 'Users'[];
    authentication: 'Bearer token';
    supportsPatch: false;
    operations: readonly ('Create' | 'Read' | 'Update' | 'Deactivate')[];
  };
  manual: ManualStep[];
}

/**
 * Reads everything to enter in Okta's OIN Wizard from the tenant, and lists what must be done by hand. Writes nothing.
 */
export function oinValues(options: IntegrationOptions): Promise<Result<OinValues>> {
  return withIntegration(options, async ({ domain, application, linked, express, oin, profile }) => {
    const okta = oktaValues(express, {
      domain,
      displayName: oin.name ?? '',
      oinClientId: oin.client_id ?? '',
      applicationClientId: application.client_id ?? '',
    });
    const features = oktaFeatures(profile);
    const has = { scim: features.includes('scim'), universalLogout: features.includes('universal_logout') };
    const tenantsOwn = `https://${domain}/login/callback`;
    return ok({
      environment: options.environment,
      expressConfigurationInformation: okta.expressConfigurationInformation,
      expressConfiguration: {
        displayName: okta.displayName,
        tenantDomain: okta.tenantDomain,
        oinClientId: okta.oinClientId,
        applicationClientId: okta.applicationClientId,
        adminLoginDomain: okta.loginDomain,
      },
      sso: {
        redirectUris: [...new Set([okta.redirectUri, tenantsOwn])],
        initiateLoginUri: okta.initiateLoginUri,
        postLogoutUris: application.allowed_logout_urls ?? [],
        configurationGuideUrl: 'placeholder',
      },
      ...(has.universalLogout && {
        universalLogout: {
          authenticationMethod: 'SIGNED_JWT',
          endpoint: okta.universalLogoutEndpoint,
          subjectFormat: 'Issuer and Subject Identifier',
          ...partialSupport([application, ...linked]),
        },
      }),
      ...(has.scim && {
        scim: {
          baseUrl: 'app.scim_base_url',
          objects: ['Users'],
          authentication: 'Bearer token',
          supportsPatch: false,
          operations: ['Create', 'Read', 'Update', 'Deactivate'],
        },
      }),
      manual: manualSteps(has, options.environment, oin.organization_require_behavior),
    });
  });
}
