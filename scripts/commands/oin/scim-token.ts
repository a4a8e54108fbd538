import type { Management, ManagementClient } from 'auth0';
import { unconfirmed } from '../../lib/confirmation.ts';
import { type Failure, failed, ok, type Result } from '../../lib/failures.ts';
import { findScimConnection, isActive, type ScimConnection } from '../../lib/oin/scim-connection.ts';
import { apiFailure } from '../../lib/tenant/api-failure.ts';
import type { Connection } from '../../lib/tenant/connection.ts';
import { connect } from '../../lib/tenant/management.ts';
import { Traffic } from '../../lib/tenant/traffic.ts';

/** Limits the tokens of one connection, without expired ones (authenticate/protocols/scim/configure-inbound-scim). */
const MAX_ACTIVE_TOKENS = 2;

/** Lists every scope of a connection's SCIM endpoint (authenticate/protocols/scim/configure-inbound-scim). */
const SCIM_SCOPES = ['get:users', 'post:users', 'put:users', 'patch:users', 'delete:users'];

export interface OinScimTokenOptions {
  connection: Connection;
  /** The Okta connection. */
  nameOrId: string;
  /** The lifetime in seconds, more than 900; unlimited by default. */
  lifetimeSeconds?: number;
  /** {@link SCIM_SCOPES} unless given. */
  scopes?: readonly string[];
  /** Asked once it is known what would be made. */
  confirm: (question: string) => Promise<boolean | undefined>;
  onProgress: (step: string) => void;
  nowMs: number;
}

export interface OinScimToken {
  connection: { id: string; name: string };
  tokenId: string;
  /** The secret token. Nothing keeps it: Auth0 does not show it again. */
  token: string;
  scopes: string[];
  /** Absent where it has no end. */
  validUntil?: string;
}

/** Makes a second SCIM token, for the tests of Okta's OIN team, beside the one that Okta uses. */
export async function oinScimToken(options: OinScimTokenOptions): Promise<Result<OinScimToken>> {
  const { connection, nameOrId, nowMs, onProgress } = options;
  const api = connect(connection, new Traffic());
  try {
    const found = await findScimConnection(api, nameOrId);
    if (!found.ok) return found;
    const active = found.value.tokens.filter((token) => isActive(token, nowMs));
    onProgress(`${named(found.value)} has ${active.length} of ${MAX_ACTIVE_TOKENS} active SCIM tokens`);
    if (active.length >= MAX_ACTIVE_TOKENS) return failed(tokenLimit(active));
    const agreed = await options.confirm(question(found.value, options));
    if (!agreed) return failed(unconfirmed(agreed));
    return await createToken(api, found.value, options);
  } catch (error) {
    return failed(apiFailure(error, `SCIM tokens on ${connection.domain}`, connection));
  }
}

async function createToken(
  api: ManagementClient,
  { id, name, tokens }: ScimConnection,
  { connection, lifetimeSeconds, scopes = SCIM_SCOPES }: OinScimTokenOptions,
): Promise<Result<OinScimToken>> {
  const { scimConfiguration } = api.connections;
  const body = { scopes: [...scopes], ...(lifetimeSeconds !== undefined && { token_lifetime: lifetimeSeconds }) };
  try {
    // Not retried: if the answer is lost, a retry would make a second token.
    const created = await scimConfiguration.tokens.create(id, body, { maxRetries: 0 });
    return ok({
      connection: { id, name },
      tokenId: created.token_id ?? '',
      token: created.token ?? '',
      scopes: created.scopes ?? [...scopes],
      ...(created.valid_until && { validUntil: created.valid_until }),
    });
  } catch (error) {
    const failure = apiFailure(error, `a SCIM token on ${connection.domain}`, connection);
    const known = tokens.map(({ token_id }) => token_id);
    const now = await scimConfiguration.tokens.get(id).catch(() => []);
    const lost = now.filter(({ token_id }) => !known.includes(token_id));
    return failed(lost.length === 0 ? failure : { ...failure, fix: lostFix(lost) });
  }
}

const named = ({ name, id }: ScimConnection): string => `connection "${name}" (${id})`;

const question = (scim: ScimConnection, { scopes = SCIM_SCOPES, lifetimeSeconds }: OinScimTokenOptions): string =>
  `Make a SCIM token for ${named(scim)} with ${scopes.join(', ')}, ${
    lifetimeSeconds === undefined ? 'without an end' : `for ${lifetimeSeconds} s`
  }?`;

const listed = (tokens: readonly Management.ScimTokenItem[]): string =>
  tokens
    .map(({ token_id, created_at, last_used_at, valid_until }) =>
      [
        `${token_id} of ${created_at}`,
        last_used_at ? `last used ${last_used_at}` : 'never used',
        ...(valid_until ? [`until ${valid_until}`] : []),
      ].join(', '),
    )
    .join('; ');

const tokenLimit = (active: readonly Management.ScimTokenItem[]): Failure => ({
  code: 'SCIM_TOKEN_LIMIT',
  expected: `room for another token: Auth0 keeps ${MAX_ACTIVE_TOKENS} active ones for a connection`,
  found: listed(active),
  fix: 'Delete the one that nothing uses (Auth0, Authentication, Enterprise, Okta, the connection, Provisioning), and run the command again. Okta provisions with the other.',
});

const lostFix = (lost: readonly Management.ScimTokenItem[]): string =>
  `A token was made whose value is lost: ${listed(lost)}. Delete it (Auth0, Authentication, Enterprise, Okta, the connection, Provisioning), and run the command again.`;
