/** A tenant, an API and room for an application: what the tests of Auth0's own SDKs share. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Page } from 'playwright-core';
import type { Person } from '../../emulator/index.ts';
import { DATABASE, startTestTenant, type TestTenant } from './tenant.ts';

export const ORDERS = 'https://orders.example';
/** The lifetime of an access token of the API, in seconds. */
export const TOKEN_SECONDS = 600;
export const SCOPE = 'openid profile email offline_access read:orders';

/** Describes an application that the tenant knows, and its address. */
export interface SdkApplication {
  clientId: string;
  clientSecret: string;
  /** The origin with its port, without a slash at the end. */
  origin: string;
}

export interface SdkRig extends AsyncDisposable {
  tenant: TestTenant;
  /** Id of the organization that {@link TestTenant.customers}' administrator of Acme is a member of. */
  acme: string;
  /** The address of the API: it answers with the claims of a valid access token. */
  api: string;
  /** Registers an application and serves it; `listen` is asked once its address and its client are known. */
  serve(
    settings: { app_type: 'regular_web' | 'spa'; callbackPath: string },
    listen: (application: SdkApplication) => RequestListener,
  ): Promise<SdkApplication>;
}

/** Answers the tenant's pages for the organization that the application asks for. */
export async function typeLogin(page: Page, { username, password }: Person): Promise<void> {
  await page.getByRole('textbox', { name: /email address/i }).fill(username);
  await page.keyboard.press('Enter');
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/u/login/password');
  // As at Auth0: an application at localhost must ask for consent.
  if (new URL(page.url()).pathname === '/u/consent') await page.getByRole('button', { name: 'Accept' }).click();
}

export async function startSdkRig(): Promise<SdkRig> {
  const tenant = await startTestTenant();
  const { auth0, emulator } = tenant;
  await tenant.bindActions([]);
  await auth0.resourceServers.create({
    name: 'Orders',
    identifier: ORDERS,
    allow_offline_access: true,
    token_lifetime: TOKEN_SECONDS,
    scopes: [{ value: 'read:orders' }],
  });
  const servers: Server[] = [];
  const keys = createRemoteJWKSet(new URL(`${emulator.issuer}.well-known/jwks.json`));
  const api = await open(servers, async (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'authorization');
    if (request.method === 'OPTIONS') {
      response.end();
      return;
    }
    try {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      const options = { issuer: emulator.issuer, audience: ORDERS, clockTolerance: '10 days' };
      const { payload } = await jwtVerify(token, keys, options);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(payload));
    } catch {
      response.writeHead(401).end();
    }
  });

  return {
    tenant,
    api,
    acme: (await auth0.organizations.getByName('acme')).id ?? '',
    async serve({ app_type, callbackPath }, listen) {
      let listener: RequestListener = (_request, response) => response.writeHead(503).end();
      const origin = await open(servers, (request, response) => listener(request, response));
      const isPublic = app_type === 'spa';
      const client = await auth0.clients.create({
        name: `An application at ${origin}`,
        app_type,
        ...(isPublic ? { token_endpoint_auth_method: 'none' } : {}),
        callbacks: [`${origin}${callbackPath}`],
        allowed_logout_urls: [origin, `${origin}/bye`],
        web_origins: [origin],
        organization_usage: 'allow',
        ...{ refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring', leeway: 0 } as never },
      });
      const { client_id: clientId = '', client_secret: clientSecret = '' } = client;
      const connections = await auth0.connections.list({ name: DATABASE });
      await auth0.connections.clients.update(connections.data[0]?.id ?? '', [{ client_id: clientId, status: true }]);
      const application = { clientId, clientSecret, origin };
      listener = listen(application);
      return application;
    },
    async [Symbol.asyncDispose]() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await emulator.close();
    },
  };
}

/** Returns the origin by its name: cookies and certificates are for `localhost`. */
async function open(servers: Server[], listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return `http://localhost:${port}`;
}
