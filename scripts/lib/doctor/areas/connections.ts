import { isConnectionNamePrefixTemplate } from '../../manifest/tenant-file.ts';
import { connectionNames } from '../../tenant/connection-names.ts';
import { unlistedConnections } from '../../verify/client-connections.ts';
import { type Finding, finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Okta's free orgs for integrators and developers are named like this (developer.okta.com, "Integrator Free Plan"). */
const INTEGRATOR = /^(integrator|dev|trial)-\d+(-admin)?\.okta(preview)?\.com$/;

/** How connections are made, and what there must be before the first one is. */
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

/** Connections that a client of ours has and git does not give it. */
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
