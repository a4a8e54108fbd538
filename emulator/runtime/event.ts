import type { Event, Protocol, ResponseMode, ResponseType } from '../../library/contract.ts';
import { shownIdentities } from '../identities.ts';
import {
  type ClientRecord,
  type ConnectionRecord,
  type JsonObject,
  type OrganizationRecord,
  rolesInLogin,
  type TenantState,
  type UserRecord,
} from '../state.ts';
import { clientPart, connectionPart } from './event-parts.ts';
import { splitList } from './split-list.ts';
import { transactionMetadata } from './transaction-metadata.ts';
import type { RequestPart } from './triggers/events.ts';

export interface RequestFacts extends RequestPart {
  /** The query that came to `/continue` after a redirect, else the parameters of `/authorize`. */
  query?: Record<string, string>;
  body?: Record<string, string>;
}

type Session = NonNullable<Event['session']>;

/** Holds what a login knows, besides the tenant's state, when an Action runs in it. */
export interface LoginFacts {
  client: ClientRecord;
  user: UserRecord;
  connection: ConnectionRecord | undefined;
  organization: OrganizationRecord | undefined;
  audience: string | undefined;
  sessionId: string;
  /** Other facts of the session. */
  session?: Omit<Session, 'id' | 'metadata'>;
  /** The metadata that Actions keep with the session (default none). */
  sessionMetadata?: Record<string, string>;
  transactionId: string;
  /** Parameters of `/authorize`, strings only. */
  parameters: Record<string, string>;
  requestedScopes: string[];
  /** The scopes that RBAC and consent filter; the requested ones unless an Action changed them. */
  targetScopes?: string[];
  methods: { name: string; type?: string; timestamp: string }[];
  /** Factor types, see `enrolledFactors`. */
  enrolledFactors: string[];
  transactionMetadata: JsonObject;
  /** New after every pause, as at Auth0. */
  request: RequestFacts;
  /** Is set for an exchange at `/oauth/token`; the response type decides it for a login. */
  protocol?: Protocol;
  /** The token that is exchanged. */
  refreshToken?: NonNullable<Event['refresh_token']>;
}

const isResponseType = (word: string): word is ResponseType => ['code', 'token', 'id_token'].includes(word);

const isResponseMode = (word: string | undefined): word is ResponseMode =>
  word !== undefined && ['query', 'fragment', 'form_post', 'web_message'].includes(word);

/** Returns the protocol of a login at `/authorize` (actions/reference/post-login/post-login-event-object). */
export function protocolOf(responseType: string | undefined): Protocol {
  const types = splitList(responseType);
  if (!types.some((type) => type.endsWith('token'))) return 'oidc-basic-profile';
  return types.includes('code') ? 'oidc-hybrid-profile' : 'oidc-implicit-profile';
}

function sessionPart({ sessionId, session, sessionMetadata = {} }: LoginFacts): Session {
  const metadata = Object.keys(sessionMetadata).length === 0 ? {} : { metadata: sessionMetadata };
  return { id: sessionId, ...session, ...metadata };
}

const NO_CONNECTION = { id: '', name: '', strategy: '', metadata: {} };

/**
 * Returns `event` of post-login v3 for one Action (docs/notes/actions-runtime.md#parts-of-the-event); secrets are the
 * Action's own.
 */
export function makeEvent(state: TenantState, facts: LoginFacts, secrets: { name: string; value: string }[]): Event {
  const { client, user, connection, organization, parameters } = facts;
  const { passwordHash: _, last_login: __, logins_count, blocked: ___, ...profile } = user;
  return structuredClone({
    secrets: Object.fromEntries(secrets.map(({ name, value }) => [name, value])),
    configuration: {},
    tenant: { id: state.domain.replace(/[.:].*$/, '') },
    request: {
      ...facts.request,
      query: facts.request.query ?? parameters,
      body: facts.request.body ?? {},
    },
    transaction: {
      id: facts.transactionId,
      protocol: facts.protocol ?? protocolOf(parameters.response_type),
      locale: 'en',
      ui_locales: splitList(parameters.ui_locales),
      acr_values: splitList(parameters.acr_values),
      requested_scopes: facts.requestedScopes,
      target_scopes: facts.targetScopes ?? facts.requestedScopes,
      prompt: splitList(parameters.prompt),
      redirect_uri: parameters.redirect_uri ?? '',
      response_type: splitList(parameters.response_type).filter(isResponseType),
      ...(isResponseMode(parameters.response_mode) ? { response_mode: parameters.response_mode } : {}),
      ...optional('state', parameters.state),
      ...optional('login_hint', parameters.login_hint),
      metadata: transactionMetadata(facts.transactionMetadata),
    },
    client: clientPart(client),
    connection: connection === undefined ? NO_CONNECTION : connectionPart(connection),
    user: {
      ...profile,
      // Auth0 has both names.
      identities: shownIdentities(user).map(({ profileData, ...identity }) => ({
        ...identity,
        userId: identity.user_id,
        ...(profileData === undefined ? {} : { profileData: Object(profileData) }),
      })),
      multifactor: facts.enrolledFactors.filter((type) => type !== 'email'),
      enrolledFactors: facts.enrolledFactors.map((type) => ({ type })),
    },
    authentication: { methods: facts.methods },
    authorization: { roles: rolesInLogin(state, user.user_id, organization?.id).map((role) => role.name) },
    session: sessionPart(facts),
    ...(facts.refreshToken === undefined ? {} : { refresh_token: facts.refreshToken }),
    stats: { logins_count },
    ...(organization === undefined
      ? {}
      : {
          organization: {
            id: organization.id,
            name: organization.name,
            display_name: organization.display_name ?? organization.name,
            metadata: organization.metadata,
          },
        }),
    ...(facts.audience === undefined ? {} : { resource_server: { identifier: facts.audience } }),
  });
}

const optional = (name: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [name]: value };
