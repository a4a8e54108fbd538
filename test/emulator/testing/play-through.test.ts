import { afterAll, describe, expect, test } from 'vitest';
import { cases, loginEvent, NOW_MS, playThrough, tokenPreview } from '#actions-testing';
import { actionFiles } from './actions.ts';

const files = await actionFiles();
afterAll(() => files[Symbol.asyncDispose]());

const ask = await files.action(
  `api.authentication.challengeWith({ type: 'otp' }, { additionalFactors: [{ type: 'webauthn-roaming' }] })`,
  'ask',
);
const enrol = await files.action(`api.authentication.enrollWith({ type: 'webauthn-platform' })`, 'enrol');
const tell = await files.action(`console.log(JSON.stringify(event.authentication.methods.slice(1)))`, 'tell');

const bothEnrolled = loginEvent(cases.enrolled('otp', 'webauthn-roaming'));
const methodsTold = ({ login }: Awaited<ReturnType<typeof playThrough>>) => JSON.parse(login.runs.at(-1)?.logs ?? '');

describe('a login with a person who answers', () => {
  test('goes to its end, with what the page shows first', async () => {
    const played = await playThrough([ask, enrol, tell], bothEnrolled);
    expect(played.login.step).toEqual({ kind: 'finished' });
    expect(played.answers).toEqual([
      { kind: 'challenge', factor: 'otp', afterRuns: 1 },
      { kind: 'enroll', factor: 'webauthn-platform', afterRuns: 2 },
    ]);
  });

  test('has the factor that the person likes best', async () => {
    const played = await playThrough([ask, tell], bothEnrolled, { person: ['webauthn-roaming', 'otp'] });
    expect(methodsTold(played)).toEqual([
      { name: 'mfa', type: 'webauthn-roaming', timestamp: new Date(NOW_MS + 10_000).toISOString() },
    ]);
  });

  test('waits where it asks for none of theirs', async () => {
    const { login, answers } = await playThrough([ask, tell], bothEnrolled, { person: ['webauthn-platform'] });
    expect([login.step.kind, answers, login.runs.length]).toEqual(['paused', [], 1]);
  });

  test('can be answered as another login was, as far as it asks the same', async () => {
    const recorded = [{ kind: 'challenge', factor: 'webauthn-roaming', afterMs: 70_000 } as const];
    const played = await playThrough([ask, tell], bothEnrolled, { person: { answers: recorded } });
    expect(methodsTold(played)).toMatchObject([{ timestamp: new Date(NOW_MS + 70_000).toISOString() }]);
    const challenged = { answers: [{ kind: 'challenge', factor: 'webauthn-platform' } as const] };
    const enrolled = await playThrough([enrol, tell], loginEvent(cases.enrolled()), { person: challenged });
    expect([enrolled.login.step.kind, enrolled.answers]).toEqual(['paused', []]);
  });
});

describe('the preview of a token', () => {
  const decision = async (body: string, event = loginEvent()) =>
    tokenPreview(event, (await playThrough([await files.action(body)], event)).login);

  test("has OIDC's own scopes as Actions made them the target", async () => {
    const token = await decision("api.transaction.setTargetScopes(['email', 'express_configure:sso'])");
    expect(token).toMatchObject({ scope: 'email', aud: 'urn:auth0:express-configure' });
  });

  test('has what the login is, what Actions added and set, and of an API’s scopes nothing else', async () => {
    expect(
      await decision(`api.accessToken.addScope('express_configure:sso'); api.accessToken.removeScope('profile');
        api.accessToken.setCustomClaim('express_configuration', { domain_aliases: ['acme.com'] });
        api.accessToken.setCustomClaim('sub', 'someone else')`),
    ).toEqual({
      iss: 'https://tenant.example/',
      sub: 'auth0|acme-admin',
      aud: ['urn:auth0:express-configure', 'https://tenant.example/userinfo'],
      azp: 'oinClient000000000000000000000001',
      org_id: 'org_acme000000000001',
      scope: 'openid express_configure:sso',
      express_configuration: { domain_aliases: ['acme.com'] },
    });
  });

  test('leaves out organization and scope where there are none, and is none without an API', async () => {
    const event = loginEvent(cases.requesting('read:things'), cases.noOrganization);
    expect(await decision('', event)).toEqual({
      iss: 'https://tenant.example/',
      sub: 'auth0|acme-admin',
      aud: 'urn:auth0:express-configure',
      azp: 'oinClient000000000000000000000001',
    });
    expect(await decision('', loginEvent(cases.noAudience))).toBeUndefined();
  });
});
