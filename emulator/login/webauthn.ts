/** Contains what both ceremonies share: the relying party, a user's credentials, and the shape of a posted response. */
import type { AuthenticatorTransport } from '@simplewebauthn/server';
import type { WebauthnFactor } from '../pages/webauthn.ts';
import type { AuthenticationMethodRecord, TenantState } from '../state.ts';
import type { WebauthnChallenges } from './webauthn-challenges.ts';

/** Describes the tenant as WebAuthn sees it. At Auth0 the id is the tenant's domain, or its custom domain. */
export interface RelyingParty {
  id: string;
  /** The origins of its pages. */
  origins: string[];
  challenges: WebauthnChallenges;
}

/** A credential as it is enrolled: every field of it is there. */
export type WebauthnMethod = AuthenticationMethodRecord &
  Required<Pick<AuthenticationMethodRecord, 'key_id' | 'public_key' | 'webauthn'>>;

const isWebauthnMethod = (method: AuthenticationMethodRecord): method is WebauthnMethod =>
  method.key_id !== undefined && method.public_key !== undefined && method.webauthn !== undefined;

/** Returns the user's credentials for this relying party: of one factor, or of both. */
export const credentialsOf = (
  state: TenantState,
  userId: string,
  { id }: RelyingParty,
  factor?: WebauthnFactor,
): WebauthnMethod[] =>
  state.authenticationMethods
    .filter(isWebauthnMethod)
    .filter(
      (method) =>
        method.user_id === userId &&
        method.confirmed &&
        method.relying_party_identifier === id &&
        (factor === undefined || method.type === factor),
    );

/** Returns a credential for the browser's list of allowed or excluded credentials. */
export const descriptorOf = ({ key_id, webauthn }: WebauthnMethod) => ({
  id: key_id,
  transports: webauthn.transports.filter(isTransport),
});

const TRANSPORTS: readonly string[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

const isTransport = (value: string): value is AuthenticatorTransport => TRANSPORTS.includes(value);

/**
 * A device's own authenticator must verify its user. For security keys Auth0's default is "Never": no PIN is asked for, since a password
 * came first (configure-webauthn-security-keys-for-mfa).
 */
export const verifiesUser = (factor: WebauthnFactor): boolean => factor === 'webauthn-platform';

export const userVerification = (factor: WebauthnFactor): 'required' | 'discouraged' =>
  verifiesUser(factor) ? 'required' : 'discouraged';

/** A posted credential; its parts are checked by the verification. */
export function parseCredential(json: string | undefined): { id: string; response: object } | undefined {
  try {
    const value: unknown = JSON.parse(json ?? '');
    return isCredential(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isCredential = (value: unknown): value is { id: string; response: object } =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'response' in value &&
  typeof value.response === 'object' &&
  value.response !== null;
