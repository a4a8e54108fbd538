import { expect, test } from 'vitest';
import type { Protocol } from '../../library/contract.ts';
import { isInteractiveProtocol } from '../../library/protocols.ts';
import { HOSTILE_VALUES } from '../support/events.ts';

const OTHERS: Exclude<Protocol, 'oidc-basic-profile'>[] = [
  'oidc-implicit-profile',
  'oidc-hybrid-profile',
  'oidc-ciba',
  'oidc-ciba-web-link',
  'oauth2-device-code',
  'oauth2-resource-owner',
  'oauth2-resource-owner-jwt-bearer',
  'oauth2-password',
  'oauth2-webauthn',
  'oauth2-access-token',
  'oauth2-refresh-token',
  'oauth2-token-exchange',
  'samlp',
  'wsfed',
  'wstrust-usernamemixed',
];

test('the authorization code flow is interactive', () => {
  expect(isInteractiveProtocol('oidc-basic-profile')).toBe(true);
});

test.each(OTHERS)('%s is not', (protocol) => {
  expect(isInteractiveProtocol(protocol)).toBe(false);
});

test.each([undefined, 'constructor', 'OIDC-Basic-Profile', ['oidc-basic-profile'], ...HOSTILE_VALUES])(
  'nor is what Auth0 never says: %#',
  (protocol) => {
    expect(isInteractiveProtocol(protocol)).toBe(false);
  },
);
