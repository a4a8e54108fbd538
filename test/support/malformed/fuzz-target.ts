/** A tenant worth attacking: one of everything, an open login, a good token. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signIn, UserAgent } from '../../../emulator/index.ts';
import { rootDir } from '../project.ts';
import type { TestTenant } from '../tenant.ts';
import type { Operation } from './requests.ts';
import type { Schema } from './schema-value.ts';

type Row = Record<string, unknown>;

export interface FuzzTarget {
  operations: [string, Operation][];
  schemas: Record<string, Schema>;
  token: string;
  /** The cookie of the browser with the open login. */
  cookie: string;
  loginRoutes: Record<string, Record<string, string>>;
  /** Those of them that tokens, pushed requests and logouts have; the same fields. */
  tokenRoutes: Record<string, Record<string, string>>;
  idsFor(template: string, parameter: string): string[];
  /** Makes up for what was deleted, and opens another login. */
  refresh(): Promise<void>;
}

/** Maps a path's parameter to the tenant's collection. */
const COLLECTIONS: Record<string, string> = {
  client_id: 'clients',
  connectionId: 'connections',
  connection_id: 'connections',
  user_id: 'users',
  credential_id: 'credentials',
  invitation_id: 'invitations',
  discovery_domain_id: 'discoveryDomains',
  authentication_method_id: 'authenticationMethods',
  tokenId: 'scimTokens',
  actionId: 'actions',
  triggerId: 'triggers',
};
const BY_SEGMENT: Record<string, string> = {
  clients: 'clients',
  connections: 'connections',
  organizations: 'organizations',
  users: 'users',
  roles: 'roles',
  actions: 'actions',
  'client-grants': 'clientGrants',
  'resource-servers': 'resourceServers',
  'custom-domains': 'customDomains',
  'connection-profiles': 'connectionProfiles',
  'user-attribute-profiles': 'userAttributeProfiles',
  grants: 'consents',
};

export async function makeFuzzTarget(tenant: TestTenant): Promise<FuzzTarget> {
  const text = await readFile(join(rootDir, 'emulator/management/openapi.json'), 'utf8');
  // openapi/views.ts writes this shape.
  const specification = JSON.parse(text) as {
    operations: Record<string, Operation>;
    components: { schemas: Record<string, Schema> };
  };
  let tokens: Tokens | undefined;
  const world: FuzzTarget = {
    operations: Object.entries(specification.operations),
    schemas: specification.components.schemas,
    token: await tokenOf(tenant),
    cookie: '',
    loginRoutes: {},
    tokenRoutes: {},
    idsFor(template, parameter) {
      const collection = COLLECTIONS[parameter] ?? BY_SEGMENT[template.split('/')[1] ?? ''] ?? '';
      const rows: unknown = Reflect.get(tenant.emulator.contents(), collection);
      const ids = Array.isArray(rows) ? rows.map(idOf) : [];
      return ['post-login', 'otp', 'acme', ...ids, ...ids];
    },
    async refresh() {
      await populate(tenant);
      const { state, cookie } = await openLogin(tenant);
      // A request may have deleted the person: what they had is tried on.
      tokens = await finishedLogin(tenant).catch(() => tokens);
      if (tokens === undefined) throw new Error('nobody could log in');
      const added = tokenRoutes(tenant, tokens);
      Object.assign(world, { cookie, loginRoutes: { ...loginRoutes(tenant, state), ...added }, tokenRoutes: added });
    },
  };
  await world.refresh();
  return world;
}

function idOf(row: Row): string {
  const { token_id, custom_domain_id, id, client_id, user_id, identifier } = row;
  return String(token_id ?? custom_domain_id ?? id ?? client_id ?? user_id ?? identifier);
}

async function tokenOf({ emulator }: TestTenant): Promise<string> {
  const response = await fetch(`${emulator.issuer}oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: emulator.deployClient.clientId,
      client_secret: emulator.deployClient.clientSecret,
      audience: `${emulator.issuer}api/v2/`,
    }),
  });
  const { access_token }: { access_token: string } = Object(await response.json());
  return access_token;
}

let made = 0;

async function populate({ auth0 }: TestTenant): Promise<void> {
  made += 1;
  const name = `world-${made}`;
  const { id: organization = '' } = await auth0.organizations.create({ name });
  const { id: connection = '' } = await auth0.connections.create({ name, strategy: 'okta' });
  await auth0.connections.create({ name: `${name}-db`, strategy: 'auth0' });
  await auth0.connections.scimConfiguration.create(connection);
  await auth0.connections.scimConfiguration.tokens.create(connection, {});
  const user = { connection: `${name}-db`, email: `${name}@acme.example`, password: 'correct horse' };
  const { user_id = '' } = await auth0.users.create(user);
  await auth0.users.authenticationMethods.create(user_id, { type: 'totp', totp_secret: 'JBSWY3DPEHPK3PXP' });
  const role = await auth0.roles.create({ name });
  await auth0.organizations.members.create(organization, { members: [user_id] });
  await auth0.organizations.members.roles.assign(organization, user_id, { roles: [role.id ?? ''] });
  await auth0.organizations.enabledConnections.add(organization, { connection_id: connection });
  await auth0.organizations.discoveryDomains.create(organization, { domain: `${name}.example` });
  const initiate_login_uri = 'https://app.example/login';
  const client = await auth0.clients.create({ name, organization_usage: 'allow', initiate_login_uri });
  await auth0.organizations.invitations.create(organization, {
    inviter: { name: 'Nora' },
    invitee: { email: 'ben@acme.example' },
    client_id: client.client_id ?? '',
  });
  const api = await auth0.resourceServers.create({ identifier: `https://${name}.example` });
  await auth0.clientGrants.create({ client_id: client.client_id ?? '', audience: api.identifier ?? '', scope: [] });
  await auth0.connectionProfiles.create({ name });
  await auth0.customDomains.create({ domain: `${name}.example`, type: 'auth0_managed_certs' });
}

/** Returns a login at the identifier page. */
async function openLogin({ emulator, webApp }: TestTenant): Promise<{ state: string; cookie: string }> {
  const url = new URL('/authorize', emulator.browserOrigin);
  url.search = new URLSearchParams(authorizeFields(webApp.clientId, webApp.callback)).toString();
  const response = await fetch(url, { redirect: 'manual' });
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  const location = new URL(response.headers.get('location') ?? '/', url);
  return { state: location.searchParams.get('state') ?? '', cookie: cookie.join('; ') };
}

interface Tokens {
  refresh_token: string;
  id_token: string;
}

/** Returns the answer of a login with the scope `offline_access`. */
async function finishedLogin({ emulator, webApp, customers }: TestTenant): Promise<Tokens> {
  const { clientId: client_id, clientSecret: client_secret, callback: redirect_uri } = webApp;
  const url = new URL('/authorize', emulator.browserOrigin);
  const fields = { ...authorizeFields(client_id, redirect_uri), scope: 'openid email offline_access' };
  url.search = new URLSearchParams(fields).toString();
  const { callback } = await signIn(new UserAgent(redirect_uri), url, customers.acmeAdmin);
  const code = callback.searchParams.get('code') ?? '';
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    ...{ client_id, client_secret, redirect_uri, code },
  });
  const response = await fetch(`${emulator.issuer}oauth/token`, { method: 'POST', body });
  const { refresh_token, id_token }: Partial<Tokens> = Object(await response.json());
  if (refresh_token === undefined || id_token === undefined) throw new Error('the login gave no refresh token');
  return { refresh_token, id_token };
}

function tokenRoutes(
  { webApp, emulator, oinClientId }: TestTenant,
  { refresh_token, id_token }: Tokens,
): FuzzTarget['loginRoutes'] {
  const { clientId: client_id, clientSecret: client_secret, callback } = webApp;
  const authorize = authorizeFields(client_id, callback);
  const exchange = { grant_type: 'refresh_token', refresh_token, client_id };
  const challenge = { code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' };
  return {
    'POST /oauth/token   ': { ...exchange, client_secret, scope: 'openid email' },
    'POST /oauth/token    ': { ...exchange, client_id: oinClientId, client_assertion: 'a.b.c' },
    'POST /oauth/revoke ': { token: 'v1.x', token_type_hint: 'refresh_token', client_id, client_secret },
    'POST /oauth/par': { ...authorize, ...challenge, client_secret, audience: `${emulator.issuer}userinfo` },
    'GET /authorize  ': { ...authorize, response_type: 'id_token', response_mode: 'form_post' },
    'GET /authorize   ': { ...authorize, response_type: 'code id_token', response_mode: 'fragment' },
    'GET /authorize    ': { ...authorize, ...challenge, response_mode: 'web_message', prompt: 'none' },
    'GET /authorize     ': { client_id, request_uri: 'urn:ietf:params:oauth:request_uri:x', _asked: '{' },
    'GET /oidc/logout ': { id_token_hint: id_token, post_logout_redirect_uri: callback, state: 's' },
    'POST /oidc/logout': { client_id, logout_hint: 'x', post_logout_redirect_uri: callback },
    'GET /.well-known/oauth-authorization-server': {},
    'GET /authorize      ': { ...authorize, resource: 'urn:local-tenant:audience:%E0%A4%A', scope: 'openid read' },
    'POST /oauth/token     ': { ...exchange, client_secret, resource: 'urn:x', audience: 'urn:x' },
    'POST /oauth/global-token-revocation/connection/%E0%A4%A': { subject: 'x' },
    'POST /oauth/global-token-revocation/connection/okta': { format: 'iss_sub', sub: 'x' },
    'GET /scim/v2/connections/con_1/Users/%E0%A4%A': {},
  };
}

const authorizeFields = (client_id: string, redirect_uri: string): Record<string, string> => ({
  client_id,
  redirect_uri,
  response_type: 'code',
  scope: 'openid profile',
  state: 'xyz',
  nonce: 'n',
});

const PAGES = [
  'organization',
  'organization/picker',
  'login/identifier',
  'login/password',
  'accept-invitation',
  'signup/password',
  'mfa-otp-challenge',
  'mfa-otp-enrollment',
  'mfa-email-challenge',
  'mfa-phone-challenge',
  'mfa-phone-enrollment',
  'mfa-sms-challenge',
  'mfa-voice-challenge',
  'mfa-push-challenge-push',
  'mfa-push-enrollment-qr',
  'consent',
];

function loginRoutes({ emulator, webApp, oinClientId }: TestTenant, state: string): FuzzTarget['loginRoutes'] {
  const { clientId: client_id, clientSecret: client_secret, callback } = webApp;
  const fields = {
    state,
    username: 'nora',
    password: 'x',
    code: '123456',
    action: 'accept',
    organization: 'acme',
    organizationName: 'acme',
  };
  const authorize = authorizeFields(client_id, callback);
  const audience = 'urn:auth0:express-configure';
  return {
    'GET /authorize': authorize,
    'POST /authorize': { ...authorize, organization: 'acme', prompt: 'none', audience, login_hint: 'nora' },
    'GET /authorize ': { ...authorize, organization: 'acme', invitation: 'x' },
    'GET /authorize/xyz': {},
    'GET /mfa/enrollment': { ticket: 'x' },
    'POST /mfa/enrollment': { ticket: 'x', code: '123456' },
    'POST /oauth/token': {
      grant_type: 'authorization_code',
      code: 'x',
      redirect_uri: callback,
      client_id,
      client_secret,
    },
    'POST /oauth/token ': { grant_type: 'client_credentials', client_id, client_secret, audience, scope: 'a b' },
    'POST /oauth/token  ': {
      grant_type: 'authorization_code',
      code: 'x',
      client_id: oinClientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'a.b.c',
    },
    'POST /oauth/revoke': { token: 'x', client_id, client_secret },
    ...Object.fromEntries(
      PAGES.flatMap((page): [string, Record<string, string>][] => [
        [`GET /u/${page}`, { state }],
        [`POST /u/${page}`, fields],
      ]),
    ),
    'GET /userinfo': { access_token: 'x' },
    'POST /userinfo': { access_token: 'x' },
    'GET /v2/logout': { client_id, returnTo: callback },
    'GET /oidc/logout': { client_id, id_token_hint: 'a.b.c', post_logout_redirect_uri: callback },
    'POST /oidc/logout/confirm': { xsrf: 'x', logout: 'yes' },
    'GET /continue': { state },
    'POST /continue': { state },
    'GET /.well-known/openid-configuration': {},
    'GET /.well-known/jwks.json': {},
    'GET /_local/requests': {},
    'GET /_local/runs': {},
    'GET /_local/mail': {},
    'GET /_local/authenticator': {},
    'GET /_local/push': {},
    'POST /_local/push': { request: 'x', answer: 'approved' },
    'GET /_local/okta/start': { scope: 'express_configure:sso', organization: 'acme' },
    'GET /_local/okta/callback': { code: 'x', state: 'y', iss: emulator.issuer },
    'POST /_local/faults': { path: '/none', effect: 'nothing' },
    'GET /_local/faults': {},
    'GET /nowhere': { a: 'b' },
  };
}
