/** Linked accounts in logins: which user they are, what an Action can do about it, and what ours make of it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { machineClient } from '../support/machine-client.ts';
import { builtActions, DATABASE, startTestTenant, type TestTenant } from '../support/tenant.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';
import { redeem, redeemToken, walk, webLogin } from '../support/web-login.ts';

const CONNECTION = 'initech-idp';
const ATTRIBUTES = { email: `\${context.tokenset.email}`, given_name: `\${context.tokenset.given_name}` };
const PASSWORD = 'Correct-horse-1';

let tenant: TestTenant;
let upstream: Upstream;
let machine: { clientId: string; clientSecret: string };

beforeAll(async () => {
  tenant = await startTestTenant();
  const { auth0, emulator, webApp, customers, oinClientId } = tenant;
  upstream = await startUpstream(`${emulator.issuer}login/callback`);
  const { id = '' } = await auth0.connections.create({
    name: CONNECTION,
    strategy: 'okta',
    enabled_clients: [webApp.clientId, oinClientId],
    options: {
      client_id: upstream.clientId,
      client_secret: upstream.clientSecret,
      issuer: upstream.issuer,
      domain_aliases: ['initech.com'],
      attribute_map: { mapping_mode: 'use_map', attributes: ATTRIBUTES },
    },
  });
  for (const { organizationId } of [customers.acmeAdmin, customers.globexAdmin]) {
    await auth0.organizations.enabledConnections.add(organizationId, { connection_id: id });
  }
  machine = await machineClient(auth0, emulator.domain, ['update:users']);
});
afterAll(async () => {
  await upstream[Symbol.asyncDispose]();
  await tenant.emulator.close();
});
afterEach(() => tenant.bindActions([]));

const SEEN = {
  name: 'seen',
  code: `exports.onExecutePostLogin = async (event, api) => {
    const { user, connection, stats } = event;
    api.idToken.setCustomClaim('seen', { user: user.user_id, email: user.email, connection: connection.name, identities: user.identities });
  };`,
};

/** Makes the account that a provider's user gets at a first login; its id. */
async function providerUser(sub: string): Promise<string> {
  upstream.user = { sub, email: `${sub}@initech.com` };
  const login = await webLogin(tenant);
  const { callback } = await walk(tenant, login.url, { username: `${sub}@initech.com` });
  return String((await redeem(login, callback)).sub);
}

const databaseUser = async (email: string): Promise<string> => {
  const user = { connection: DATABASE, email, password: PASSWORD, email_verified: true };
  return (await tenant.auth0.users.create(user)).user_id ?? '';
};

const linkProvider = (primary: string, secondary: string) =>
  tenant.auth0.users.identities.link(primary, { provider: 'okta', user_id: secondary.replace('okta|', '') });

/** Logs in at the application by the provider. */
async function throughProvider(sub: string) {
  upstream.user = { sub, email: `${sub}@initech.com`, given_name: 'Other' };
  const login = await webLogin(tenant);
  const { callback } = await walk(tenant, login.url, { username: `${sub}@initech.com` });
  return { login, callback };
}

/** An Action that links who logs in by the provider to a user, with the Management API, and then does `rest`. */
const linking = (primary: string, rest: string) => ({
  name: 'linking',
  code: `exports.onExecutePostLogin = async (event, api) => {
    if (event.connection.name !== '${CONNECTION}' || event.user.user_id === '${primary}') return;
    const base = '${tenant.emulator.issuer}';
    const json = { 'content-type': 'application/json' };
    const post = (path, body, headers) => fetch(base + path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) }).then((answer) => answer.json());
    const { access_token } = await post('oauth/token', {
      grant_type: 'client_credentials', client_id: '${machine.clientId}', client_secret: '${machine.clientSecret}', audience: base + 'api/v2/',
    });
    const [identity] = event.user.identities;
    await post('api/v2/users/' + encodeURIComponent('${primary}') + '/identities', identity && { provider: identity.provider, user_id: identity.user_id }, { authorization: 'Bearer ' + access_token });
    ${rest}
  };`,
});

describe('a login with a linked account', () => {
  test('by its provider is the primary user’s, whose profile stays; the Actions know the connection', async () => {
    await tenant.bindActions([]);
    const secondary = await providerUser('peter');
    const primary = await databaseUser('peter@home.example');
    await linkProvider(primary, secondary);
    await tenant.bindActions([SEEN]);
    const { login, callback } = await throughProvider('peter');
    const { sub, email, seen } = await redeem(login, callback);
    expect({ sub, email, seen }).toEqual({
      sub: primary,
      email: 'peter@home.example',
      seen: {
        user: primary,
        email: 'peter@home.example',
        connection: CONNECTION,
        identities: [
          expect.objectContaining({ connection: DATABASE }),
          expect.objectContaining({
            connection: CONNECTION,
            userId: `${CONNECTION}|peter`,
            profileData: expect.objectContaining({ email: 'peter@initech.com', given_name: 'Other' }),
          }),
        ],
      },
    });
    expect((await tenant.auth0.users.get(primary)).given_name).toBeUndefined();
    const { data: events } = await tenant.auth0.logs.list({ per_page: 100 });
    const success = events.find((event) => event.type === 's' && event.user_id === primary);
    expect(success).toMatchObject({ connection: CONNECTION });
  });

  test('by its own password is the primary user’s; unlinked it is itself again', async () => {
    await tenant.bindActions([]);
    const primary = await providerUser('milton');
    const secondary = await databaseUser('milton@home.example');
    await tenant.auth0.users.identities.link(primary, { provider: 'auth0', user_id: secondary.replace('auth0|', '') });
    const logIn = async () => {
      const login = await webLogin(tenant);
      const { callback } = await walk(tenant, login.url, { username: 'milton@home.example', password: PASSWORD });
      return (await redeem(login, callback)).sub;
    };
    expect(await logIn()).toBe(primary);
    await tenant.emulator.loadSnapshot(tenant.emulator.takeSnapshot());
    expect(await logIn()).toBe(primary);
    await tenant.auth0.users.identities.delete(primary, 'auth0', secondary.replace('auth0|', ''));
    expect(await logIn()).toBe(secondary);
  });

  test.each(['linked', 'deleted'])(
    'does not answer for a browser whose session was that of a %s account',
    async (fate) => {
      const secondary = await providerUser('bob');
      const primary = await databaseUser(`${fate}@home.example`);
      const agent = new UserAgent(tenant.webApp.callback);
      const first = await webLogin(tenant);
      await walk(tenant, first.url, { username: 'bob@initech.com' }, agent);
      if (fate === 'linked') await linkProvider(primary, secondary);
      else await tenant.auth0.users.delete(secondary);
      const silent = await webLogin(tenant, { prompt: 'none' });
      const { callback } = await walk(tenant, silent.url, {}, agent);
      expect(callback.searchParams.get('error')).toBe('login_required');
      const again = await webLogin(tenant);
      const { pages } = await walk(tenant, again.url, { username: 'bob@initech.com' }, agent);
      expect(pages).toEqual(['/u/login/identifier']);
    },
  );
});

describe('an ID token of the other account links it', () => {
  test('where it is of the application that asks', async () => {
    const secondary = await databaseUser('nina@initech.example');
    const primary = await databaseUser('nina@home.example');
    const login = await webLogin(tenant);
    const person = { username: 'nina@initech.example', password: PASSWORD };
    const idToken = await redeemToken(login, (await walk(tenant, login.url, person)).callback);
    const ask = tenant.auth0.users.identities.link(primary, { link_with: idToken });
    await expect(ask).rejects.toMatchObject({
      statusCode: 400,
      body: { message: "JWT (link_with) must have an aud claim that matches that of the calling token's azp." },
    });
    const { auth0, webApp, emulator } = tenant;
    await auth0.clientGrants.create({
      client_id: webApp.clientId,
      audience: `${emulator.issuer}api/v2/`,
      scope: ['update:users'],
    });
    await auth0.clients.update(webApp.clientId, { grant_types: ['authorization_code', 'client_credentials'] });
    const { ManagementClient } = await import('auth0');
    const { clientId, clientSecret } = webApp;
    const own = new ManagementClient({ domain: emulator.domain, clientId, clientSecret, telemetry: false });
    await own.users.identities.link(primary, { link_with: idToken });
    expect((await auth0.users.get(primary)).identities?.map(({ user_id }) => `auth0|${user_id}`)).toEqual([
      primary,
      secondary,
    ]);
  });
});

describe('an Action that links the account that logs in', () => {
  test('and sets the primary user gets tokens for that one; the Actions after it see it', async () => {
    await providerUser('tom');
    const primary = await databaseUser('tom@home.example');
    await tenant.bindActions([linking(primary, `api.authentication.setPrimaryUser('${primary}');`), SEEN]);
    const { login, callback } = await throughProvider('tom');
    const claims = await redeem(login, callback);
    expect(claims).toMatchObject({ sub: primary, seen: { user: primary, connection: CONNECTION } });
  });

  test('and does not set it fails the login', async () => {
    await providerUser('lumbergh');
    const primary = await databaseUser('bill@home.example');
    await tenant.bindActions([linking(primary, '')]);
    const { callback } = await throughProvider('lumbergh');
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'access_denied',
      error_description: '((the user of this login is gone; where an Action links accounts, it calls setPrimaryUser))',
    });
  });

  test.each(['somebody it is not linked to', 'nobody'])('setting %s fails the login', async (who) => {
    const sub = `samir${who.length}`;
    await providerUser(sub);
    const other = who === 'nobody' ? 'auth0|nobody' : await databaseUser('victim@home.example');
    const code = `exports.onExecutePostLogin = async (event, api) => api.authentication.setPrimaryUser('${other}');`;
    await tenant.bindActions([{ name: 'setting', code }]);
    const { callback } = await throughProvider(sub);
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'access_denied',
      error_description:
        '((setPrimaryUser: the identity of this login is not among the secondary identities of that user))',
    });
  });

  test.each([
    ['blocked', () => 'user is blocked'],
    [
      'no member',
      (user: string, organization: string) => `user ${user} is not part of the ${organization} organization`,
    ],
  ] as const)('and sets a user who is %s fails the login', async (who, words) => {
    const { auth0, customers, emulator } = tenant;
    const sub = `joanna${who.length}`;
    const secondary = await providerUser(sub);
    const organization = customers.acmeAdmin.organizationId;
    await auth0.organizations.members.create(organization, { members: [secondary] });
    const primary = await databaseUser(`${sub}@home.example`);
    if (who === 'blocked') await auth0.users.update(primary, { blocked: true });
    await tenant.bindActions([linking(primary, `api.authentication.setPrimaryUser('${primary}');`)]);
    upstream.user = { sub, email: `${sub}@initech.com` };
    const login = await webLogin(tenant, { organization });
    const { callback } = await walk(tenant, login.url, { username: `${sub}@initech.com` });
    expect(callback.searchParams.get('error_description')).toBe(words(primary, organization));
    expect(emulator.runs().at(-1)?.user_id).toBe(primary);
  });
});

describe('the Actions of this project', () => {
  const ASKED = '/u/mfa-otp-challenge';

  test('take an administrator’s linked account for the administrator: with the organization’s connection and the factor', async () => {
    await tenant.bindActions([]);
    const { acmeAdmin } = tenant.customers;
    const secondary = await providerUser('ada');
    await linkProvider(acmeAdmin.userId, secondary);
    await tenant.bindActions(await builtActions());
    upstream.user = { sub: 'ada', email: 'attacker@globex.com', email_verified: true };
    const person = { ...acmeAdmin, username: 'ada@initech.com', password: '' };
    const { callback, pages } = await tenant.login(person);
    expect(pages).toContain(ASKED);
    const { claims } = await tenant.emulator.okta.complete(callback);
    // The organization's domains, and nothing that the provider says of addresses.
    expect(claims).toMatchObject({
      sub: acmeAdmin.userId,
      express_configuration: { domain_aliases: ['acme.com', 'eu.acme.com'] },
    });
    expect((await tenant.auth0.users.get(acmeAdmin.userId)).email).toBe('ada@acme.com');
  });

  test('grant the same account nothing without that factor, and nothing in another organization', async () => {
    await tenant.bindActions(await builtActions());
    const { acmeAdmin, globexAdmin } = tenant.customers;
    const person = { ...acmeAdmin, username: 'ada@initech.com', password: '' };
    const { totpSecret: _, ...withoutFactor } = person;
    await expect(tenant.login(withoutFactor)).rejects.toThrow(ASKED);
    const url = await tenant.emulator.okta.begin({});
    const agent = new UserAgent(tenant.emulator.okta.redirectUri);
    const { callback } = await signIn(agent, url, { ...person, organization: globexAdmin.organization });
    expect(callback.searchParams.get('error_description')).toBe(
      `user ${acmeAdmin.userId} is not part of the ${globexAdmin.organizationId} organization`,
    );
  });
});
