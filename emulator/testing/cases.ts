/** Changes for `loginEvent`, one for each login worth a test. They combine; where two set the same thing the later one wins. */
import type { AuthenticationMethod, Event, Protocol, Transaction } from '../../library/contract.ts';
import { enrolledFactors } from './enrolled-factors.ts';
import { type EventChange, NOW_MS } from './login-event.ts';
import { casesOf } from './named-cases.ts';

/**
 * Holds changes of the person who logs in, with the names that projects are shipped with. Without a change it is acme's
 * admin by attribute.
 */
export const { adminByRole, otherOrganization } = casesOf();

/** Makes the person a member of acme without attribute and role. */
export const plainMember: EventChange = {
  authorization: { roles: [] },
  user: { user_id: 'auth0|acme-member', email: 'member@acme.com', name: 'Mel Member', app_metadata: {} },
};

export const noOrganization: EventChange = { organization: undefined };

export const unverifiedEmail: EventChange = (event) => ({
  user: { email_verified: false, ...enrolledFactors(enrolledIn(event).filter((type) => type !== 'email')) },
});

/** Makes another application of the same tenant request the same audience. */
export const otherClient: EventChange = { client: { client_id: 'webApp00000000000000000000000002', name: 'SaaS' } };

export const audience = (identifier: string): EventChange => ({ resource_server: { identifier } });

export const noAudience: EventChange = { resource_server: undefined };

export const requesting = (...scopes: string[]): EventChange => ({ transaction: { requested_scopes: scopes } });

/** Sets `prompt=none`: no page can be shown. */
export const silent: EventChange = (event) => ({
  request: { query: { ...event.request.query, prompt: 'none' } },
  transaction: { prompt: ['none'] },
});

/** Protocols that are a POST to `/oauth/token` and the `grant_type` they come with. */
const GRANT_TYPES: Partial<Record<Protocol, string>> = {
  'oauth2-refresh-token': 'refresh_token',
  'oauth2-password': 'password',
  'oauth2-resource-owner': 'http://auth0.com/oauth/grant-type/password-realm',
  'oauth2-resource-owner-jwt-bearer': 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'oauth2-device-code': 'urn:ietf:params:oauth:grant-type:device_code',
  'oauth2-token-exchange': 'urn:ietf:params:oauth:grant-type:token-exchange',
  'oidc-ciba': 'urn:openid:params:grant-type:ciba',
};

/**
 * Sets the protocol and what belongs to it: with a `grant_type` the scopes are in the body and not in
 * `requested_scopes`, which is reliable for interactive logins only (docs/notes/actions-runtime.md#requested-scopes).
 */
export const protocol =
  (name: Protocol): EventChange =>
  (event) => {
    const grantType = GRANT_TYPES[name];
    if (grantType === undefined) return { transaction: { protocol: name } };
    const scope = event.transaction?.requested_scopes?.join(' ') ?? '';
    return {
      request: { method: 'POST', query: {}, body: { grant_type: grantType, client_id: event.client.client_id, scope } },
      transaction: { protocol: name, requested_scopes: [] },
      ...(name === 'oauth2-refresh-token' ? { refresh_token: { id: 'refresh-00000001', created_at: at(3600) } } : {}),
    };
  };

/** Makes a passkey the first factor. */
export const passkeyLogin: EventChange = { authentication: { methods: [{ name: 'passkey', timestamp: at(2) }] } };

/** Makes an emailed code the first factor: the email factor would ask the same mailbox again. */
export const emailedCodeLogin: EventChange = {
  authentication: { methods: [{ name: 'email', timestamp: at(2) }] },
  connection: { id: 'con_0000000000000002', name: 'email', strategy: 'email' },
  user: { identities: [{ connection: 'email', provider: 'email', user_id: 'acme-admin', isSocial: false }] },
};

/**
 * Makes it an enterprise login. Auth0 cannot verify the address, and the provider did not assert that it is verified.
 */
export const enterpriseLogin: EventChange = {
  authentication: { methods: [{ name: 'federated', timestamp: at(2) }] },
  connection: { id: 'con_0000000000000003', name: 'acme-okta', strategy: 'okta' },
  user: {
    user_id: 'okta|acme-okta|acme-admin',
    email_verified: false,
    identities: [{ connection: 'acme-okta', provider: 'okta', user_id: 'acme-admin', isSocial: false }],
  },
};

/** Links the enterprise identity to a database account, which is the primary one: the profile is that account's. */
export const linkedEnterpriseLogin: EventChange = {
  ...enterpriseLogin,
  user: {
    user_id: 'auth0|acme-admin',
    email_verified: false,
    identities: [
      { connection: 'admins', provider: 'auth0', user_id: 'acme-admin', isSocial: false },
      { connection: 'acme-okta', provider: 'okta', user_id: 'acme-admin', isSocial: false },
    ],
  },
};

/** An account with a user name alone: it has no address to verify. */
export const usernameOnly: EventChange = {
  user: { email: undefined, email_verified: false, username: 'ada', name: 'ada' },
};

/** Exactly these second factors are enrolled; none at all without arguments. */
export const enrolled = (...types: string[]): EventChange => ({ user: enrolledFactors(types) });

/** Shows the login as the grant Action gets it: step-up asked ten seconds ago, and the factor was proven. */
export const justChallenged =
  (type = 'otp', { secondsAgo = 1 } = {}): EventChange =>
  (event) => ({
    authentication: {
      methods: [...loggedInBefore(event, secondsAgo), { name: 'mfa', type, timestamp: at(secondsAgo) }],
    },
    transaction: noted(event, { express_configure_step_up_at: NOW_MS - Math.max(10, secondsAgo) * 1000 }),
    user: enrolledFactors([...enrolledIn(event), type]),
  });

/** The first factor comes before the second. */
const loggedInBefore = (event: Event, secondsAgo: number): AuthenticationMethod[] =>
  methodsOf(event).map((method) =>
    method.name === 'mfa' || method.timestamp <= at(secondsAgo) || secondsAgo <= 10
      ? method
      : { ...method, timestamp: at(secondsAgo + 10) },
  );

/**
 * Shows the login as the grant Action gets it: the enroll Action asked ten seconds ago, and this factor was enrolled
 * and listed as proven.
 */
export const justEnrolled =
  (type = 'otp', { isListed = true } = {}): EventChange =>
  (event) => ({
    ...(isListed && { authentication: { methods: [...methodsOf(event), { name: 'mfa', type, timestamp: at(1) }] } }),
    transaction: noted(event, {
      express_configure_step_up_at: NOW_MS - 20_000,
      express_configure_enroll_at: NOW_MS - 10_000,
    }),
    user: enrolledFactors([...enrolledIn(event), type]),
  });

/**
 * Shows the login as the grant Action gets it: an Action of the team challenged this factor, other steps followed, and
 * step-up asked for it a second ago. Auth0 ignores the second challenge.
 */
export const challengedEarlier =
  (type = 'otp', { secondsAgo = 60 } = {}): EventChange =>
  (event) => ({
    authentication: {
      methods: [
        ...methodsOf(event).map((method) =>
          method.name === 'mfa' ? method : { ...method, timestamp: at(secondsAgo + 10) },
        ),
        { name: 'mfa', type, timestamp: at(secondsAgo) },
      ],
    },
    transaction: noted(event, { express_configure_step_up_at: NOW_MS - 1_000 }),
    user: enrolledFactors([...enrolledIn(event), type]),
  });

/** Shows the login as the next Action gets it: step-up asked ten seconds ago, and nothing was proven. */
export const stepUpAsked = (): EventChange => (event) => ({
  transaction: noted(event, { express_configure_step_up_at: NOW_MS - 10_000 }),
});

/** Shows the login as the domains Action gets it; apply it after {@link justChallenged} or {@link justEnrolled}. */
export const granted: EventChange = (event) => ({ transaction: noted(event, { express_configure_granted: true }) });

/**
 * Shows the login after a redirect, at `/continue`: a new `event.request` that says nothing about how the login began.
 */
export const redirectResume =
  (query: Record<string, string> = {}): EventChange =>
  () => ({ request: { method: 'GET', query: { ...query, state: 'resume-00000001' }, body: {} } });

function at(secondsAgo: number): string {
  return new Date(NOW_MS - secondsAgo * 1000).toISOString();
}

const methodsOf = (event: Event): AuthenticationMethod[] => event.authentication?.methods ?? [];

const enrolledIn = (event: Event): string[] => event.user.enrolledFactors?.map(({ type }) => type) ?? [];

const noted = (event: Event, notes: Transaction['metadata']): Pick<Transaction, 'metadata'> => ({
  metadata: { ...event.transaction?.metadata, ...notes },
});
