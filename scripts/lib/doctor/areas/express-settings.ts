import type { Management } from 'auth0';
import { isInitiateLoginTemplate } from '../../check/integration/applications.ts';
import { organizationNameIn } from '../../check/integration/organization-parameter.ts';
import { DEPLOY, type Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Describes the findings of this area. */
export const EXPRESS_SETTINGS = {
  LINKED_CLIENT_MISSING: {
    severity: 'problem',
    requirement: 'R27',
    why: 'Express Configuration enables each connection for the linked applications, and this one is not there.',
    fix: DEPLOY,
  },
  ADMIN_LOGIN_DOMAIN: {
    severity: 'problem',
    requirement: 'R14',
    why: 'Okta sends administrators there, and it is neither the tenant nor a custom domain that is ready.',
    fix: 'Correct ADMIN_LOGIN_DOMAIN in tenant/environments/<env>.yaml, or verify the custom domain; then deploy.',
  },
  CUSTOM_DOMAIN_UNUSED: {
    severity: 'warning',
    requirement: 'R14',
    why: 'Passkeys and the redirect URI in Okta are bound to the domain that people log in at: changed later, they are set up anew.',
    fix: 'Write the custom domain as ADMIN_LOGIN_DOMAIN into tenant/environments/<env>.yaml and deploy.',
  },
  INITIATE_LOGIN_TEMPLATE: {
    severity: 'problem',
    requirement: 'R07',
    why: "Okta's tile leads there: it must be https, with no variables but the three that Okta fills in.",
    fix: 'Correct INITIATE_LOGIN_URI_TEMPLATE in tenant/environments/<env>.yaml and deploy.',
  },
  ORGANIZATION_NAME_IN_QUERY: {
    severity: 'problem',
    requirement: 'R07',
    why: '/authorize takes an organization’s id as `organization`, and refuses a name while allow_organization_name_in_authentication_api is off: every tile fails.',
    fix: 'Write organization={organization_id} into INITIATE_LOGIN_URI_TEMPLATE in tenant/environments/<env>.yaml and deploy.',
  },
  ENABLE_CLIENT_OFF: {
    severity: 'warning',
    requirement: 'R11',
    why: 'A connection that Express Configuration makes is then not enabled for the application, and logins end with "no connections enabled for the client".',
    fix: 'Write enable_client: true under `express_configuration:` in tenant/tenant.yaml and deploy.',
  },
} as const satisfies Descriptions;

const finding = findingOf(EXPRESS_SETTINGS);

/** Judges the settings of `express_configuration`, besides what it names, and the addresses of the login. */
export function judgeExpressSettings(subject: Subject): Finding[] {
  const { application, clients } = subject.tenant;
  if (application === undefined || clients === undefined) return [];
  const { express_configuration: express } = application;
  return [...(express ? judgeSettings(subject, express, clients) : []), ...judgeLoginUrls(subject.tenant, application)];
}

function judgeSettings(
  { tenant, domain }: Subject,
  express: Management.ExpressConfiguration,
  clients: readonly Management.Client[],
): Finding[] {
  const { customDomains } = tenant;
  const found: Finding[] = [];
  for (const { client_id: id } of express.linked_clients ?? []) {
    if (clients.some((client) => client.client_id === id)) continue;
    found.push(finding('LINKED_CLIENT_MISSING', `linked_clients names ${id}, which is no client`));
  }
  const { admin_login_domain: admin } = express;
  const ready = (customDomains ?? []).filter(({ status }) => status === 'ready').map((custom) => custom.domain);
  const isCustomKnown = customDomains !== undefined || tenant.refused.get('GET /custom-domains') === 'not included';
  if (admin !== domain && !ready.includes(admin) && isCustomKnown) {
    found.push(
      finding('ADMIN_LOGIN_DOMAIN', `admin_login_domain is ${admin}; ready: ${[domain, ...ready].join(', ')}`),
    );
  }
  if (admin === domain && ready.length > 0) {
    found.push(finding('CUSTOM_DOMAIN_UNUSED', `${ready.join(', ')} is ready, and admin_login_domain is ${admin}`));
  }
  if (!isInitiateLoginTemplate(express.initiate_login_uri_template)) {
    found.push(finding('INITIATE_LOGIN_TEMPLATE', JSON.stringify(express.initiate_login_uri_template)));
  }
  if (!express.enable_client) found.push(finding('ENABLE_CLIENT_OFF', 'enable_client is false'));
  return found;
}

/** Judges the tile's URL, and the address to which Auth0 sends people to log in. */
function judgeLoginUrls({ settings }: Subject['tenant'], application: Management.Client): Finding[] {
  if (settings === undefined || settings.allow_organization_name_in_authentication_api === true) return [];
  const urls = [application.express_configuration?.initiate_login_uri_template, application.initiate_login_uri];
  return urls.flatMap((url) => {
    const found = organizationNameIn(url ?? '', true);
    return found === undefined ? [] : [finding('ORGANIZATION_NAME_IN_QUERY', `organization=${found.value} in ${url}`)];
  });
}
