import { own } from '../../../../library/read.ts';
import { isEnterpriseStrategy } from '../../manifest/auth0-names.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf, organizationSlots } from '../finding.ts';
import type { OrganizationReadings } from '../read-organization.ts';
import type { Subject } from '../subject.ts';

/** Describes the findings of this area. */
export const ORGANIZATION = {
  ORGANIZATION_WITHOUT_CONNECTION: {
    severity: 'warning',
    requirement: 'R42',
    why: 'With no connection enabled nobody logs in to the organization, its administrator neither.',
    fix: 'Run: auth0 api post "organizations/<organizationId>/enabled_connections" --data \'{"connection_id":"CONNECTION_ID","assign_membership_on_login":false}\'',
  },
  MEMBERSHIP_ON_LOGIN: {
    severity: 'problem',
    requirement: 'R42',
    why: 'Whoever has an account in this connection, which customers share, becomes a member by logging in (T6). While an invitation waits, onboarding has it on for that, with sign-up.',
    fix: 'Onboard that administrator again once the invitation is accepted, which takes it back. Otherwise run: auth0 api patch "organizations/<organizationId>/enabled_connections/<connection>" --data \'{"assign_membership_on_login":false,"is_signup_enabled":false}\'',
  },
  ORGANIZATION_OKTA_SEVERAL: {
    severity: 'warning',
    requirement: 'L2',
    why: 'One Okta org and one instance of the application make one connection; which one a second one’s people are sent to is not documented.',
    fix: 'Delete the one that is not in use: auth0 api delete "organizations/<organizationId>/enabled_connections/CONNECTION_ID"',
  },
  ORGANIZATION_CONNECTION_LIMIT: {
    severity: 'warning',
    requirement: 'L9',
    why: 'An organization has at most ten connections: with no room Express Configuration can not add one.',
    fix: 'Take one out: auth0 api delete "organizations/<organizationId>/enabled_connections/CONNECTION_ID"',
  },
  ORGANIZATION_CONNECTION_NOT_ENABLED: {
    severity: 'warning',
    requirement: 'R37',
    why: 'People get "no connections enabled for the client". Right after Express Configuration it passes within minutes.',
    fix: 'Wait some minutes; then run: auth0 api patch "connections/<connection>/clients" --data \'[{"client_id":"<client>","status":true}]\'',
  },
  ORGANIZATION_NAME: {
    severity: 'warning',
    requirement: 'B26',
    why: 'Connection names have no underscore, and {org_name} is part of them: what becomes of it is not documented.',
    fix: 'Use {org_id} in connection_name_prefix_template (with the same doubt), or rename: auth0 api patch "organizations/<organizationId>" --data \'{"name":"…"}\'',
  },
} as const satisfies Descriptions;

const finding = findingOf(ORGANIZATION);

const MAX_CONNECTIONS = 10;

/** Judges the connections of one organization, and what depends on them. */
export function judgeOrganization(subject: Subject, readings: OrganizationReadings): Finding[] {
  const { organization, connections } = readings;
  const { name = '' } = organization;
  const slots = organizationSlots(organization);
  const found = judgeName(subject, name, slots);
  if (connections === undefined) return found;
  if (connections.length === 0) {
    found.push(finding('ORGANIZATION_WITHOUT_CONNECTION', `"${name}" has no connection enabled`, slots));
  }
  if (connections.length >= MAX_CONNECTIONS - 1) {
    found.push(
      finding('ORGANIZATION_CONNECTION_LIMIT', `"${name}" has ${connections.length} of ${MAX_CONNECTIONS}`, slots),
    );
  }
  for (const { connection, connection_id: connectionId = '', assign_membership_on_login: assigns } of connections) {
    if (!assigns || isEnterpriseStrategy(connection?.strategy)) continue;
    const what = `"${connection?.name}" makes everyone who logs in a member of "${name}"`;
    found.push(finding('MEMBERSHIP_ON_LOGIN', what, { ...slots, connection: connectionId }));
  }
  return [...found, ...judgeOkta(subject, readings, slots)];
}

type Slots = ReturnType<typeof organizationSlots>;

function judgeName({ tenant }: Subject, name: string, slots: Slots): Finding[] {
  const id = tenant.application?.express_configuration?.connection_profile_id;
  const profile = tenant.connectionProfiles?.find((candidate) => candidate.id === id);
  const isUsed = profile?.connection_name_prefix_template?.includes('{org_name}') ?? false;
  return isUsed && name.includes('_') ? [finding('ORGANIZATION_NAME', `"${name}" has an underscore`, slots)] : [];
}

function judgeOkta({ tenant }: Subject, { connections = [] }: OrganizationReadings, slots: Slots): Finding[] {
  const { oktaConnections, application } = tenant;
  const okta = connections.filter(({ connection }) => connection?.strategy === 'okta');
  const found: Finding[] = [];
  const names = new Map<string, string[]>();
  for (const { connection, connection_id: connectionId = '' } of okta) {
    const full = oktaConnections?.find(({ id }) => id === connectionId);
    if (oktaConnections !== undefined && full === undefined) {
      const what = `"${connection?.name}" is not enabled for "${application?.name}"`;
      const client = application?.client_id ?? '';
      found.push(finding('ORGANIZATION_CONNECTION_NOT_ENABLED', what, { ...slots, connection: connectionId, client }));
    }
    const host = String(own(full?.options, 'domain') ?? '');
    names.set(host, [...(names.get(host) ?? []), `"${connection?.name}"`]);
  }
  for (const [host, same] of names) {
    if (same.length < 2) continue;
    found.push(finding('ORGANIZATION_OKTA_SEVERAL', `${same.join(' and ')} are of ${host || 'one Okta org'}`, slots));
  }
  return found;
}
