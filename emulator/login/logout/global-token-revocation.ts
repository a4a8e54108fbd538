/** Universal Logout: a provider ends what one of its users has at the tenant (api/authentication/logout/global-token-revocation). */
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Context, Middleware } from 'koa';
import { connectionFacts } from '../../express/log-facts.ts';
import { type RouteHandler, routes } from '../../routes.ts';
import type { ConnectionRecord, TenantState } from '../../state.ts';
import { writeLog } from '../../tenant-log.ts';
import { issuerOf } from '../enterprise/provider-client.ts';
import { findEnterpriseUser } from '../enterprise/provision-user.ts';
import { readText } from '../form.ts';
import { bearerOf } from '../userinfo.ts';
import type { Sessions } from './sessions.ts';

/**
 * The time for which an assertion is remembered, so that it is used once only, in seconds; no assertion may be valid
 * for longer.
 */
const LONGEST_SECONDS = 3600;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

export interface RevocationOptions {
  state: TenantState;
  sessions: Sessions;
  /** The issuer, with the trailing slash. */
  issuer: string;
}

export function globalTokenRevocation({ state, sessions, issuer }: RevocationOptions): Middleware {
  const seen = new Map<string, number>();
  const keySets = new Map<string, JWTVerifyGetKey>();

  /** Returns the keys that verify ID tokens of this connection. */
  function keysOf({ options }: ConnectionRecord): JWTVerifyGetKey | undefined {
    const { jwks_uri } = options;
    if (typeof jwks_uri !== 'string' || !URL.canParse(jwks_uri)) return undefined;
    const url = new URL(jwks_uri);
    if (!LOOPBACK.includes(url.hostname)) return undefined;
    const known = keySets.get(jwks_uri) ?? createRemoteJWKSet(url);
    keySets.set(jwks_uri, known);
    return known;
  }

  async function isGenuine(connection: ConnectionRecord, token: string): Promise<boolean> {
    const keys = keysOf(connection);
    const from = issuerOf(connection);
    if (keys === undefined || from === undefined) return false;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: from,
        subject: String(connection.options.client_id),
        audience: [`${issuer}oauth/global-token-revocation/connection/${connection.name}`],
        typ: 'global-token-revocation+jwt',
        algorithms: ['RS256'],
        requiredClaims: ['jti', 'iat', 'exp'],
        maxTokenAge: LONGEST_SECONDS,
        currentDate: new Date(state.clock()),
      });
      return isNew(seen, `${from} ${payload.jti}`, Math.floor(state.clock() / 1000));
    } catch {
      return false;
    }
  }

  async function revoke(ctx: Context, connection: ConnectionRecord | undefined): Promise<Revocation> {
    const body = await readText(ctx);
    if (bearerOf(ctx) === '') return refused(400, 'the request has no authentication');
    if (connection === undefined || !(await isGenuine(connection, bearerOf(ctx)))) return refused(401, 'Unauthorized');
    const subject = subjectIn(body);
    if (subject === undefined || subject.iss !== issuerOf(connection)) {
      return refused(400, 'the subject is not an iss_sub of the connection');
    }
    const user = findEnterpriseUser(state, connection, subject.sub);
    if (user === undefined) return refused(404, 'the user does not exist');
    await sessions.endAll(user.user_id, 'idp-logout');
    state.refreshTokens = state.refreshTokens.filter(({ user_id }) => user_id !== user.user_id);
    return { status: 200, userId: user.user_id };
  }

  const answer: RouteHandler = async (ctx) => {
    const connection = state.connections.find((row) => row.name === ctx.params.connection);
    const { status, description, userId } = await revoke(ctx, connection);
    ctx.status = status;
    ctx.body =
      description === undefined
        ? ''
        : { error: status === 401 ? 'access_denied' : 'invalid_request', error_description: description };
    writeLog(state, ctx, {
      ...connectionFacts(state, connection),
      type: description === undefined ? 'universal_logout_succeeded' : 'universal_logout_failed',
      description: `((${status} ${description ?? 'the sessions of the user have ended'}))`,
      userId,
    });
  };
  return routes({ 'POST /oauth/global-token-revocation/connection/:connection': answer });
}

interface Revocation {
  status: number;
  /** Why it was refused. */
  description?: string;
  userId?: string;
}

const refused = (status: number, description: string): Revocation => ({ status, description });

function isNew(seen: Map<string, number>, key: string, nowSeconds: number): boolean {
  for (const [other, until] of seen) if (until < nowSeconds) seen.delete(other);
  if (seen.has(key)) return false;
  seen.set(key, nowSeconds + LONGEST_SECONDS);
  return true;
}

function subjectIn(body: string): { iss: string; sub: string } | undefined {
  try {
    const { subject }: { subject?: Record<string, unknown> } = JSON.parse(body) ?? {};
    const { format, iss, sub } = subject ?? {};
    return format === 'iss_sub' && typeof iss === 'string' && typeof sub === 'string' ? { iss, sub } : undefined;
  } catch {
    return undefined;
  }
}
