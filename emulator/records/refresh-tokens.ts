/** Refresh tokens as the tenant keeps them: digests, so that neither a snapshot nor a listing gives one away. */

/**
 * Represents a refresh token and all tokens issued from it by rotation: the family shares id, lifetime and metadata.
 */
export interface RefreshTokenRecord {
  /** `event.refresh_token.id`. */
  id: string;
  client_id: string;
  user_id: string;
  /** The connection that the login used. */
  connection_id?: string;
  /** Names the session of the browser in which the user logged in; the session may have ended. */
  session_id: string;
  org_id?: string;
  /** Absent where it is for `/userinfo` alone. */
  audience?: string;
  /** The scopes with the user's consent, or without need of consent; Actions add and remove at each exchange. */
  scope: string[];
  /** How the user authenticated. */
  methods: { name: string; type?: string; timestamp: string }[];
  /** oidc-provider's grant of the login. */
  grant_id: string;
  rotating: boolean;
  created_at: string;
  /** Absent where it does not expire. */
  expires_at?: string;
  idle_expires_at?: string;
  last_exchanged_at?: string;
  device: { initial_ip: string; initial_user_agent: string; last_ip: string; last_user_agent: string };
  refresh_token_metadata: Record<string, string>;
  /** Newest last. */
  tokens: TokenDigest[];
}

export interface TokenDigest {
  /** SHA-256, base64url. */
  hash: string;
  /** Digest of the token it was given for. */
  from?: string;
  /** When it was first exchanged, in epoch milliseconds. */
  usedAtMs?: number;
}
