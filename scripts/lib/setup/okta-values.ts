import type { ExpressConfigurationYaml } from '../manifest/tenant-file.ts';

/** What goes into Okta's OIN Wizard. Which field takes which is shown by the wizard alone: Auth0 has not published it. */
export interface OktaValues {
  tenantDomain: string;
  /** Where administrators log in, and where Okta sends people back to. */
  loginDomain: string;
  oinClientId: string;
  applicationClientId: string;
  redirectUri: string;
  initiateLoginUri: string;
  universalLogoutEndpoint: string;
}

type ExpressSettings = Pick<ExpressConfigurationYaml, 'admin_login_domain' | 'initiate_login_uri_template'>;

/** @param express `express_configuration` of the published application, as it is or as it shall be */
export function oktaValues(
  { admin_login_domain: admin, initiate_login_uri_template: template }: ExpressSettings,
  ids: { domain: string; oinClientId: string; applicationClientId: string },
): OktaValues {
  const loginDomain = typeof admin === 'string' ? admin : ids.domain;
  return {
    tenantDomain: ids.domain,
    loginDomain,
    oinClientId: ids.oinClientId,
    applicationClientId: ids.applicationClientId,
    redirectUri: `https://${loginDomain}/login/callback`,
    initiateLoginUri: String(template ?? ''),
    universalLogoutEndpoint: `https://${loginDomain}/oauth/global-token-revocation/connection/{connection_name}`,
  };
}

const TITLES: Readonly<Record<keyof OktaValues, string>> = {
  tenantDomain: 'Auth0 tenant',
  loginDomain: 'admin login domain',
  oinClientId: "OIN client's id",
  applicationClientId: "application's client id",
  redirectUri: 'redirect URI',
  initiateLoginUri: 'initiate login URI',
  universalLogoutEndpoint: 'universal logout endpoint (global token revocation)',
};

/** One a line: what Okta’s wizard asks for, and the value. */
export const oktaValueLines = (values: OktaValues): string[] =>
  (Object.keys(TITLES) as (keyof OktaValues)[]).map((key) => `${TITLES[key]}: ${values[key]}`);
