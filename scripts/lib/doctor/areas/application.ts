import type { Management } from 'auth0';
import { DEPLOY, type Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Describes the findings of this area. */
export const APPLICATION = {
  APPLICATION_MISSING: {
    severity: 'problem',
    requirement: 'R03',
    why: 'Express Configuration sets up an application; without it there is nothing to set up.',
    fix: DEPLOY,
  },
  APPLICATION_TYPE: {
    severity: 'problem',
    requirement: 'R03',
    why: 'Only a regular web application or a single-page application can be published with Express Configuration.',
    fix: 'Run: auth0 api patch "clients/<client>" --data \'{"app_type":"regular_web"}\'',
  },
  ORGANIZATION_USAGE: {
    severity: 'problem',
    requirement: 'R03',
    why: 'Customers are organizations: where the application denies them nobody logs in by one.',
    fix: 'Run: auth0 api patch "clients/<client>" --data \'{"organization_usage":"allow"}\'',
  },
  EXPRESS_CONFIGURATION_MISSING: {
    severity: 'problem',
    requirement: 'R07',
    why: 'Without it Auth0 knows neither profiles nor OIN client of the application, and Okta is refused.',
    fix: DEPLOY,
  },
  EXPRESS_CONFIGURATION_SEVERAL: {
    severity: 'warning',
    requirement: 'L3',
    why: 'Each listing makes its own connection with the same email domains, and which one a person is sent to is not documented.',
    fix: 'Publish one of them and name the others under `linked_clients:` in tenant/tenant.yaml.',
  },
  CONNECTION_PROFILE_MISSING: {
    severity: 'problem',
    requirement: 'R09',
    why: 'Express Configuration makes connections by this profile, and fails without it.',
    fix: DEPLOY,
  },
  USER_ATTRIBUTE_PROFILE_MISSING: {
    severity: 'problem',
    requirement: 'R10',
    why: 'Express Configuration writes the attribute maps of OpenID Connect and SCIM from this profile.',
    fix: DEPLOY,
  },
} as const satisfies Descriptions;

const finding = findingOf(APPLICATION);

/** Judges the published application, its linked ones, and the profiles that `express_configuration` names. */
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
    ...judgeProfiles(tenant, application),
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

function judgeProfiles(tenant: Subject['tenant'], application: Management.Client): Finding[] {
  const { express_configuration: express } = application;
  if (!express) return [finding('EXPRESS_CONFIGURATION_MISSING', `"${application.name}" has no express_configuration`)];
  const { connectionProfiles, userAttributeProfiles } = tenant;
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
  return found;
}

function judgeSeveral(clients: readonly Management.Client[]): Finding[] {
  const names = clients.filter(({ express_configuration }) => express_configuration).map(({ name }) => `"${name}"`);
  if (names.length < 2) return [];
  return [finding('EXPRESS_CONFIGURATION_SEVERAL', `${names.join(' and ')} have express_configuration`)];
}
