import type { GeoIp } from './event.ts';

/** Describes the network and browser that began a session or got a refresh token, and those that used it last. */
export interface Device {
  initial_asn?: string;
  initial_ip?: string;
  initial_user_agent?: string;
  last_asn?: string;
  last_ip?: string;
  last_user_agent?: string;
}

/** Describes `event.session`. Everything except `id` exists on Enterprise plans only. Times are ISO 8601. */
export interface Session {
  id: string;
  /** The actor, in a session that a token exchange delegated. */
  actor?: SessionActor;
  authenticated_at?: string;
  clients?: { client_id: string }[];
  cookie?: { mode: CookieMode };
  created_at?: string;
  device?: Device;
  expires_at?: string;
  idle_expires_at?: string;
  last_interacted_at?: string;
  metadata?: Record<string, string>;
  /** Set where a native application's token opened the session. */
  session_transfer?: { parent_refresh_token?: { id?: string; metadata?: Record<string, string> } };
  updated_at?: string;
  user_id?: string;
}

/** Says how long the browser keeps the cookie; it drops a `non-persistent` one when it closes. */
export type CookieMode = 'persistent' | 'non-persistent';

export interface SessionActor {
  sub: string;
  [attribute: string]: string | number | boolean | null;
}

/** `event.refresh_token`: the token that is exchanged, on Enterprise plans. Times are ISO 8601. */
export interface RefreshToken {
  id: string;
  /** Missing from Auth0's typings; its test harness has it. Methods of `api.refreshToken` refuse an online token. */
  access?: 'offline' | 'online';
  client_id?: string;
  created_at: string;
  device?: Device;
  expires_at?: string;
  idle_expires_at?: string;
  last_exchanged_at?: string;
  metadata?: Record<string, string>;
  /** `scopes` is one string, with spaces between the scopes. */
  resource_servers?: { audience: string; scopes: string }[];
  rotating?: boolean;
  session_id?: string;
  session_transfer?: { parent_refresh_token?: { id?: string } };
  user_id?: string;
}

/** Describes `event.session_transfer_token`: the token that a native application gave the browser to log in with. */
export interface SessionTransferToken {
  client_id: string;
  request: { asn?: string; geoip?: GeoIp; ip: string; user_agent?: string };
  scope: string[];
}
