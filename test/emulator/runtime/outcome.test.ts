import { describe, expect, test } from 'vitest';
import type { Command } from '../../../emulator/runtime/command.ts';
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

  test('takes time in proportion to the commands: a quadratic fold would hang the tenant', () => {
    const commands = Array.from(
      { length: 200_000 },
      (_, index): Command => ({
        method: index % 2 === 0 ? 'user.setAppMetadata' : 'session.setMetadata',
        args: [`k${index}`, '1'],
      }),
    );
    const outcome = foldCommands(emptyOutcome(), commands);
    expect([Object.keys(outcome.appMetadata).length, outcome.sessionMetadata?.length]).toEqual([100_000, 100_000]);
    expect(outcome.refusal).toBe('((app_metadata set exceeds 32000 bytes))');
  });

  test('leaves the outcome that it began with as it was', () => {
    const before = foldCommands(emptyOutcome(), [{ method: 'refreshToken.setMetadata', args: ['a', '1'] }]);
    const copy = structuredClone(before);
    foldCommands(before, [
      { method: 'refreshToken.setMetadata', args: ['b', '1'] },
      { method: 'session.setMetadata', args: ['b', '1'] },
      { method: 'accessToken.addScope', args: ['read'] },
      { method: 'transaction.addTargetScope', args: ['read'] },
      { method: 'idToken.setCustomClaim', args: ['b', '1'] },
      { method: 'authentication.challengeWith', args: [{ type: 'otp' }] },
    ]);
    expect(before).toEqual(copy);
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

  test('remembers which user metadata to remove', () => {
    const outcome = foldCommands(emptyOutcome(), [
      { method: 'user.setAppMetadata', args: ['a', 1] },
      { method: 'user.setAppMetadata', args: ['a', null] },
      { method: 'user.setUserMetadata', args: ['b', { c: null }] },
    ]);
    expect(outcome.appMetadata).toEqual({ a: null });
    expect(outcome.userMetadata).toEqual({ b: { c: null } });
  });

  test('denies when the session is revoked, with its reason', () => {
    const outcome = foldCommands(emptyOutcome(), [{ method: 'session.revoke', args: ['not here'] }]);
    expect(outcome).toMatchObject({ sessionRevoked: true, deniedReason: 'not here' });
  });

  const redirect: Command = { method: 'redirect.sendUserTo', args: ['https://proof.example/'] };
  const render: Command = { method: 'prompt.render', args: ['ap_1'] };
  const factor: Command = { method: 'authentication.challengeWith', args: [{ type: 'otp' }] };

  test.each<[string, Command[], string]>([
    ['two redirects', [redirect, redirect], '((an Action can redirect once))'],
    ['two forms', [render, render], 'Only 1 render command per action is allowed.'],
    ['a form and a redirect', [render, redirect], 'Redirect and render commands cannot be used in the same action.'],
    ['a redirect and a form', [redirect, render], 'Redirect and render commands cannot be used in the same action.'],
    [
      'a challenge and a redirect',
      [factor, redirect],
      '((an Action cannot both ask for a factor and redirect or render a prompt))',
    ],
    ['a form', [render], '((form ap_1 cannot be shown: forms are not emulated))'],
    [
      'a validation error',
      [{ method: 'validation.error', args: ['code', 'Message.'] }],
      '((validation error code)) Message.',
    ],
    [
      'claims over 100 kB in both tokens together',
      (['accessToken', 'idToken'] as const).map((token) => ({
        method: `${token}.setCustomClaim` as const,
        args: ['c', 'x'.repeat(50_000)],
      })),
      '((the custom claims exceed 100000 bytes))',
    ],
    [
      'more than 32 kB of app_metadata',
      [{ method: 'user.setAppMetadata', args: ['k', 'x'.repeat(32_000)] }],
      '((app_metadata set exceeds 32000 bytes))',
    ],
    [
      'more than 32 kB of user_metadata',
      [{ method: 'user.setUserMetadata', args: ['k', 'x'.repeat(32_000)] }],
      '((user_metadata set exceeds 32000 bytes))',
    ],
  ])('refuses %s', (_, commands, refusal) => {
    expect(foldCommands(emptyOutcome(), commands).refusal).toBe(refusal);
  });

  test('allows 100 kB of claims, not counting those that are dropped', () => {
    const claim = (name: string, bytes: number): Command => ({
      method: 'accessToken.setCustomClaim',
      args: [name, 'x'.repeat(bytes)],
    });
    expect(foldCommands(emptyOutcome(), [claim('c', 99_000), claim('aud', 99_000)]).refusal).toBeUndefined();
  });

  test('keeps one redirect', () => {
    expect(foldCommands(emptyOutcome(), [redirect])).toMatchObject({ redirectUrl: 'https://proof.example/' });
  });

  test('queues and counts factor requests', () => {
    const outcome = foldCommands(emptyOutcome(), [
      { method: 'authentication.challengeWith', args: [{ type: 'otp' }] },
      { method: 'authentication.enrollWithAny', args: [[{ type: 'otp' }, { type: 'webauthn-roaming' }]] },
    ]);
    expect(outcome.factorRequests).toEqual([
      { kind: 'challenge', factors: ['otp'] },
      { kind: 'enroll', factors: ['otp', 'webauthn-roaming'], pick: true },
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
