import type { Management } from 'auth0';
import { isInitiateLoginTemplate } from '../../check/integration.ts';
import { organizationNameIn } from '../../check/organization-parameter.ts';
import { OIN_APP_TYPE } from '../../manifest/integration.ts';
import { type Finding, finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** The published application, its linked ones, and what `express_configuration` names. */
export function judgeApplication(subject: Subject): Finding[] {
  const { tenant, built } = subject;
  const { application, clients } = tenant;
  if (clients === undefined) return [];
  const several = judgeSeveral(clients);
  const { name } = built.manifest.integration.published;
  if (application === undefined) {
    return [finding('APPLICATION_MISSING', `no application "${name}" on the tenant`), ...several];
  }
  return [
    ...judgeType(application),
    ...judgeUsage(subject, application),
    ...judgeExpress(subject, application),
    ...judgeLoginUrls(subject, application),
    ...several,
  ];
}

const slotsOf = ({ client_id = '' }: Management.Client) => ({ client: client_id });

function judgeType(application: Management.Client): Finding[] {
  const { app_type: type } = application;
  if (type === 'regular_web' || type === 'spa') return [];
  return [finding('APPLICATION_TYPE', `"${application.name}" is of app_type ${type ?? 'none'}`, slotsOf(application))];
}

function judgeUsage({ tenant }: Subject, application: Management.Client): Finding[] {
  const linked = (application.express_configuration?.linked_clients ?? []).map(({ client_id }) => client_id);
  return (tenant.clients ?? [])
    .filter((client) => client === application || linked.includes(client.client_id ?? ''))
    .filter(({ organization_usage: usage }) => usage !== 'allow' && usage !== 'require')
    .map((client) =>
      finding(
        'ORGANIZATION_USAGE',
        `"${client.name}" has organization_usage ${client.organization_usage ?? 'unset, which means deny'}`,
        slotsOf(client),
      ),
    );
}

function judgeExpress({ tenant, domain }: Subject, application: Management.Client): Finding[] {
  const { express_configuration: express } = application;
  if (!express) return [finding('EXPRESS_CONFIGURATION_MISSING', `"${application.name}" has no express_configuration`)];
  const { clients = [], connectionProfiles, userAttributeProfiles, customDomains } = tenant;
  const found: Finding[] = [];
  const lacks = (list: readonly { id?: string | undefined }[] | undefined, id: string) =>
    list !== undefined && !list.some((item) => item.id === id);
  if (lacks(connectionProfiles, express.connection_profile_id)) {
    found.push(finding('CONNECTION_PROFILE_MISSING', `no connection profile ${express.connection_profile_id}`));
  }
  if (lacks(userAttributeProfiles, express.user_attribute_profile_id)) {
    found.push(
      finding('USER_ATTRIBUTE_PROFILE_MISSING', `no user attribute profile ${express.user_attribute_profile_id}`),
    );
  }
  const named = clients.find(({ client_id }) => client_id === express.okta_oin_client_id);
  if (named?.app_type !== OIN_APP_TYPE) {
    const what = named === undefined ? 'no client' : `no client of app_type ${OIN_APP_TYPE}`;
    found.push(finding('OIN_CLIENT_MISSING', `${what} ${express.okta_oin_client_id}`));
  }
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

/** The tile's URL, and where Auth0 itself sends people to log in. */
function judgeLoginUrls({ tenant }: Subject, application: Management.Client): Finding[] {
  const { settings } = tenant;
  if (settings === undefined || settings.allow_organization_name_in_authentication_api === true) return [];
  const urls = [application.express_configuration?.initiate_login_uri_template, application.initiate_login_uri];
  return urls.flatMap((url) => {
    const found = organizationNameIn(url ?? '', true);
    return found === undefined ? [] : [finding('ORGANIZATION_NAME_IN_QUERY', `organization=${found.value} in ${url}`)];
  });
}

function judgeSeveral(clients: readonly Management.Client[]): Finding[] {
  const names = clients.filter(({ express_configuration }) => express_configuration).map(({ name }) => `"${name}"`);
  if (names.length < 2) return [];
  return [finding('EXPRESS_CONFIGURATION_SEVERAL', `${names.join(' and ')} have express_configuration`)];
}
