import { expect, test } from 'vitest';
import { PROTOCOLS } from '../../emulator/testing/event-shape.ts';
import { isInteractiveProtocol } from '../../library/protocols.ts';
import { HOSTILE_VALUES } from '../support/events.ts';

const OTHERS = PROTOCOLS.filter((protocol) => protocol !== 'oidc-basic-profile');

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
