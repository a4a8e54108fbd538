/** Records of second factors, and of what is sent to people. */

/** Names the way in which a code reaches a phone. */
export type MessageType = 'sms' | 'voice';

/** One enrolled second factor, as `POST /users/{id}/authentication-methods` makes it. */
export interface AuthenticationMethodRecord {
  id: string;
  user_id: string;
  type: 'totp' | 'email' | 'phone' | 'push' | 'webauthn-roaming' | 'webauthn-platform';
  name?: string;
  /** Base32; stored, never returned. */
  totp_secret?: string;
  /** E.164; of a phone, as are the two fields below. */
  phone_number?: string;
  preferred_authentication_method?: MessageType;
  authentication_methods?: { id: string; type: MessageType }[];
  /** For WebAuthn: the credential's id and its COSE public key, both base64url. */
  key_id?: string;
  public_key?: string;
  relying_party_identifier?: string;
  /** Stored, never returned. */
  webauthn?: { counter: number; transports: string[] };
  confirmed: boolean;
  created_at: string;
  enrolled_at?: string;
  last_auth_at?: string;
}

/** Represents an email, text message or voice call that the tenant sent: shown at `/_local/mail`, delivered nowhere. */
export interface MailRecord {
  id: string;
  /** An email where absent. */
  kind?: MessageType;
  /** An address; of a phone the masked number. */
  to: string;
  /** The user of a message to a phone; its number is masked. */
  user_id?: string;
  subject: string;
  code?: string;
  link?: string;
  /** The whole mail, code or link included. */
  text: string;
  sent_at: string;
}

/** A code on its way to somebody, as the login transaction keeps it. */
export interface SentCode {
  code: string;
  untilMs: number;
  attemptsLeft: number;
}

/** Holds what the login transaction keeps of a phone whose code it waits for. */
export interface PendingPhone {
  /** E.164. */
  number: string;
  type: MessageType;
  /** Absent where too many messages were sent. */
  sent?: SentCode | undefined;
}
