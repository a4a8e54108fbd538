import { describe, expect, test } from 'vitest';
import { cases, type EventChange, loginEvent, NOW_MS, PROTOCOLS } from '#actions-testing';

/** A wrong override as a test in JavaScript, or with a cast, would pass it. */
// The types refuse these, which is what `test/types` is about.
const wrong = (overrides: unknown): EventChange => overrides as EventChange;

describe('an event', () => {
  test('is the same at every call, and nobody else’s', () => {
    const event = loginEvent();
    expect(loginEvent()).toEqual(event);
    event.user.app_metadata.is_admin = true;
    event.authentication?.methods.pop();
    expect(loginEvent()).not.toEqual(event);
    expect(loginEvent().user.app_metadata).toEqual({
      express_configure: [{ org_id: 'org_acme000000000001', scopes: ['sso', 'scim'] }],
    });
  });

  test('has what a session has at Auth0: its times and its device', () => {
    const { session } = loginEvent();
    expect(Date.parse(session?.created_at ?? '')).toBe(NOW_MS - 2_000);
    expect(session?.device).toMatchObject({ initial_ip: loginEvent().request.ip, last_ip: loginEvent().request.ip });
  });

  test('differs by what a change says and by nothing else', () => {
    const event = loginEvent({ user: { email_verified: false }, organization: { metadata: { domains: 'a.example' } } });
    const same = loginEvent();
    same.user.email_verified = false;
    if (same.organization) same.organization.metadata = { domains: 'a.example' };
    expect(event).toEqual(same);
  });

  test('has lists and open maps replaced whole, and objects of the contract merged', () => {
    const event = loginEvent({ user: { app_metadata: {}, enrolledFactors: [] }, transaction: { prompt: ['login'] } });
    expect(event.user).toMatchObject({ app_metadata: {}, enrolledFactors: [], email: 'admin@acme.com' });
    expect(event.user.app_metadata).toEqual({});
    expect(event.transaction).toMatchObject({ prompt: ['login'], id: 'tx_00000001' });
  });

  test('loses what may be absent to undefined', () => {
    const event = loginEvent({ organization: undefined, transaction: { protocol: undefined } });
    expect(Object.hasOwn(event, 'organization')).toBe(false);
    expect(Object.hasOwn(event.transaction ?? {}, 'protocol')).toBe(false);
  });

  test('takes changes in their order, also those made from the event so far', () => {
    const louder: EventChange = ({ user }) => ({ user: { name: `${user.name}!` } });
    expect(loginEvent({ user: { name: 'Bo' } }, louder, louder).user.name).toBe('Bo!!');
  });

  test('keeps what it was given apart from the change', () => {
    const app_metadata = { tags: ['a'] };
    const event = loginEvent({ user: { app_metadata } });
    app_metadata.tags.push('b');
    expect(event.user.app_metadata).toEqual({ tags: ['a'] });
  });
});

describe('a wrong override', () => {
  test.each<[unknown, string]>([
    [{ organization: { metdata: {} } }, 'event.organization.metdata: unknown, did you mean "metadata"?'],
    [{ organisation: {} }, 'event.organisation: unknown, did you mean "organization"?'],
    [{ stats: { zzzz: 1 } }, 'event.stats.zzzz: unknown, expected one of logins_count'],
    [{ user: { email_verified: 'true' } }, 'event.user.email_verified: expected boolean, found "true"'],
    [{ user: { user_id: undefined } }, 'event.user.user_id: expected string, found undefined'],
    [{ stats: { logins_count: Number.NaN } }, 'event.stats.logins_count: expected number, found NaN'],
    [{ user: [] }, 'event.user: expected object, found []'],
    [{ authorization: { roles: 'admin' } }, 'event.authorization.roles: expected array, found "admin"'],
    [{ authorization: { roles: ['admin', 7] } }, 'event.authorization.roles[1]: expected string, found 7'],
    [
      { authentication: { methods: [{ name: 'mfa', kind: 'otp', timestamp: '' }] } },
      'event.authentication.methods[0].kind: unknown, expected one of name, timestamp, type',
    ],
    [{ authentication: { methods: [{ name: 'mfa' }] } }, 'event.authentication.methods[0].timestamp: missing'],
    [
      { organization: { metadata: { domains: ['acme.com'] } } },
      'event.organization.metadata.domains: expected string, found ["acme.com"]',
    ],
    [
      { user: { app_metadata: { since: [new Date(0)] } } },
      'event.user.app_metadata.since[0]: expected JSON, found "1970-01-01T00:00:00.000Z"',
    ],
    [
      { transaction: { protocol: 'oidc-basic-profil' } },
      'event.transaction.protocol: unknown value "oidc-basic-profil", did you mean "oidc-basic-profile"?',
    ],
    [
      JSON.parse('{"__proto__":{"email":"x"}}'),
      'event.__proto__: unknown, expected one of agent, anonymous_session, authentication',
    ],
    [{ refresh_token: { metadata: {} } }, 'event.refresh_token.id: missing'],
    ['admin', 'event: expected object, found "admin"'],
  ])('%j is refused, by its path', (overrides, message) => {
    expect(() => loginEvent(wrong(overrides))).toThrow(TypeError);
    expect(() => loginEvent(wrong(overrides))).toThrow(message);
  });

  test('is told with all others of the same change', () => {
    expect(() => loginEvent(wrong({ tenant: { name: 'x' }, user: { emial: 'y' } }))).toThrow(
      'event.tenant.name: unknown, expected one of id\nevent.user.emial: unknown, did you mean "email"?',
    );
  });
});

describe('the ready-made cases', () => {
  const ready: Record<keyof typeof cases, EventChange> = {
    adminByRole: cases.adminByRole,
    plainMember: cases.plainMember,
    otherOrganization: cases.otherOrganization,
    noOrganization: cases.noOrganization,
    unverifiedEmail: cases.unverifiedEmail,
    otherClient: cases.otherClient,
    audience: cases.audience('https://api.example'),
    noAudience: cases.noAudience,
    requesting: cases.requesting('openid'),
    silent: cases.silent,
    protocol: cases.protocol('samlp'),
    passkeyLogin: cases.passkeyLogin,
    emailedCodeLogin: cases.emailedCodeLogin,
    enterpriseLogin: cases.enterpriseLogin,
    linkedEnterpriseLogin: cases.linkedEnterpriseLogin,
    usernameOnly: cases.usernameOnly,
    enrolled: cases.enrolled(),
    justChallenged: cases.justChallenged(),
    justEnrolled: cases.justEnrolled('webauthn-roaming'),
    challengedEarlier: cases.challengedEarlier(),
    stepUpAsked: cases.stepUpAsked(),
    granted: cases.granted,
    redirectResume: cases.redirectResume({ code: '1' }),
  };

  test.each(Object.entries(ready))('%s is an event, and another one than the default', (_name, change) => {
    expect(loginEvent(change)).not.toEqual(loginEvent());
  });

  test('combine', () => {
    expect(loginEvent(...Object.values(ready)).request.query).toEqual({ code: '1', state: 'resume-00000001' });
  });

  test.each(PROTOCOLS)('%s is a protocol', (name) => {
    expect(loginEvent(cases.protocol(name)).transaction?.protocol).toBe(name);
  });

  test('all 16 protocols are there', () => {
    expect(new Set(PROTOCOLS).size).toBe(16);
  });

  test('the first factor, the second, and the notes between Actions are as the login left them', () => {
    const event = loginEvent(
      cases.passkeyLogin,
      cases.enrolled(),
      cases.justChallenged('webauthn-platform'),
      cases.granted,
    );
    expect(event.authentication?.methods).toEqual([
      { name: 'passkey', timestamp: new Date(NOW_MS - 2_000).toISOString() },
      { name: 'mfa', type: 'webauthn-platform', timestamp: new Date(NOW_MS - 1_000).toISOString() },
    ]);
    expect(event.transaction?.metadata).toEqual({
      express_configure_step_up_at: NOW_MS - 10_000,
      express_configure_granted: true,
    });
    expect(event.user.enrolledFactors).toEqual([{ type: 'webauthn-platform' }]);
  });

  test('an unverified address is no factor, and an enrolled one no `multifactor`', () => {
    const event = loginEvent(cases.enrolled('otp', 'email'));
    expect(event.user).toMatchObject({ multifactor: ['otp'], enrolledFactors: [{ type: 'otp' }, { type: 'email' }] });
    expect(loginEvent(cases.enrolled('otp', 'email'), cases.unverifiedEmail).user).toMatchObject({
      email_verified: false,
      enrolledFactors: [{ type: 'otp' }],
    });
  });

  test('a refresh is a POST whose scopes are in the body', () => {
    const { request, transaction, refresh_token } = loginEvent(cases.protocol('oauth2-refresh-token'));
    expect(request).toMatchObject({ method: 'POST', query: {}, body: { grant_type: 'refresh_token' } });
    expect(transaction?.requested_scopes).toEqual([]);
    expect(refresh_token).toEqual({ id: 'refresh-00000001', created_at: new Date(NOW_MS - 3_600_000).toISOString() });
  });
});
