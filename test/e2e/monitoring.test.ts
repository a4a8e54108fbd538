/** What Okta's calls leave in the tenant's log and timeline: Express Configuration, SCIM, Universal Logout. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OktaOperator, OktaUser } from '../../emulator/index.ts';
import { type LogEvent, logEventsOf } from '../support/log-events.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';

const SOMEONE = 'someone@acme.com';

let tenant: PublishedTenant;
let okta: OktaOperator;
let byAdmin: Record<string, unknown>;
let ofOkta: Record<string, unknown>;
beforeAll(async () => {
  tenant = await startPublishedTenant();
  okta = new OktaOperator(tenant.emulator.browserOrigin, 'acme');
  const { id: organization_id } = await tenant.auth0.organizations.getByName('acme');
  ofOkta = { client_id: tenant.oinClientId, client_name: 'Okta OIN', organization_id, organization_name: 'acme' };
  byAdmin = { ...ofOkta, user_id: tenant.customers.acmeAdmin.userId };
});
afterAll(() => tenant.emulator.close());

const eventsOf = (act: () => Promise<unknown>) => logEventsOf(tenant, act);
const connectionName = async () => (await tenant.auth0.connections.list({ strategy: ['okta'] })).data[0]?.name ?? '';
const detailsOf = (feature: string, statusCode: number) => ({
  request: { method: 'POST', path: `/_local/express-configuration/${feature}`, channel: 'express_configuration' },
  response: { statusCode },
});
const run = async (feature: 'sso' | 'scim') =>
  (await eventsOf(() => okta.expressConfigure(feature, tenant.customers.acmeAdmin))).at(-1);

describe('Express Configuration', () => {
  test('that is refused tells the cause', async () => {
    expect(await run('scim')).toMatchObject({
      ...byAdmin,
      type: 'fapi',
      description: '((Express Configuration, scim: the app instance has no connection yet: SSO comes first))',
      details: detailsOf('scim', 422),
    });
  });

  test('that makes a connection names it, and so does every further run', async () => {
    const first = await run('sso');
    const connection = await connectionName();
    const description = (outcome: string) => `((Express Configuration, sso: the connection ${connection}, ${outcome}))`;
    const made = { ...byAdmin, type: 'sapi', connection, strategy: 'okta', strategy_type: 'enterprise' };
    expect(first).toMatchObject({
      ...made,
      description: description('created'),
      scope: expect.stringContaining('express_configure:sso'),
      details: detailsOf('sso', 200),
    });
    expect(await run('sso')).toMatchObject({ ...made, description: description('updated') });
    expect(await run('scim')).toMatchObject({
      ...made,
      description: `((Express Configuration, scim: the connection ${connection}, created))`,
    });
  });

  test('without a token of this tenant is of nobody', async () => {
    const { issuer } = tenant.emulator;
    const fields = ['domain', 'issuer', 'jwks_uri', 'client_id', 'client_secret'].map((name) => [
      name,
      'https://x.test',
    ]);
    const [event] = await eventsOf(() =>
      fetch(`${issuer}_local/express-configuration/sso`, {
        method: 'POST',
        headers: { authorization: 'Bearer invented' },
        body: JSON.stringify(Object.fromEntries(fields)),
      }),
    );
    expect(event).toMatchObject({
      type: 'fapi',
      description: '((Express Configuration, sso: the token is not of this tenant, not for this API, or has expired))',
    });
    for (const field of ['client_id', 'user_id', 'organization_id', 'connection'])
      expect(event).not.toHaveProperty(field);
  });
});

describe('SCIM', () => {
  const scim = async (method: string, path: string, body?: object) => {
    const [connection] = (await tenant.auth0.connections.list({ strategy: ['okta'] })).data;
    const made = await tenant.auth0.connections.scimConfiguration.tokens.create(connection?.id ?? '', {});
    return eventsOf(() =>
      fetch(`${tenant.emulator.issuer}scim/v2/connections/${connection?.id}${path}`, {
        method,
        headers: { authorization: `Bearer ${path.includes('stranger') ? 'invented' : made.token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    ).finally(() =>
      tenant.auth0.connections.scimConfiguration.tokens.delete(connection?.id ?? '', made.token_id ?? ''),
    );
  };
  const ofScim = (events: LogEvent[]) => events.filter(({ type }) => /scim/.test(type));

  test('of somebody who is assigned: looked for, made, and deactivated', async () => {
    const assigned = ofScim(await eventsOf(() => okta.assign(SOMEONE)));
    const connection = await connectionName();
    const [user] = await tenant.auth0.users.listUsersByEmail({ email: SOMEONE });
    const about = { ...ofOkta, connection, type: 'sscim' };
    const who = { user_id: user?.user_id, user_name: SOMEONE };
    expect(assigned).toMatchObject([
      { ...about, description: '((GET /Users: 200))', details: { response: { statusCode: 200 } } },
      { ...about, ...who, description: '((POST /Users: 201))' },
    ]);
    const gone = ofScim(await eventsOf(() => okta.unassign(SOMEONE)));
    expect(gone).toMatchObject([{ ...about, ...who, description: '((PATCH /Users/{id}: 200))' }]);
  });

  test('that is refused: a stranger, a user who is taken, one who is not there', async () => {
    const connection = await connectionName();
    const refused = async (description: string, ...request: Parameters<typeof scim>) =>
      expect(ofScim(await scim(...request))).toMatchObject([{ ...ofOkta, connection, type: 'fscim', description }]);
    await refused('((GET /Users: 401 Unauthorized))', 'GET', '/Users?stranger');
    const [user] = await tenant.auth0.users.listUsersByEmail({ email: SOMEONE });
    const externalId = user?.user_id?.split('|').at(-1);
    await refused('((POST /Users: 409 User already exists))', 'POST', '/Users', { userName: SOMEONE, externalId });
    await refused('((GET /Users/{id}: 404 User okta%7Cx not found))', 'GET', '/Users/okta%257Cx');
  });

  test('that deletes a user still names them', async () => {
    const [user] = await tenant.auth0.users.listUsersByEmail({ email: SOMEONE });
    const events = ofScim(await scim('DELETE', `/Users/${encodeURIComponent(user?.user_id ?? '')}`));
    expect(events).toMatchObject([
      { ...ofOkta, type: 'sscim', user_id: user?.user_id, description: '((DELETE /Users/{id}: 204))' },
    ]);
  });
});

describe('Universal Logout', () => {
  const ofLogout = (events: LogEvent[]) => events.filter(({ type }) => type.startsWith('universal_logout'));

  test('of a user', async () => {
    await okta.assign('kim@eu.acme.com');
    await new OktaUser(tenant.emulator.browserOrigin, 'kim@eu.acme.com').signInAt(
      '/_local/app',
      tenant.customers.acmeAdmin.organizationId,
    );
    const events = ofLogout(await eventsOf(() => okta.clearSessions('kim@eu.acme.com')));
    expect(events).toMatchObject([
      {
        ...ofOkta,
        type: 'universal_logout_succeeded',
        description: '((200 the sessions of the user have ended))',
        connection: await connectionName(),
        user_name: 'kim@eu.acme.com',
      },
    ]);
  });

  test('that is refused', async () => {
    const connection = await connectionName();
    const url = `${tenant.emulator.issuer}oauth/global-token-revocation/connection/${connection}`;
    const events = await eventsOf(() => fetch(url, { method: 'POST', headers: { authorization: 'Bearer invented' } }));
    expect(ofLogout(events)).toMatchObject([
      { ...ofOkta, connection, type: 'universal_logout_failed', description: '((401 Unauthorized))' },
    ]);
    expect(events[0]).not.toHaveProperty('user_id');
    const unknown = await eventsOf(() => fetch(`${url}x`, { method: 'POST' }));
    expect(unknown).toMatchObject([{ description: '((400 the request has no authentication))' }]);
    expect(unknown[0]).not.toHaveProperty('connection');
  });
});

test('the timeline has them among the requests', () => {
  const paths = tenant.emulator.timeline().flatMap((entry) => (entry.kind === 'request' ? [entry.path] : []));
  const has = (pattern: RegExp) => paths.some((path) => pattern.test(path));
  expect([
    has(/^\/_local\/express-configuration\/sso$/),
    has(/^\/scim\/v2\/connections\/con_\w+\/Users$/),
    has(/^\/oauth\/global-token-revocation\/connection\/okta-acme-/),
  ]).toEqual([true, true, true]);
});

test('neither a secret nor a body is in an event', async () => {
  const { data } = await tenant.auth0.logs.list({ per_page: 100 });
  expect(JSON.stringify(data).match(/invented|eyJ|client_secret"|externalId/g)).toBeNull();
});
