import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { isoBase64URL } from '@simplewebauthn/server/helpers';
import type { WebauthnFactor } from '../pages/webauthn.ts';
import { isoNow, type TenantState } from '../state.ts';
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
  userId: string;
}

/** Options for `navigator.credentials.get`: only the user's own credentials of this factor can answer. */
export const challengeOptions = ({ state, relyingParty, factor, userId }: Ceremony) =>
  generateAuthenticationOptions({
    rpID: relyingParty.id,
    allowCredentials: credentialsOf(state, userId, relyingParty, factor).map(descriptorOf),
    userVerification: userVerification(factor),
    timeout: CHALLENGE_LIFETIME_MS,
  });

/** Returns whether the posted response proves the factor; if so, it updates the credential's counter and last use. */
export async function verifyChallenge(
  { state, relyingParty, factor, userId }: Ceremony,
  expectedChallenge: string,
  posted: string | undefined,
): Promise<boolean> {
  const response = parseCredential(posted);
  const method = credentialsOf(state, userId, relyingParty, factor).find(({ key_id }) => key_id === response?.id);
  if (response === undefined || method === undefined) return false;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      // Its parts are checked there, one by one.
      response: response as AuthenticationResponseJSON,
      expectedChallenge,
      expectedOrigin: relyingParty.origins,
      expectedRPID: relyingParty.id,
      requireUserVerification: verifiesUser(factor),
      credential: {
        id: method.key_id,
        publicKey: isoBase64URL.toBuffer(method.public_key),
        counter: method.webauthn.counter,
      },
    });
    if (!verified) return false;
    method.webauthn.counter = authenticationInfo.newCounter;
    method.last_auth_at = isoNow(state);
    return true;
  } catch {
    return false;
  }
}
