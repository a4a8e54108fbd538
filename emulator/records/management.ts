/** Records of the tenant's state that only its Management API writes and reads. */
import type { Delayed } from '../delays.ts';
import type { PendingPhone } from './factors.ts';
import type { JsonObject } from './json.ts';

/** Represents a configuration of `POST /connections/{id}/scim-configuration`. */
export interface ScimConfigurationRecord {
  connection_id: string;
  user_id_attribute: string;
  mapping: { auth0?: string; scim?: string; [field: string]: unknown }[];
  created_at: string;
  updated_on: string;
}

export interface ScimTokenRecord {
  token_id: string;
  connection_id: string;
  scopes: string[];
  created_at: string;
  valid_until?: string;
  last_used_at?: string;
  /** SHA-256 in hex: the token itself is shown once and not kept. */
  tokenHash: string;
}

/** An email domain of an organization's, as `/organizations/{id}/discovery-domains` has it. */
export interface DiscoveryDomainRecord extends Delayed {
  id: string;
  org_id: string;
  domain: string;
  status: 'pending' | 'verified';
  use_for_organization_discovery: boolean;
  verification_host: string;
  verification_txt: string;
}

export interface InvitationRecord {
  id: string;
  organization_id: string;
  inviter: { name: string };
  invitee: { email: string };
  client_id: string;
  connection_id?: string;
  roles?: string[];
  app_metadata: JsonObject;
  user_metadata: JsonObject;
  ticket_id: string;
  invitation_url: string;
  created_at: string;
  expires_at: string;
}

/** `POST /guardian/enrollments/ticket`; gone once it is used. */
export interface EnrollmentTicketRecord {
  ticket_id: string;
  user_id: string;
  /** The factor that its page enrols; `otp` if absent. */
  factor?: TicketFactor;
  allow_multiple_enrollments: boolean;
  expires_at: string;
  /** Base32, once its page has been shown. */
  totp_secret?: string;
  /** A phone that a code was sent to. */
  phone?: PendingPhone | undefined;
}

export type TicketFactor = 'otp' | 'phone' | 'push-notification';

export interface CustomDomainRecord {
  custom_domain_id: string;
  domain: string;
  type: string;
  primary: boolean;
  status: 'pending_verification' | 'ready';
  [field: string]: unknown;
}

/** Credentials are not kept: no mail leaves the machine. */
export interface EmailProviderRecord {
  name: string;
  enabled: boolean;
  default_from_address?: string;
  [field: string]: unknown;
}

/** Holds the settings of `/prompts`. */
export interface PromptSettings {
  universal_login_experience: 'new' | 'classic';
  identifier_first: boolean;
  webauthn_platform_first_factor?: boolean;
}
