/** An application with refresh tokens at a local tenant, spoken to without a client library. */
import { signIn, UserAgent } from '../../emulator/index.ts';
import { DATABASE, startTestTenant, type TestTenant } from './tenant.ts';

export const API = 'https://orders.example';
export const CALLBACK = 'https://shop.example/callback';

/** Describes the answer of the token endpoint. */
export interface Answer {
  status: number;
  body: Record<string, unknown> & { access_token?: string; id_token?: string; refresh_token?: string; scope?: string };
}

export interface RefreshRig {
  tenant: TestTenant;
  clientId: string;
  clientSecret: string;
  /** A login, redeemed; in a new browser unless given one. */
  login(parameters?: Record<string, string>, agent?: UserAgent): Promise<Answer>;
  exchange(refreshToken: string | undefined, more?: Record<string, string>): Promise<Answer>;
  /** A POST to the tenant. */
  post(path: string, fields: Record<string, string>): Promise<Answer>;
  /** Changes the application's `refresh_token` settings. */
  settings(settings: Record<string, unknown>): Promise<void>;
}

export async function startRefreshRig(): Promise<RefreshRig> {
  const tenant = await startTestTenant();
  await tenant.bindActions([]);
  const { auth0, emulator } = tenant;
  const client = await auth0.clients.create({
    name: 'Shop',
    app_type: 'regular_web',
    callbacks: [CALLBACK],
    organization_usage: 'allow',
  });
  const { client_id: clientId = '', client_secret: clientSecret = '' } = client;
  const connections = await auth0.connections.list({ name: DATABASE });
  await auth0.connections.clients.update(connections.data[0]?.id ?? '', [{ client_id: clientId, status: true }]);
  await auth0.resourceServers.create({
    name: 'Orders',
    identifier: API,
    allow_offline_access: true,
    scopes: [{ value: 'read' }, { value: 'write' }],
    skip_consent_for_verifiable_first_party_clients: true,
  });
  const credentials = { client_id: clientId, client_secret: clientSecret };

  async function post(path: string, fields: Record<string, string>): Promise<Answer> {
    const response = await fetch(new URL(path, emulator.issuer), { method: 'POST', body: new URLSearchParams(fields) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  return {
    tenant,
    clientId,
    clientSecret,
    post,
    async login(parameters = {}, agent = new UserAgent(CALLBACK)) {
      const url = new URL('/authorize', emulator.browserOrigin);
      url.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: CALLBACK,
        response_type: 'code',
        scope: 'openid email offline_access read',
        audience: API,
        nonce: 'n',
        ...parameters,
      }).toString();
      const { callback } = await signIn(agent, url, tenant.customers.acmeAdmin);
      const code = callback.searchParams.get('code');
      if (code === null) throw new Error(`refused: ${callback.searchParams}`);
      return post('oauth/token', { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...credentials });
    },
    exchange: (refreshToken, more = {}) =>
      post('oauth/token', {
        grant_type: 'refresh_token',
        refresh_token: refreshToken ?? '',
        ...credentials,
        ...more,
      }),
    async settings(settings) {
      // The SDK's type asks for both of what the API takes alone.
      await auth0.clients.update(clientId, { ['refresh_token' as string]: settings });
    },
  };
}
