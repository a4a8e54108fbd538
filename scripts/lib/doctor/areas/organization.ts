import { own } from '../../../../library/read.ts';
import { ENTERPRISE_STRATEGIES } from '../../manifest/auth0-names.ts';
import { type Finding, finding } from '../finding.ts';
import type { OrganizationReadings } from '../read-organization.ts';
import { SOON_MS, type Subject } from '../subject.ts';

const MAX_CONNECTIONS = 10;
const MAX_SCIM_TOKENS = 2;

/** Connections of one organization, and what hangs on them. */
export function judgeOrganization(subject: Subject, readings: OrganizationReadings): Finding[] {
  const { organization, connections } = readings;
  const { name = '', id = '' } = organization;
  const slots = { organization: name, organizationId: id };
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
    if (!assigns || ENTERPRISE_STRATEGIES.includes(connection?.strategy ?? '')) continue;
    const what = `"${connection?.name}" makes everyone who logs in a member of "${name}"`;
    found.push(finding('MEMBERSHIP_ON_LOGIN', what, { ...slots, connection: connectionId }));
  }
  return [...found, ...judgeOkta(subject, readings, slots), ...judgeScim(subject, readings, slots)];
}

type Slots = Record<'organization' | 'organizationId', string>;

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

/** Of a SCIM token only its end counts: one without an end lasts. */
function judgeScim({ nowMs }: Subject, { scimTokens }: OrganizationReadings, slots: Slots): Finding[] {
  return [...scimTokens].flatMap(([connection, tokens]): Finding[] => {
    const leftMs = ({ valid_until: end }: (typeof tokens)[number]) =>
      end ? Date.parse(end) - nowMs : Number.POSITIVE_INFINITY;
    const active = tokens.filter((token) => leftMs(token) > 0);
    const found: Finding[] = [];
    if (active.length > MAX_SCIM_TOKENS) {
      found.push(finding('SCIM_TOKENS_SEVERAL', `${active.length} active of ${connection}`, { ...slots, connection }));
    }
    if (tokens.length > 0 && tokens.every((token) => leftMs(token) < SOON_MS)) {
      const last = tokens
        .map(({ valid_until }) => valid_until ?? '')
        .toSorted()
        .at(-1);
      found.push(finding('SCIM_TOKEN_EXPIRES', `the last of ${connection} ends ${last}`, { ...slots, connection }));
    }
    return found;
  });
}
