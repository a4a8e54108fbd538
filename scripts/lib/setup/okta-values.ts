import type { ExpressConfigurationYaml } from '../manifest/tenant-file.ts';
import { printable } from '../printable.ts';

/** Holds the values for Okta's OIN Wizard. */
export interface OktaValues {
  tenantDomain: string;
  /** The host where administrators log in, and to which Okta returns people. */
  loginDomain: string;
  /** Name of the OIN client, as the consent page shows it. */
  displayName: string;
  oinClientId: string;
  applicationClientId: string;
  redirectUri: string;
  initiateLoginUri: string;
  universalLogoutEndpoint: string;
  /** The six labelled lines that the wizard takes as one text, in its order; see {@link WIZARD_FIELD}. */
  expressConfigurationInformation: string;
}

/** The field of Okta's wizard for the block (Auth0 docs, "Add Express Configuration to your OIN integration"). */
export const WIZARD_FIELD = 'Express Configuration Information';
/** The place of the same block in Auth0's dashboard. */
export const DASHBOARD_PLACE =
  'Auth0 Dashboard > Applications > [the application] > Okta Integration Network > Create OIN Integration';

type ExpressSettings = Pick<ExpressConfigurationYaml, 'admin_login_domain' | 'initiate_login_uri_template'>;

interface OnTenant {
  domain: string;
  /** The name of the OIN client. */
  displayName: string;
  oinClientId: string;
  applicationClientId: string;
}

/**
 * Returns what the wizard asks for.
 *
 * @param express `express_configuration` of the published application, as it is or as it shall be
 */
export function oktaValues(express: ExpressSettings, onTenant: OnTenant): OktaValues {
  const { admin_login_domain: admin, initiate_login_uri_template: template } = express;
  const { domain, displayName, oinClientId, applicationClientId } = onTenant;
  const loginDomain = typeof admin === 'string' ? admin : domain;
  const initiateLoginUri = String(template ?? '');
  return {
    tenantDomain: domain,
    loginDomain,
    displayName,
    oinClientId,
    applicationClientId,
    redirectUri: `https://${loginDomain}/login/callback`,
    initiateLoginUri,
    universalLogoutEndpoint: `https://${loginDomain}/oauth/global-token-revocation/connection/{connection_name}`,
    expressConfigurationInformation: [
      `Display Name: ${displayName}`,
      `Initiate Login URI Template: ${initiateLoginUri}`,
      `OIN Client ID: ${oinClientId}`,
      `Application Client ID: ${applicationClientId}`,
      `Tenant Domain: ${domain}`,
      `Login Domain: ${loginDomain}`,
    ]
      .map((line) => printable(line))
      .join('\n'),
  };
}

/** Returns the block for people: where it goes, the lines as they are copied, and where the dashboard shows them. */
export const informationLines = (block: string): string[] => [
  `Copy these six lines into "${WIZARD_FIELD}" of Okta's OIN Wizard:`,
  '',
  ...block.split('\n'),
  '',
  `Auth0 shows the same at ${DASHBOARD_PLACE}.`,
];

/** Returns all values for a list in one line each; the wizard fills in the last two from the block. */
export const oktaValueLines = (values: OktaValues): string[] => [
  ...values.expressConfigurationInformation.split('\n'),
  ...filledInLines(values),
];

/** Returns what the wizard fills in automatically, to be compared. */
export const filledInLines = ({ redirectUri, universalLogoutEndpoint }: OktaValues): string[] => [
  `redirect URI: ${redirectUri}`,
  `universal logout endpoint of a connection: ${universalLogoutEndpoint}`,
];
