import { audience, noOrganization, otherClient, plainMember, protocol, silent, unverifiedEmail } from '../cases.ts';
import type { CatalogueEvent } from './catalogue-event.ts';

/** Lists events that differ in how the login began, whoever logs in. */
export const LOGIN_EVENTS: readonly CatalogueEvent[] = [
  {
    name: 'no-organization',
    description: 'an admin logs in to no organization',
    changes: [noOrganization],
    expected: { denied: ['EC_NO_ORG', 'EC_NOT_AUTHORIZED'] },
  },
  {
    name: 'other-client',
    description: 'an admin by way of another application than Okta’s',
    changes: [otherClient],
    expected: { denied: ['EC_CLIENT'] },
  },
  {
    name: 'clients-unset',
    description: 'the secret OIN_CLIENT_IDS is missing',
    changes: [{ secrets: {} }],
    expected: { denied: ['EC_CONFIG'] },
  },
  {
    name: 'other-audience',
    description: 'a login for another API: none of these Actions does anything',
    changes: [audience('https://api.acme.example')],
    expected: { allowed: [] },
  },
  {
    name: 'silent-auth',
    description: 'prompt=none: nobody can be asked for a second factor',
    changes: [silent],
    expected: { denied: ['EC_PROTOCOL'] },
  },
  {
    name: 'refresh-token',
    description: 'a refresh token is exchanged, long after the login',
    changes: [protocol('oauth2-refresh-token')],
    expected: { denied: ['EC_PROTOCOL'] },
  },
  {
    name: 'token-exchange',
    description: 'a token of elsewhere is exchanged',
    changes: [protocol('oauth2-token-exchange')],
    expected: { denied: ['EC_PROTOCOL'] },
  },
  {
    name: 'password-grant',
    description: 'an application sends the admin’s password itself',
    changes: [protocol('oauth2-password')],
    expected: { denied: ['EC_PROTOCOL'] },
  },
  {
    name: 'device-code',
    description: 'the login is approved on another device than the one that asks',
    changes: [protocol('oauth2-device-code')],
    expected: { denied: ['EC_PROTOCOL'] },
  },
  {
    name: 'implicit-flow',
    description: 'the token would come in the browser’s address bar',
    changes: [protocol('oidc-implicit-profile')],
    expected: { denied: ['EC_PROTOCOL'] },
  },
  {
    name: 'everything-wrong',
    description: 'a plain member, unverified, by way of another application, with prompt=none',
    changes: [plainMember, unverifiedEmail, otherClient, silent],
    expected: { denied: ['EC_CLIENT', 'EC_PROTOCOL', 'EC_UNVERIFIED_EMAIL', 'EC_NOT_AUTHORIZED'] },
  },
];
