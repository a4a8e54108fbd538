import { describe, expect, test } from 'vitest';
import { emptyOutcome, foldCommands } from '../../../emulator/runtime/outcome.ts';
import { settableClaims } from '../../../emulator/runtime/reserved-claims.ts';

describe('folding commands', () => {
  test('lets the last word on a scope win', () => {
    const outcome = foldCommands(emptyOutcome(), [
      { method: 'accessToken.addScope', args: ['a'] },
      { method: 'accessToken.removeScope', args: ['a'] },
      { method: 'accessToken.removeScope', args: ['b'] },
      { method: 'accessToken.addScope', args: ['b'] },
    ]);
    expect(outcome).toMatchObject({ addedScopes: ['b'], removedScopes: ['a'] });
  });

  test('keeps the first reason of a denial', () => {
    const outcome = foldCommands(emptyOutcome(), [
      { method: 'access.deny', args: ['first'] },
      { method: 'access.deny', args: ['second'] },
    ]);
    expect(outcome.deniedReason).toBe('first');
  });

  test('removes transaction metadata set to null', () => {
    const outcome = foldCommands(emptyOutcome(), [
      { method: 'transaction.setMetadata', args: ['step', 1] },
      { method: 'transaction.setMetadata', args: ['gone', 1] },
      { method: 'transaction.setMetadata', args: ['gone', null] },
    ]);
    expect(outcome.transactionMetadata).toEqual({ step: 1 });
  });

  test('treats __proto__ as an ordinary claim name', () => {
    const outcome = foldCommands(emptyOutcome(), [
      { method: 'accessToken.setCustomClaim', args: ['__proto__', { polluted: true }] },
    ]);
    expect(Object.keys(outcome.accessTokenClaims)).toEqual(['__proto__']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('queues and counts factor requests', () => {
    const outcome = foldCommands(emptyOutcome(), [
      { method: 'authentication.challengeWith', args: [{ type: 'otp' }] },
      { method: 'authentication.enrollWithAny', args: [[{ type: 'otp' }, { type: 'webauthn-roaming' }]] },
    ]);
    expect(outcome.factorRequests).toEqual([
      { kind: 'challenge', factors: ['otp'] },
      { kind: 'enroll', factors: ['otp', 'webauthn-roaming'] },
    ]);
    expect(outcome.factorCommandCount).toBe(2);
  });
});

test('reserved claims and Auth0 namespaces are dropped without an error', () => {
  const claims = {
    aud: 'x',
    sip_foo: 1,
    'urn:auth0:x': 1,
    'https://sub.auth0.com/role': 1,
    'https://example.com/role': 'kept',
    express_configuration: { domain_aliases: ['acme.com'] },
  };
  expect(settableClaims(claims)).toEqual({
    'https://example.com/role': 'kept',
    express_configuration: { domain_aliases: ['acme.com'] },
  });
});
