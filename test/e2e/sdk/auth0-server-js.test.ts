/** An application on @auth0/auth0-server-js: it refreshes by itself once its access token has expired. */
import { ServerClient, type StateStore, type TransactionStore } from '@auth0/auth0-server-js';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../../emulator/index.ts';
import { ORDERS, SCOPE, type SdkRig, startSdkRig, TOKEN_SECONDS } from '../../support/sdk-rig.ts';

let rig: SdkRig;
beforeAll(async () => {
  rig = await startSdkRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** What would be in a cookie or a database. */
function memory<Data>() {
  const entries = new Map<string, Data>();
  return {
    set: async (key: string, data: Data): Promise<void> => void entries.set(key, data),
    get: async (key: string): Promise<Data | undefined> => entries.get(key),
    delete: async (key: string): Promise<void> => void entries.delete(key),
    deleteByLogoutToken: async (): Promise<void> => entries.clear(),
  };
}

type Kept<Store extends { get: unknown }> = Store extends { get(key: string): Promise<infer Data | undefined> }
  ? Data
  : never;

const answering = (token: string): Promise<Response> =>
  fetch(rig.api, { headers: { authorization: `Bearer ${token}` } });

test.each([false, true])(
  'logs in with an organization, calls an API, refreshes and logs out; pushed: %s',
  async (pushed) => {
    const { emulator, customers } = rig.tenant;
    const { clientId, clientSecret, origin } = await rig.serve(
      { app_type: 'regular_web', callbackPath: '/callback' },
      () => (_request, response) => response.end(),
    );
    const client = new ServerClient({
      domain: emulator.domain,
      clientId,
      clientSecret,
      authorizationParams: { redirect_uri: `${origin}/callback`, audience: ORDERS, scope: SCOPE },
      transactionStore: memory<Kept<TransactionStore>>(),
      stateStore: memory<Kept<StateStore>>(),
    });
    const agent = new UserAgent(origin);
    const start = await client.startInteractiveLogin({ organization: rig.acme, pushedAuthorizationRequests: pushed });
    const { callback } = await signIn(agent, start, customers.acmeAdmin);
    await client.completeInteractiveLogin(callback);
    expect(await client.getUser()).toMatchObject({ email: 'ada@acme.com', org_id: rig.acme });

    const { accessToken } = await client.getAccessToken();
    expect(await (await answering(accessToken)).json()).toMatchObject({ scope: SCOPE, org_id: rig.acme });

    for (let previous = accessToken, count = 0; count < 2; count += 1) {
      emulator.clock.advance((TOKEN_SECONDS + 1) * 1000);
      const { accessToken: next } = await emulator.clock.run(() => client.getAccessToken());
      expect(next).not.toBe(previous);
      expect(decodeJwt(next)).toMatchObject({ scope: SCOPE, org_id: rig.acme });
      expect((await answering(next)).status).toBe(200);
      previous = next;
    }

    // This SDK gives no hint of the session, so the tenant asks, as Auth0 does.
    const question = await agent.visit(await client.logout({ returnTo: origin }));
    if (!('html' in question)) throw new Error(`led to ${question.callback.href}`);
    const bye = await agent.submit(question, { logout: 'yes' });
    expect('callback' in bye && bye.callback.href).toBe(`${origin}/`);
    expect(emulator.contents()).toMatchObject({ refreshTokens: [] });
    expect(await client.getUser()).toBeUndefined();
    const again = await agent.visit(await client.startInteractiveLogin({ organization: rig.acme }));
    expect('html' in again && again.url.pathname).toBe('/u/login/identifier');
  },
);
