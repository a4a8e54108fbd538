import { jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createApi } from '../../../../emulator/runtime/api.ts';
import type { Event } from '../../../../library/contract.ts';
import { adminEvent, NOW_MS } from '../../../support/events.ts';

const SECRET = 'shared with the other side';
const NOW_S = NOW_MS / 1000;

const redirectOf = (event: Event) => createApi(event, { clock: () => NOW_MS }).api.redirect;

const loginEvent = (change: (event: Event) => void = () => {}): Event =>
  adminEvent((event) => {
    event.request.hostname = 'tenant.example';
    change(event);
  });

describe('sendUserTo', () => {
  test('sets the query on the URL, over what is there', () => {
    const { api, commands } = createApi(loginEvent());
    api.redirect.sendUserTo('https://proof.example/form?a=1&b=2', { query: { b: '3', c: 'x y' } });
    expect(commands).toEqual([{ method: 'redirect.sendUserTo', args: ['https://proof.example/form?a=1&b=3&c=x+y'] }]);
  });
});

describe('canRedirect', () => {
  test.each([
    ['oidc-basic-profile', '', true],
    ['oidc-basic-profile', 'login', true],
    ['oidc-basic-profile', 'none', false],
    ['oauth2-resource-owner', '', false],
    ['oauth2-refresh-token', '', false],
    ['oauth2-password', '', false],
    ['oauth2-webauthn', '', false],
    ['oauth2-device-code', '', true],
    [undefined, '', true],
  ] as const)('with protocol %s and prompt %j: %s', (protocol, prompt, expected) => {
    const event = loginEvent((own) => {
      own.request.query.prompt = prompt;
      own.transaction = { ...(protocol === undefined ? {} : { protocol }), metadata: {} };
    });
    expect(redirectOf(event).canRedirect()).toBe(expected);
  });
});

describe('encodeToken', () => {
  test('signs HS256 with the user, the host and 15 minutes, as any JWT library reads it', async () => {
    const token = redirectOf(loginEvent()).encodeToken({ secret: SECRET, payload: { step: 1 } });
    const { payload, protectedHeader } = await jwtVerify(token, Buffer.from(SECRET), {
      currentDate: new Date(NOW_MS),
      algorithms: ['HS256'],
    });
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(payload).toEqual({
      iat: NOW_S,
      iss: 'tenant.example',
      sub: 'auth0|acme-admin',
      exp: NOW_S + 900,
      ip: '203.0.113.7',
      step: 1,
    });
  });

  test('lets the payload override what it sets', async () => {
    const token = redirectOf(loginEvent()).encodeToken({
      secret: SECRET,
      expiresInSeconds: 60,
      payload: { sub: 'other' },
    });
    const { payload } = await jwtVerify(token, Buffer.from(SECRET), { currentDate: new Date(NOW_MS) });
    expect(payload).toMatchObject({ sub: 'other', exp: NOW_S + 60 });
  });
});

describe('without a secret', () => {
  // An Action passes `event.secrets.NAME`, which is undefined where nobody set it: the types cannot tell.
  test.each([undefined, ''])('%j, nothing is signed and nothing is accepted', (value) => {
    const secret = value as string;
    const redirect = redirectOf(
      loginEvent((own) => {
        own.request.query.session_token = 'a.b.c';
      }),
    );
    expect(() => redirect.encodeToken({ secret, payload: {} })).toThrow(
      '((api.redirect.encodeToken: the secret is missing or empty; is it among the Action’s secrets?))',
    );
    expect(() => redirect.validateToken({ secret })).toThrow(
      'The session token is invalid: ((the secret is missing or empty; is it among the Action’s secrets?))',
    );
  });
});

describe('validateToken', () => {
  const claims = { sub: 'auth0|acme-admin', iss: 'proof.example', state: 'abc', exp: NOW_S + 60, answer: 42 };
  const sign = (payload: object, { secret = SECRET, alg = 'HS256' } = {}): Promise<string> =>
    new SignJWT({ ...payload }).setProtectedHeader({ alg }).sign(Buffer.from(secret.padEnd(64, '.')));
  const validate = (token: string | undefined, place: 'query' | 'body' = 'query'): Record<string, unknown> => {
    const event = loginEvent((own) => {
      own.request.query.state = 'abc';
      if (token !== undefined) own.request[place].session_token = token;
    });
    return redirectOf(event).validateToken({ secret: SECRET.padEnd(64, '.') });
  };

  test.each(['query', 'body'] as const)('returns the payload of a token in the %s', async (place) => {
    expect(validate(await sign(claims), place)).toEqual(claims);
  });

  test('takes the body over the query, and another parameter when told', async () => {
    const event = loginEvent((own) => {
      own.request.query = { state: 'abc', proof: 'spoilt' };
    });
    event.request.body.proof = await sign(claims);
    const options = { secret: SECRET.padEnd(64, '.'), tokenParameterName: 'proof' };
    expect(redirectOf(event).validateToken(options).answer).toBe(42);
  });

  test('says where it looked when there is none', () => {
    expect(() => validate(undefined)).toThrow(
      "There is no parameter called 'session_token' available in either the POST body or query string.",
    );
  });

  test.each([
    ['another secret', () => sign(claims, { secret: 'other' }), '((the signature is wrong))'],
    ['another algorithm', () => sign(claims, { alg: 'HS512' }), '((the algorithm is not HS256))'],
    ['no form', async () => 'a.b', '((malformed))'],
    ['an old date', () => sign({ ...claims, exp: NOW_S }), '((expired))'],
    ['no expiry', () => sign({ ...claims, exp: undefined }), '((exp is missing))'],
    ['another user', () => sign({ ...claims, sub: 'auth0|other' }), '((sub is not the user))'],
    ['no issuer', () => sign({ ...claims, iss: undefined }), '((iss is missing))'],
    ['the state of another redirect', () => sign({ ...claims, state: 'x' }), '((state is not that of this redirect))'],
    ['no state', () => sign({ ...claims, state: undefined }), '((state is not that of this redirect))'],
  ])('refuses a token with %s', async (_, token, reason) => {
    const given = await token();
    expect(() => validate(given)).toThrow(`The session token is invalid: ${reason}`);
  });
});
