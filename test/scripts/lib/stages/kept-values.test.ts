import { expect, test } from 'vitest';
import { withKeptValues } from '../../../../scripts/lib/stages/kept-values.ts';
import { mismatches } from '../../../../scripts/lib/tenant/difference.ts';

const kept = (desired: object, actual: object | undefined, secrets: Record<string, string> = {}) =>
  withKeptValues(desired, actual, secrets);

test('keys of objects that only the tenant has stay, at every depth; those of the entry itself are not sent', () => {
  const actual = { id: 'x', options: { a: 1, b: { c: 2, d: 3 } }, other: { e: 1 } };
  expect(kept({ name: 'n', options: { a: 9, b: { c: 8 } } }, actual)).toEqual({
    name: 'n',
    options: { a: 9, b: { c: 8, d: 3 } },
  });
});

test('lists, texts and null are what the file says', () => {
  const actual = { callbacks: ['a'], options: { list: [1], gone: { x: 1 }, text: 'a' } };
  const desired = { callbacks: [], options: { list: [], gone: null, text: 'b' } };
  expect(kept(desired, actual)).toEqual(desired);
});

test('what is not on the tenant stays as it is written', () => {
  const desired = { name: 'n', options: { a: { b: 1 } } };
  expect(kept(desired, undefined)).toEqual(desired);
  expect(kept(desired, { options: null })).toEqual(desired);
});

test('what Auth0 works out from other values, and what is one value of several parts, is not kept', () => {
  const actual = {
    options: { signingCert: 'old', thumbprints: ['1'], oidc_metadata: {}, domain: 'a.okta.com', issuer: 'https://a' },
    client_authentication_methods: { tls_client_auth: {} },
    encryption_key: { pub: 'old', cert: 'old' },
  };
  expect(kept({ options: { signingCert: 'new' } }, actual)).toEqual({
    options: { signingCert: 'new', domain: 'a.okta.com' },
  });
  const methods = { client_authentication_methods: { private_key_jwt: {} }, encryption_key: { pub: 'new' } };
  expect(kept(methods, actual)).toEqual(methods);
});

test('a secret of the tenant goes by keyword, as does a text that would be taken for one, and is no difference', () => {
  const actual = { options: { client_secret: 'hunter2', note: '##NOTE##', creds: { api_key: ['k'] }, plain: 'p' } };
  const secrets: Record<string, string> = {};
  const desired = kept({ options: { a: 1 } }, actual, secrets);
  expect(JSON.stringify(desired)).not.toMatch(/hunter2|NOTE/);
  expect(desired).toMatchObject({
    options: { a: 1, plain: 'p', client_secret: expect.stringMatching(/^##KEPT_\w+##$/) },
  });
  expect(Object.values(secrets).sort()).toEqual(['##NOTE##', 'hunter2', 'k']);
  expect(mismatches({ options: { ...actual.options, a: 1 } }, desired)).toEqual([]);
});
