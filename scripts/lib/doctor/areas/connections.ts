import { isConnectionNamePrefixTemplate } from '../../manifest/tenant-file.ts';
import { connectionNames } from '../../tenant/connection-names.ts';
import { unlistedConnections } from '../../verify/client-connections.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Describes the findings of this area. */
export const CONNECTIONS = {
  CONNECTION_PREFIX_TEMPLATE: {
    severity: 'problem',
    requirement: 'B26',
    why: 'At most 15 characters from letters, digits, single hyphens, {org_id} and {org_name} make a connection name.',
    fix: 'Correct connection_name_prefix_template in tenant/tenant.yaml and deploy.',
  },
  MEMBERSHIP_OPTIONAL: {
    severity: 'warning',
    requirement: 'L7',
    why: 'Express Configuration takes optional for required: everyone whom a customer’s Okta lets in becomes a member.',
    fix: 'Write assign_membership_on_login: required or none in tenant/tenant.yaml and deploy.',
  },
  INTEGRATOR_CONNECTION_MISSING: {
    severity: 'warning',
    requirement: 'R49',
    why: 'Your Okta Integrator org must be an Okta connection of the tenant, enabled for the application, before the OIN tests.',
    fix: 'Make an Okta connection to your Integrator org (Auth0 dashboard, Authentication, Enterprise) and enable it: auth0 api patch "connections/CONNECTION_ID/clients" --data \'[{"client_id":"<client>","status":true}]\'',
  },
  INTEGRATOR_CONNECTION_UNSURE: {
    severity: 'manual',
    requirement: 'R49',
    why: 'Which Okta org is yours is not on the tenant, and none of these is named as an Integrator org is.',
    fix: 'See that one of the application’s Okta connections is that of your Integrator org.',
  },
  CONNECTION_NOT_IN_GIT: {
    severity: 'warning',
    requirement: 'R05',
    why: 'Its people can log in to the client, and nobody decided so: with enable_client_connections, which is on by default, Auth0 gives a new application every connection there is.',
    fix: 'Add the client to `enabled_clients:` of each connection that it needs in tenant/tenant.yaml, and switch off the others: auth0 api patch "connections/<connection>/clients" --data \'[{"client_id":"<client>","status":false}]\'',
  },
  CONNECTION_OF_CUSTOMER: {
    severity: 'manual',
    requirement: 'R05',
    why: 'Customers’ own identity providers are made at run time and are not in git; a new application may have got them without a decision.',
    fix: 'See that each belongs to a customer of this application.',
  },
  BACK_CHANNEL_LOGOUT_MISSING: {
    severity: 'manual',
    requirement: 'R32',
    why: 'Without back-channel logout Universal Logout ends sessions at Auth0 and refresh tokens only.',
    fix: 'Choose "Partial support" for Universal Logout in the OIN Wizard, or give the application `oidc_logout: backchannel_logout_urls:` in tenant/tenant.yaml.',
  },
} as const satisfies Descriptions;

const finding = findingOf(CONNECTIONS);

/** Okta's free orgs for integrators and developers are named like this (developer.okta.com, "Integrator Free Plan"). */
const INTEGRATOR = /^(integrator|dev|trial)-\d+(-admin)?\.okta(preview)?\.com$/;

/** Judges how connections are made, and what must exist before the first one. */
export function judgeConnections({ tenant, built }: Subject): Finding[] {
  return [
    ...judgeProfile(tenant),
    ...judgeIntegrator(tenant),
    ...judgeEnabled(tenant, built.manifest),
    ...judgeLogout(tenant),
  ];
}

type Tenant = Subject['tenant'];

function judgeProfile({ application, connectionProfiles }: Tenant): Finding[] {
  const id = application?.express_configuration?.connection_profile_id;
  const profile = connectionProfiles?.find((candidate) => candidate.id === id);
  if (profile === undefined) return [];
  const found: Finding[] = [];
  const { connection_name_prefix_template: template, organization, name } = profile;
  if (template !== undefined && !isConnectionNamePrefixTemplate(template)) {
    found.push(finding('CONNECTION_PREFIX_TEMPLATE', `profile "${name}" has ${JSON.stringify(template)}`));
  }
  if (organization?.assign_membership_on_login === 'optional') {
    found.push(finding('MEMBERSHIP_OPTIONAL', `profile "${name}" has assign_membership_on_login: optional`));
  }
  return found;
}

function judgeIntegrator({ application, oktaConnections }: Tenant): Finding[] {
  if (application === undefined || oktaConnections === undefined) return [];
  const slots = { client: application.client_id ?? '' };
  if (oktaConnections.length === 0) {
    return [finding('INTEGRATOR_CONNECTION_MISSING', `no Okta connection is enabled for "${application.name}"`, slots)];
  }
  const hosts = oktaConnections.map(({ options }) => String(options?.domain ?? '').toLowerCase());
  if (hosts.some((host) => INTEGRATOR.test(host))) return [];
  const { length } = oktaConnections;
  return [finding('INTEGRATOR_CONNECTION_UNSURE', `${length} Okta connection${length === 1 ? '' : 's'} enabled`)];
}

/** Finds connections that a client of ours has and git does not list. */
function judgeEnabled({ clientConnections = [] }: Tenant, manifest: Subject['built']['manifest']): Finding[] {
  return clientConnections.flatMap((client): Finding[] => {
    const { undecided, ofCustomers } = unlistedConnections(manifest, client);
    const slots = { client: client.clientId, connection: undecided[0]?.id ?? '' };
    return [
      ...(undecided.length > 0
        ? [finding('CONNECTION_NOT_IN_GIT', `"${client.name}" has ${connectionNames(undecided)}`, slots)]
        : []),
      ...(ofCustomers.length > 0
        ? [finding('CONNECTION_OF_CUSTOMER', `"${client.name}" has ${connectionNames(ofCustomers)}`)]
        : []),
    ];
  });
}

function judgeLogout({ application }: Tenant): Finding[] {
  const urls = application?.oidc_logout?.backchannel_logout_urls ?? [];
  if (application === undefined || urls.length > 0) return [];
  return [finding('BACK_CHANNEL_LOGOUT_MISSING', `"${application.name}" has no backchannel_logout_urls`)];
}
