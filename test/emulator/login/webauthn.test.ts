import { beforeEach, describe, expect, test } from 'vitest';
import { challengeOptions, verifyChallenge } from '../../../emulator/login/webauthn-challenge.ts';
import { WebauthnChallenges } from '../../../emulator/login/webauthn-challenges.ts';
import { enrollmentOptions, verifyEnrollment } from '../../../emulator/login/webauthn-enrollment.ts';
import { createState, type TenantState, type UserRecord } from '../../../emulator/state.ts';
import { type Answer, SoftAuthenticator } from '../../support/soft-authenticator.ts';

const NOW_MS = Date.UTC(2026, 2, 1);
const challenge = 'Y2hhbGxlbmdl';

let state: TenantState;
beforeEach(() => {
  state = createState({ domain: 'localhost:3001', clock: () => NOW_MS, newId: (prefix) => `${prefix}1` });
});

const relyingParty = {
  id: 'localhost',
  origins: ['http://localhost:3000', 'https://localhost:3001'],
  challenges: new WebauthnChallenges(() => NOW_MS),
};

const user = (name: string): UserRecord => ({
  user_id: `auth0|${name}`,
  email: `${name}@acme.com`,
  email_verified: true,
  app_metadata: {},
  user_metadata: {},
  identities: [],
  created_at: '',
  updated_at: '',
  logins_count: 0,
});

type Factor = 'webauthn-platform' | 'webauthn-roaming';
const ceremony = (factor: Factor, name = 'ada') => ({
  state,
  relyingParty,
  factor,
  user: user(name),
  userId: `auth0|${name}`,
});

async function enrolled(factor: Factor, answer: Partial<Answer> = {}, name = 'ada'): Promise<SoftAuthenticator> {
  const authenticator = new SoftAuthenticator();
  const posted = authenticator.create({ challenge, ...answer });
  const method = await verifyEnrollment(ceremony(factor, name), challenge, posted);
  if (method === undefined) throw new Error('not enrolled');
  state.authenticationMethods.push(method);
  return authenticator;
}

const enrolls = async (factor: Factor, answer: Partial<Answer>): Promise<boolean> => {
  const posted = new SoftAuthenticator().create({ challenge, ...answer });
  return (await verifyEnrollment(ceremony(factor), challenge, posted)) !== undefined;
};

describe('an enrolment', () => {
  test('keeps the credential in the shape of an authentication method', async () => {
    const authenticator = await enrolled('webauthn-roaming', { counter: 7 });
    expect(state.authenticationMethods).toEqual([
      {
        id: 'webauthn-roaming|dev_1',
        user_id: 'auth0|ada',
        type: 'webauthn-roaming',
        key_id: authenticator.id,
        public_key: expect.stringMatching(/^pQECAyYgASFYI/),
        relying_party_identifier: 'localhost',
        webauthn: { counter: 7, transports: ['usb'] },
        confirmed: true,
        created_at: '2026-03-01T00:00:00.000Z',
        enrolled_at: '2026-03-01T00:00:00.000Z',
      },
    ]);
  });

  test('asks for this device or for another one, for verification of the user on the device alone', async () => {
    const device = await enrollmentOptions(ceremony('webauthn-platform'));
    const key = await enrollmentOptions(ceremony('webauthn-roaming'));
    expect(device.authenticatorSelection).toMatchObject({
      authenticatorAttachment: 'platform',
      userVerification: 'required',
    });
    expect(key.authenticatorSelection).toMatchObject({
      authenticatorAttachment: 'cross-platform',
      userVerification: 'discouraged',
    });
    expect(device.rp).toEqual({ id: 'localhost', name: 'Local tenant' });
  });

  test('leaves out the authenticators the user has enrolled, of either kind', async () => {
    const key = await enrolled('webauthn-roaming');
    await enrolled('webauthn-roaming', {}, 'bob');
    const { excludeCredentials } = await enrollmentOptions(ceremony('webauthn-platform'));
    expect(excludeCredentials?.map(({ id }) => id)).toEqual([key.id]);
  });

  test.each([
    ['another challenge', 'webauthn-roaming', { challenge: 'b3RoZXI' }],
    ['another origin', 'webauthn-roaming', { origin: 'http://localhost.evil.example' }],
    ['another relying party', 'webauthn-roaming', { rpId: 'evil.example' }],
    ['a device that did not verify its user', 'webauthn-platform', { userVerified: false }],
    ['a security key in place of the device', 'webauthn-platform', { attachment: 'cross-platform' }],
    ['the device in place of a security key', 'webauthn-roaming', { attachment: 'platform' }],
  ] as const)('is refused with %s', async (_what, factor, answer) => {
    expect(await enrolls(factor, answer)).toBe(false);
  });

  test('is taken from a security key without PIN', async () => {
    expect(await enrolls('webauthn-roaming', { userVerified: false })).toBe(true);
  });

  test('is refused for a credential that somebody has enrolled', async () => {
    const key = await enrolled('webauthn-roaming', {}, 'bob');
    const again = await verifyEnrollment(ceremony('webauthn-roaming'), challenge, key.create({ challenge }));
    expect(again).toBeUndefined();
  });

  test.each([undefined, '', 'null', '{}', '{"id":"x","response":{}}'])('is refused for %j', async (posted) => {
    expect(await verifyEnrollment(ceremony('webauthn-roaming'), challenge, posted)).toBeUndefined();
  });
});

describe('a challenge', () => {
  test('is proven by the credential, whose counter and last use are noted', async () => {
    const key = await enrolled('webauthn-roaming', { counter: 4 });
    const posted = key.get({ challenge, counter: 5, origin: 'https://localhost:3001' });
    expect(await verifyChallenge(ceremony('webauthn-roaming'), challenge, posted)).toBe(true);
    expect(state.authenticationMethods[0]).toMatchObject({
      webauthn: { counter: 5 },
      last_auth_at: '2026-03-01T00:00:00.000Z',
    });
  });

  test('names the credentials of this user and factor', async () => {
    const device = await enrolled('webauthn-platform');
    await enrolled('webauthn-roaming');
    await enrolled('webauthn-platform', {}, 'bob');
    const { allowCredentials, rpId, userVerification } = await challengeOptions(ceremony('webauthn-platform'));
    expect(allowCredentials?.map(({ id }) => id)).toEqual([device.id]);
    expect({ rpId, userVerification }).toEqual({ rpId: 'localhost', userVerification: 'required' });
  });

  test.each([
    ['another challenge', { challenge: 'b3RoZXI' }],
    ['another origin', { origin: 'https://localhost' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['a counter that stands still', { counter: 4 }],
    ['a counter that went back', { counter: 3 }],
    ['a device that did not verify its user', { userVerified: false }],
  ])('is refused with %s, and its counter stays', async (_what, answer) => {
    const device = await enrolled('webauthn-platform', { counter: 4 });
    const posted = device.get({ challenge, counter: 5, ...answer });
    expect(await verifyChallenge(ceremony('webauthn-platform'), challenge, posted)).toBe(false);
    expect(state.authenticationMethods[0]?.webauthn?.counter).toBe(4);
  });

  test("is refused with somebody else's credential, or one of the other factor", async () => {
    const bobs = await enrolled('webauthn-roaming', {}, 'bob');
    const key = await enrolled('webauthn-roaming');
    const answered = (factor: Factor, authenticator: SoftAuthenticator) =>
      verifyChallenge(ceremony(factor), challenge, authenticator.get({ challenge }));
    expect(await answered('webauthn-roaming', bobs)).toBe(false);
    expect(await answered('webauthn-platform', key)).toBe(false);
    expect(await answered('webauthn-roaming', key)).toBe(true);
  });

  test('is refused with a signature by another key', async () => {
    const key = await enrolled('webauthn-roaming');
    const other: { response: object } = JSON.parse(new SoftAuthenticator().get({ challenge }));
    const forged = JSON.stringify({ ...JSON.parse(key.get({ challenge })), response: other.response });
    expect(await verifyChallenge(ceremony('webauthn-roaming'), challenge, forged)).toBe(false);
  });
});

describe('a challenge on its way', () => {
  test('is good for one answer, on the page and in the login it was made for', () => {
    const challenges = new WebauthnChallenges(() => NOW_MS);
    challenges.issue('tx1', '/page', 'a');
    expect(challenges.take('tx2', '/page')).toBeUndefined();
    expect(challenges.take('tx1', '/other')).toBeUndefined();
    expect(challenges.take('tx1', '/page')).toBe('a');
    expect(challenges.take('tx1', '/page')).toBeUndefined();
  });

  test('is void once the page has a newer one', () => {
    const challenges = new WebauthnChallenges(() => NOW_MS);
    challenges.issue('tx1', '/page', 'a');
    challenges.issue('tx1', '/page', 'b');
    expect(challenges.take('tx1', '/page')).toBe('b');
    expect(challenges.take('tx1', '/page')).toBeUndefined();
  });

  test('expires after five minutes', () => {
    let nowMs = NOW_MS;
    const challenges = new WebauthnChallenges(() => nowMs);
    challenges.issue('tx1', '/page', 'a');
    challenges.issue('tx2', '/page', 'b');
    nowMs += 300_000;
    expect(challenges.take('tx1', '/page')).toBe('a');
    nowMs += 1;
    expect(challenges.take('tx2', '/page')).toBeUndefined();
  });
});
