import type { Event } from './contract.ts';
import { own } from './read.ts';

type Protocol = NonNullable<NonNullable<Event['transaction']>['protocol']>;

/**
 * Says for every protocol of a login whether a person is at a browser and the code is redeemed over the back channel: a
 * second factor can be requested only there. A protocol that is added to the contract does not compile until it is
 * decided here.
 */
const INTERACTIVE: Record<Protocol, boolean> = {
  'oidc-basic-profile': true,
  // The token is in the browser's address bar, or passes through it.
  'oidc-implicit-profile': false,
  'oidc-hybrid-profile': false,
  // The person approves on another device.
  'oidc-ciba': false,
  'oidc-ciba-web-link': false,
  'oauth2-device-code': false,
  // There is no person, or no page to show.
  'oauth2-resource-owner': false,
  'oauth2-resource-owner-jwt-bearer': false,
  'oauth2-password': false,
  'oauth2-webauthn': false,
  'oauth2-access-token': false,
  'oauth2-refresh-token': false,
  'oauth2-token-exchange': false,
  // The response is an assertion, not an access token.
  samlp: false,
  wsfed: false,
  'wstrust-usernamemixed': false,
};

/** @param protocol `event.transaction.protocol`, whatever it is */
export const isInteractiveProtocol = (protocol: unknown): boolean =>
  typeof protocol === 'string' && own(INTERACTIVE, protocol) === true;
