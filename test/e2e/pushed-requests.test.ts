/** A pushed request is its client's: what a browser's address adds to its name is anybody's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { API, CALLBACK, type RefreshRig, startRefreshRig } from '../support/refresh-rig.ts';

let rig: RefreshRig;
beforeAll(async () => {
  rig = await startRefreshRig();
});
afterAll(() => rig.tenant.emulator.close());

test('a login carries it out as it was pushed, whatever the browser’s address adds', async () => {
  const { tenant, clientId: client_id, clientSecret: client_secret } = rig;
  const code =
    "exports.onExecutePostLogin = async ({ request }, api) => { api.transaction.addTargetScope('email'); console.log(JSON.stringify(request.query)); };";
  await tenant.bindActions([{ name: 'adds-target', code }]);
  const request = { client_id, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid read', state: 's' };
  const { body } = await rig.post('oauth/par', { ...request, client_secret, audience: API });
  const request_uri = String(body.request_uri);
  const start = new URL('/authorize', tenant.emulator.browserOrigin);
  start.search = new URLSearchParams({
    ...{ client_id, request_uri, state: 'another', theme: 'dark', prompt: 'consent' },
    scope: 'openid read write offline_access',
  }).toString();
  const { callback } = await signIn(new UserAgent(CALLBACK), start, tenant.customers.acmeAdmin);
  const credentials = { client_id, client_secret, redirect_uri: CALLBACK };
  const fields = { grant_type: 'authorization_code', code: callback.searchParams.get('code') ?? '', ...credentials };
  const { body: tokens } = await rig.post('oauth/token', fields);
  expect([callback.searchParams.get('state'), tokens.scope, tokens.refresh_token]).toEqual([
    's',
    'openid read email',
    undefined,
  ]);
  const [action] = tenant.emulator.timeline().filter((entry) => entry.kind === 'action');
  expect(action?.event).toMatchObject({ transaction: { requested_scopes: ['openid', 'read'] } });
  const query: unknown = JSON.parse(JSON.stringify(action?.event)).request.query;
  expect(Object.keys(Object(query)).sort()).toEqual([...Object.keys(request), 'audience', 'request_uri'].sort());
});
