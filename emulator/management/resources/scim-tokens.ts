/** Bearer tokens with which a provider calls a connection's SCIM endpoint. */

import { hexDigits } from '../../hex-digits.ts';
import type { ScimTokenRecord } from '../../records/management.ts';
import { hashScimToken, SCIM_SCOPES } from '../../scim/token.ts';
import { isoNow, type TenantState } from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { badRequest, conflict, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { findScimConfiguration, findScimConnection, inexistentScimConfiguration } from './scim-configuration.ts';

interface Body {
  scopes?: string[];
  token_lifetime?: number | null;
}

/** Limits the tokens of one connection, without expired ones (authenticate/protocols/scim/configure-inbound-scim). */
const MAX_ACTIVE_TOKENS = 2;

/** The longest lifetime that is refused: "Must be greater than 900" (the operation's description). */
const LONGEST_REFUSED_SECONDS = 900;

const isActive = (state: TenantState, { valid_until }: ScimTokenRecord): boolean =>
  valid_until === undefined || Date.parse(valid_until) > state.clock();

const view = ({ tokenHash: _secret, connection_id: _owner, ...token }: ScimTokenRecord) => token;

type Found = { connectionId: string; tokens: ScimTokenRecord[] } | { refusal: Reply };

function findTokens({ state, params }: ManagementRequest): Found {
  const found = findScimConnection(state, params.id);
  if ('refusal' in found) return found;
  const { id } = found.connection;
  if (!findScimConfiguration(state, id)) return { refusal: inexistentScimConfiguration() };
  return { connectionId: id, tokens: state.scimTokens.filter(({ connection_id }) => connection_id === id) };
}

function listTokens(request: ManagementRequest): Reply {
  const found = findTokens(request);
  return 'refusal' in found ? found.refusal : ok(found.tokens.map(view));
}

function checkBody({ scopes = [], token_lifetime }: Body): Reply | undefined {
  const unknown = scopes.findIndex((scope) => !SCIM_SCOPES.includes(scope));
  if (unknown >= 0) {
    return badRequest(
      `Payload validation error: 'No enum match for: "${scopes[unknown]}"' on property scopes[${unknown}].`,
    );
  }
  if (typeof token_lifetime !== 'number' || token_lifetime > LONGEST_REFUSED_SECONDS) return undefined;
  return badRequest(
    `Payload validation error: 'Value ${token_lifetime} is less than minimum ${LONGEST_REFUSED_SECONDS + 1}' on property token_lifetime.`,
  );
}

/** Creates a token. No other answer contains the token. */
function createToken(request: ManagementRequest<Body>): Reply {
  const { state, body } = request;
  const found = findTokens(request);
  if ('refusal' in found) return found.refusal;
  const refusal = checkBody(body);
  if (refusal !== undefined) return refusal;
  if (found.tokens.filter((token) => isActive(state, token)).length >= MAX_ACTIVE_TOKENS) {
    return conflict(
      `((The connection has ${MAX_ACTIVE_TOKENS} active tokens, the most it may have.))`,
      'scim_token_limit',
    );
  }
  const { token_lifetime } = body;
  const token_id = state.newId('tok_');
  const token = `${token_id}.${hexDigits(state, 64)}`;
  const record: ScimTokenRecord = {
    token_id,
    connection_id: found.connectionId,
    scopes: body.scopes ?? SCIM_SCOPES,
    created_at: isoNow(state),
    ...(typeof token_lifetime === 'number'
      ? { valid_until: new Date(state.clock() + token_lifetime * 1000).toISOString() }
      : {}),
    tokenHash: hashScimToken(token),
  };
  state.scimTokens.push(record);
  return created({ ...view(record), token });
}

function deleteToken(request: ManagementRequest): Reply {
  const { state, params } = request;
  const found = findTokens(request);
  if ('refusal' in found) return found.refusal;
  const token = found.tokens.find(({ token_id }) => token_id === params.tokenId);
  if (token === undefined) return notFound('((The SCIM token does not exist.))', 'inexistent_scim_token');
  state.scimTokens = state.scimTokens.filter((other) => other !== token);
  return noContent();
}

export const resource = declareResource({
  name: 'scim-tokens',
  operations: {
    'GET /connections/{id}/scim-configuration/tokens': listTokens,
    'POST /connections/{id}/scim-configuration/tokens': createToken,
    'DELETE /connections/{id}/scim-configuration/tokens/{tokenId}': deleteToken,
  },
  notes: {
    'POST /connections/{id}/scim-configuration/tokens':
      'the token is shown here and never again; at most two active ones',
  },
  kept: { scimTokens: { list: { token_id: 'string', connection_id: 'string', scopes: 'list', tokenHash: 'string' } } },
});
