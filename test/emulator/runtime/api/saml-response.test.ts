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
});
