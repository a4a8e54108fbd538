import { describe, expect, test } from 'vitest';
import { createApi } from '../../../../emulator/runtime/api.ts';
import { adminEvent } from '../../../support/events.ts';

/** Calls a method by name, with arguments its type may forbid. */
function call(method: string, ...args: unknown[]): { answer: unknown; commands: unknown[]; api: object } {
  const { api, commands } = createApi(adminEvent());
  const setter: unknown = Reflect.get(api.samlResponse, method);
  if (typeof setter !== 'function') throw new Error(`no method ${method}`);
  return { answer: Reflect.apply(setter, api.samlResponse, args), commands, api };
}

describe('api.samlResponse', () => {
  test('has 25 methods, which record and return api', () => {
    expect(Object.keys(createApi(adminEvent()).api.samlResponse)).toHaveLength(25);
    const { answer, commands, api } = call('setAttribute', 'https://x.example/colour', ['green', 1, true]);
    expect(answer).toBe(api);
    expect(commands).toEqual([
      { method: 'samlResponse.setAttribute', args: ['https://x.example/colour', ['green', 1, true]] },
    ]);
    expect(call('setAudience', 'urn:things').commands).toEqual([
      { method: 'samlResponse.setAudience', args: ['urn:things'] },
    ]);
    expect(call('setAttribute', 'gone').commands).toEqual([
      { method: 'samlResponse.setAttribute', args: ['gone', null] },
    ]);
  });

  test.each([
    ['setAttribute', [], " must have required property 'attribute'"],
    ['setAttribute', [7, 'x'], 'attribute must be string'],
    ['setAttribute', ['a'.repeat(1025), 'x'], 'attribute must NOT have more than 1024 characters'],
    ['setAttribute', ['a', {}], 'value must be string,number,boolean,null,array'],
    ['setAttribute', ['a', 'v'.repeat(2049)], 'value must NOT have more than 2048 characters'],
    ['setAttribute', ['a', ['x', null]], '1 must be string,number,boolean'],
    [
      'setAttribute',
      ['a', Array.from({ length: 60 }, () => 'v'.repeat(2000))],
      'The total size of the SAML attributes exceeds the limit of 102400 bytes.',
    ],
    ['setAudience', ['a'.repeat(2049)], 'audience must NOT have more than 2048 characters'],
    ['setRelayState', [null], 'RelayState must be string'],
    ['setSignResponse', ['yes'], 'signResponse must be boolean'],
    ['setLifetimeInSeconds', ['60'], 'lifetimeInSeconds must be number'],
    ['setDigestAlgorithm', ['md5'], 'digestAlgorithm must be equal to one of the allowed values'],
    ['setNameIdentifierProbes', ['x'], 'nameIdentifierProbes must be array'],
    ['setNameIdentifierProbes', [Array(11).fill('x')], 'nameIdentifierProbes must NOT have more than 10 items'],
    ['setNameIdentifierProbes', [['x', 7]], '1 must be string'],
  ])('%s is refused in the words of Auth0', (method, args, message) => {
    expect(() => call(method, ...args)).toThrow(new Error(message));
  });

  const texts: [method: string, setting: string, max: number][] = [
    ['setAudience', 'audience', 2048],
    ['setAuthnContextClassRef', 'authnContextClassRef', 512],
    ['setCert', 'cert', 4096],
    ['setDestination', 'destination', 2048],
    ['setEncryptionCert', 'encryptionCert', 4096],
    ['setEncryptionPublicKey', 'encryptionPublicKey', 4096],
    ['setIssuer', 'issuer', 512],
    ['setKey', 'key', 4096],
    ['setNameIdentifierFormat', 'nameIdentifierFormat', 512],
    ['setRecipient', 'recipient', 2048],
    ['setRelayState', 'RelayState', 512],
    ['setSigningCert', 'signingCert', 4096],
  ];
  test.each(texts)('%s takes a text of so many characters, and not one more', (method, setting, max) => {
    const longest = 'a'.repeat(max);
    expect(call(method, longest).commands).toEqual([{ method: `samlResponse.${method}`, args: [longest] }]);
    expect(() => call(method, `${longest}a`)).toThrow(
      new Error(`${setting} must NOT have more than ${max} characters`),
    );
    expect(() => call(method, 7)).toThrow(new Error(`${setting} must be string`));
  });

  const flags: [method: string, setting: string][] = [
    ['setCreateUpnClaim', 'createUpnClaim'],
    ['setIncludeAttributeNameFormat', 'includeAttributeNameFormat'],
    ['setMapIdentities', 'mapIdentities'],
    ['setMapUnknownClaimsAsIs', 'mapUnknownClaimsAsIs'],
    ['setPassthroughClaimsWithNoMapping', 'passthroughClaimsWithNoMapping'],
    ['setSignResponse', 'signResponse'],
    ['setTypedAttributes', 'typedAttributes'],
  ];
  test.each(flags)('%s takes true and false', (method, setting) => {
    for (const value of [true, false]) {
      expect(call(method, value).commands).toEqual([{ method: `samlResponse.${method}`, args: [value] }]);
    }
    expect(() => call(method, 1)).toThrow(new Error(`${setting} must be boolean`));
  });

  const choices: [method: string, setting: string, allowed: string[], other: string][] = [
    ['setDigestAlgorithm', 'digestAlgorithm', ['sha256', 'sha1'], 'sha512'],
    ['setEncryptionAlgorithm', 'encryptionAlgorithm', ['aes256-gcm', 'aes256-cbc'], 'aes128-gcm'],
    ['setSignatureAlgorithm', 'signatureAlgorithm', ['rsa-sha256', 'rsa-sha1'], 'rsa-sha512'],
  ];
  test.each(choices)('%s takes one of two algorithms', (method, setting, allowed, other) => {
    for (const value of allowed) {
      expect(call(method, value).commands).toEqual([{ method: `samlResponse.${method}`, args: [value] }]);
    }
    expect(() => call(method, other)).toThrow(new Error(`${setting} must be equal to one of the allowed values`));
  });

  test('the probes of a name are at most 10 texts of 512 characters', () => {
    const most = Array.from({ length: 10 }, () => 'p'.repeat(512));
    expect(call('setNameIdentifierProbes', most).commands).toHaveLength(1);
    expect(() => call('setNameIdentifierProbes', ['p'.repeat(513)])).toThrow(
      new Error('0 must NOT have more than 512 characters'),
    );
  });

  test('every setter is in one of these tables', () => {
    const tested = [...texts, ...flags, ...choices].map(([method]) => method);
    const { samlResponse } = createApi(adminEvent()).api;
    expect([...tested, 'setAttribute', 'setLifetimeInSeconds', 'setNameIdentifierProbes'].sort()).toEqual(
      Object.keys(samlResponse).sort(),
    );
  });
});
