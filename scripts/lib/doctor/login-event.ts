import type { Management } from 'auth0';
import type { Event } from '../../../library/contract.ts';
import { AUDIENCE, SCOPES, type Scope, scopeName } from '../../../library/scopes.ts';
import { factorsOfMethods } from '../tenant/enrolled-factors.ts';
import { eventUser } from '../verify/event-user.ts';
import { liveClientIdHashes } from './areas/actions.ts';
import type { PersonReadings } from './read-people.ts';
import type { Subject } from './subject.ts';

/** Maps connections to Auth0's name of their first factor; enterprise and social ones are all `federated`. */
const FIRST_FACTOR: Readonly<Record<string, string>> = { auth0: 'pwd', email: 'email', sms: 'sms' };

/** Stands for an OIN client that is not this one. */
const ANOTHER_CLIENT = 'another-client';

/** Returns the event of the first Action if this person logged in now, at the OIN client, as Okta requests it. */
export function loginEvent(
  subject: Subject,
  organization: Management.Organization,
  person: PersonReadings,
  requested: readonly Scope[] = SCOPES,
): Event {
  const { user, roles } = person;
  const { oinClient } = subject.tenant;
  const connection = connectionOf(person);
  const now = new Date(subject.nowMs).toISOString();
  return {
    authentication: { methods: [{ name: FIRST_FACTOR[connection.strategy] ?? 'federated', timestamp: now }] },
    authorization: { roles },
    client: { client_id: oinClient?.client_id ?? '', name: oinClient?.name ?? '', metadata: {} },
    configuration: {},
    connection,
    organization: {
      id: organization.id ?? '',
      name: organization.name ?? '',
      display_name: organization.display_name ?? organization.name ?? '',
      metadata: textsOf(organization.metadata),
    },
    request: { ip: '192.0.2.1', method: 'GET', query: {}, body: {}, geoip: {} },
    resource_server: { identifier: AUDIENCE },
    secrets: { OIN_CLIENT_IDS: clientIdsOf(subject) },
    stats: { logins_count: Number(user.logins_count ?? 0) },
    tenant: { id: subject.domain.replace(/[.:].*$/, '') },
    transaction: {
      protocol: 'oidc-basic-profile',
      prompt: [],
      requested_scopes: ['openid', 'profile', 'email', ...requested.map(scopeName)],
      metadata: {},
    },
    user: { ...eventUser(user), enrolledFactors: enrolledFactors(subject, person).map((type) => ({ type })) },
  };
}

/** Returns the connection of the identity that the user was made with; linked ones follow it. */
export function connectionOf({ user, connections }: PersonReadings): Event['connection'] {
  const { connection: name = '', provider = '' } = user.identities?.[0] ?? {};
  const enabled = connections?.find((candidate) => candidate.connection?.name === name);
  return { id: enabled?.connection_id ?? '', name, strategy: enabled?.connection?.strategy ?? provider };
}

/**
 * Returns `enrolledFactors`, with email if Auth0 enrols it automatically: the factor is on and the address verified.
 */
export function enrolledFactors({ tenant }: Subject, { user, enrolled = [] }: PersonReadings): string[] {
  const own = factorsOfMethods(enrolled);
  const isEmailOn = tenant.factors?.some(({ name, enabled }) => name === 'email' && enabled) ?? false;
  const hasEmail = isEmailOn && user.email !== undefined && user.email_verified === true;
  return [...new Set([...own, ...(hasEmail ? ['email'] : [])])];
}

/** The secret can't be read back: its public hash tells whether it names this tenant's OIN client. */
function clientIdsOf(subject: Subject): string {
  const hashes = [...liveClientIdHashes(subject).values()];
  const isOther = hashes.some(({ live, expected }) => live !== undefined && live !== expected);
  return isOther ? ANOTHER_CLIENT : (subject.tenant.oinClient?.client_id ?? '');
}

/** An organization's metadata without what is null. */
export const textsOf = (metadata: Management.Organization['metadata']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])),
  );
