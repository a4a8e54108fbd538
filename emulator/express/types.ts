/**
 * Describes the data of Express Configuration's own backend. Its API is between Auth0 and Okta: nothing of it is
 * published.
 */
import type { ClientRecord, JsonObject, OrganizationRecord, ProfileRecord } from '../state.ts';

/** Describes an app instance in an Okta org, as Okta sends it to Auth0. */
export interface OktaInstance {
  /** The Okta org's host. */
  domain: string;
  issuer: string;
  jwks_uri: string;
  /** The instance as an OpenID client; it is the instance's id too. */
  client_id: string;
  client_secret: string;
}

/** Holds what a token permits, after all checks. */
export interface Authorized {
  application: ClientRecord;
  /** The application's `express_configuration`. */
  express: JsonObject;
  oinClientId: string;
  connectionProfile: ProfileRecord;
  userAttributeProfile: ProfileRecord;
  organization: OrganizationRecord;
  /** The aliases of the claim; `undefined` if the token has none. */
  aliases: string[] | undefined;
}

/** Describes a refusal. Okta's administrator sees an opaque failure; only the emulator's pages show the cause. */
export interface Refusal {
  status: 401 | 403 | 409 | 422;
  cause: string;
}

export type Outcome<T> = { value: T } | { refusal: Refusal };

export const refused = (status: Refusal['status'], cause: string): { refusal: Refusal } => ({
  refusal: { status, cause },
});
