import type { Delayed } from '../delays.ts';

/** Records which app instance manages which connection, in which organization; Auth0 must keep something like it. */
export interface ExpressConnectionRecord extends Delayed {
  connection_id: string;
  org_id: string;
  oin_client_id: string;
  okta_issuer: string;
  okta_client_id: string;
  /** The SCIM token of the last run. */
  scim_token_id?: string;
}
