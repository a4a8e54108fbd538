import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { isoBase64URL, isoUint8Array } from '@simplewebauthn/server/helpers';
import type { WebauthnFactor } from '../pages/webauthn.ts';
import { type AuthenticationMethodRecord, isoNow, type TenantState, type UserRecord } from '../state.ts';
import {
  credentialsOf,
  descriptorOf,
  parseCredential,
  type RelyingParty,
  userVerification,
  verifiesUser,
} from './webauthn.ts';
import { CHALLENGE_LIFETIME_MS } from './webauthn-challenges.ts';

interface Ceremony {
  state: TenantState;
  relyingParty: RelyingParty;
  factor: WebauthnFactor;
  user: UserRecord;
}

const ATTACHMENT = { 'webauthn-platform': 'platform', 'webauthn-roaming': 'cross-platform' } as const;

/**
 * Returns the options for `navigator.credentials.create`; an authenticator that the user has enrolled already will not
 * answer.
 */
export const enrollmentOptions = ({ state, relyingParty, factor, user }: Ceremony) =>
  generateRegistrationOptions({
    rpName: state.settings.friendly_name,
    rpID: relyingParty.id,
    userID: isoUint8Array.fromUTF8String(user.user_id),
    userName: user.email ?? user.username ?? user.user_id,
    userDisplayName: user.name ?? '',
    attestationType: 'none',
    excludeCredentials: credentialsOf(state, user.user_id, relyingParty).map(descriptorOf),
    authenticatorSelection: {
      authenticatorAttachment: ATTACHMENT[factor],
      residentKey: 'discouraged',
      userVerification: userVerification(factor),
    },
    timeout: CHALLENGE_LIFETIME_MS,
  });

/**
 * Returns the new authentication method, if the posted response proves that the user holds it and nobody has enrolled
 * it.
 */
export async function verifyEnrollment(
  { state, relyingParty, factor, user }: Ceremony,
  expectedChallenge: string,
  posted: string | undefined,
): Promise<AuthenticationMethodRecord | undefined> {
  const response = parseCredential(posted);
  if (response === undefined) return undefined;
  // Its parts are checked there, one by one.
  const registration = response as RegistrationResponseJSON;
  if ((registration.authenticatorAttachment ?? ATTACHMENT[factor]) !== ATTACHMENT[factor]) return undefined;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: registration,
      expectedChallenge,
      expectedOrigin: relyingParty.origins,
      expectedRPID: relyingParty.id,
      requireUserVerification: verifiesUser(factor),
    });
    if (!verified) return undefined;
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    if (state.authenticationMethods.some(({ key_id }) => key_id === id)) return undefined;
    const now = isoNow(state);
    return {
      id: state.newId(`${factor}|dev_`),
      user_id: user.user_id,
      type: factor,
      key_id: id,
      public_key: isoBase64URL.fromBuffer(publicKey),
      relying_party_identifier: relyingParty.id,
      webauthn: { counter, transports },
      confirmed: true,
      created_at: now,
      enrolled_at: now,
    };
  } catch {
    return undefined;
  }
}
