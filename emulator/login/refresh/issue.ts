import type { Context, Middleware } from 'koa';
import { routes } from '../../routes.ts';
import { editedMetadata } from '../../runtime/metadata-edits.ts';
import { findClient, isoNow, type TenantState } from '../../state.ts';
import { NO_SCOPE, toAudience } from '../audience.ts';
import { grantDetails } from '../grant.ts';
import { connectionIdIn } from '../login-connection.ts';
import type { SessionFactors } from '../methods.ts';
import { isOidcContext } from '../tokens.ts';
import { issueFamily, revoke } from './families.ts';
import { lifetimeOf, settingsOf } from './lifetime.ts';

/** Adds a refresh token to what a code is redeemed for, where the login granted `offline_access`. */
export const issueRefreshTokens = (state: TenantState, sessionFactors: SessionFactors): Middleware =>
  routes({
    async '* /oauth/token'(ctx, next) {
      await next();
      if (ctx.status !== 200 || !isOidcContext(ctx)) return;
      const { client: { clientId } = {}, entities } = ctx.oidc;
      const { AuthorizationCode: code, Grant: grant } = entities;
      const client = findClient(state, clientId);
      if (code === undefined || client === undefined || code.accountId === undefined) return;
      const scope = (code.scope?.split(' ') ?? []).filter((item) => item !== NO_SCOPE);
      if (!scope.includes('offline_access')) return;
      const details = grantDetails(grant);
      const [resource] = [code.resource].flat();
      const sessionId = code.sessionUid ?? '';
      const authTime = code.authTime ?? 0;
      const connectionId = connectionIdIn(code.amr);
      const device = { ip: ctx.ip, user_agent: ctx.get('user-agent') };
      const grant_id = code.grantId ?? '';
      const refresh_token = issueFamily(state, {
        id: state.newId('rt_', 24),
        client_id: client.client_id,
        user_id: code.accountId,
        ...(connectionId === undefined ? {} : { connection_id: connectionId }),
        session_id: sessionId,
        ...(details?.orgId === undefined ? {} : { org_id: details.orgId }),
        ...(resource === undefined ? {} : { audience: toAudience(resource) }),
        scope,
        methods: [
          { name: code.amr?.[0] ?? 'pwd', timestamp: new Date(authTime * 1000).toISOString() },
          ...sessionFactors.of(sessionId),
        ],
        grant_id,
        rotating: settingsOf(client).rotation_type === 'rotating',
        created_at: isoNow(state),
        ...lifetimeOf(settingsOf(client), state.clock(), details?.refreshToken),
        device: {
          initial_ip: device.ip,
          initial_user_agent: device.user_agent,
          last_ip: device.ip,
          last_user_agent: device.user_agent,
        },
        refresh_token_metadata: editedMetadata({}, details?.refreshToken?.metadata),
      });
      // The code may have been redeemed again since; that ended the grant and all tokens issued from it until then.
      const hasGrant = (await ctx.oidc.provider.Grant.find(grant_id)) !== undefined;
      if (hasGrant) ctx.body = { ...bodyOf(ctx), refresh_token };
      else revoke(state, (row) => row.grant_id === grant_id);
    },
  });

const bodyOf = ({ body }: Context): object => (typeof body === 'object' && body !== null ? body : {});
