import type { Event } from './contract.ts';
import { own } from './read.ts';

type Protocol = NonNullable<NonNullable<Event['transaction']>['protocol']>;

/**
 * Every protocol Auth0 can give a login, and whether it has a person at a browser and a code that is redeemed at the
 * back channel: only there can a second factor be asked for. A protocol that the contract gains must be decided here to
 * compile.
 */
const INTERACTIVE: Record<Protocol, boolean> = {
  'oidc-basic-profile': true,
  // A token in the browser's address bar, or by way of it.
  'oidc-implicit-profile': false,
  'oidc-hybrid-profile': false,
  // Approved on another device than the one that asked.
  'oidc-ciba': false,
  'oidc-ciba-web-link': false,
  'oauth2-device-code': false,
  // Nobody there to ask, or no page to ask on.
  'oauth2-resource-owner': false,
  'oauth2-resource-owner-jwt-bearer': false,
  'oauth2-password': false,
  'oauth2-webauthn': false,
  'oauth2-access-token': false,
  'oauth2-refresh-token': false,
  'oauth2-token-exchange': false,
  // Their answer is an assertion, not an access token.
  samlp: false,
  wsfed: false,
  'wstrust-usernamemixed': false,
};

/** @param protocol `event.transaction.protocol`, whatever it is */
export const isInteractiveProtocol = (protocol: unknown): boolean =>
  typeof protocol === 'string' && own(INTERACTIVE, protocol) === true;
