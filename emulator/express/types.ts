/** What Express Configuration's own backend works with. Its API is Auth0's and Okta's alone: nothing of it is published. */
import type { ClientRecord, JsonObject, OrganizationRecord, ProfileRecord } from '../state.ts';

/** An app instance in an Okta org, as Okta tells Auth0 about it. */
export interface OktaInstance {
  /** The Okta org's host. */
  domain: string;
  issuer: string;
  jwks_uri: string;
  /** The instance as an OpenID client; it is the instance's id too. */
  client_id: string;
  client_secret: string;
}

/** Whom a token permits what: all of it checked. */
export interface Authorized {
  application: ClientRecord;
  /** The application's `express_configuration`. */
  express: JsonObject;
  oinClientId: string;
  connectionProfile: ProfileRecord;
  userAttributeProfile: ProfileRecord;
  organization: OrganizationRecord;
  /** Of the claim; `undefined` where the token has none. */
  aliases: string[] | undefined;
}

/** Okta's administrator sees an opaque failure; the cause stands in the emulator's pages only. */
export interface Refusal {
  status: 401 | 403 | 409 | 422;
  cause: string;
}

export type Outcome<T> = { value: T } | { refusal: Refusal };

export const refused = (status: Refusal['status'], cause: string): { refusal: Refusal } => ({
  refusal: { status, cause },
});
