/** Second factors enrolled for a user by an administrator. A person enrolls their own in a login. */
import { type AuthenticationMethodRecord, findUser, isoNow, type TenantState } from '../state.ts';
import type { ManagementRequest, Operations } from './operation.ts';
import { paged } from './paging.ts';
import { badRequest, created, noContent, notFound, ok, type Reply } from './reply.ts';

interface MethodBody {
  type: string;
  name?: string;
  totp_secret?: string;
}

const BASE32 = /^[A-Z2-7]{16,}=*$/;

const inexistentUser = (): Reply => notFound('The user does not exist.', 'inexistent_user');
const inexistent = (): Reply =>
  notFound('The authentication method does not exist.', 'inexistent_authentication_method');

const methodsOf = (state: TenantState, userId: string | undefined): AuthenticationMethodRecord[] =>
  state.authenticationMethods.filter((method) => method.user_id === userId);

const view = ({ user_id: _owner, totp_secret: _secret, webauthn: _private, ...method }: AuthenticationMethodRecord) =>
  method;

function listMethods({ state, params, query }: ManagementRequest): Reply {
  if (!findUser(state, params.id)) return inexistentUser();
  return paged(methodsOf(state, params.id).map(view), 'authenticators', query);
}

function createMethod({ state, params, body }: ManagementRequest<MethodBody>): Reply {
  const user = findUser(state, params.id);
  if (user === undefined) return inexistentUser();
  if (body.type !== 'totp') {
    return badRequest(`The type ${body.type} cannot be enrolled here ((the local tenant knows totp only))`);
  }
  const secret = body.totp_secret;
  if (secret === undefined) return badRequest("Payload validation error: 'Missing required property: totp_secret'.");
  if (!BASE32.test(secret)) {
    return badRequest('totp_secret must be at least 16 characters of base32', 'invalid_totp_secret');
  }
  const method: AuthenticationMethodRecord = {
    id: state.newId('totp|dev_'),
    user_id: user.user_id,
    type: 'totp',
    ...(body.name === undefined ? {} : { name: body.name }),
    totp_secret: secret,
    confirmed: true,
    created_at: isoNow(state),
  };
  state.authenticationMethods.push(method);
  // The answer to a creation has no `confirmed`.
  const { confirmed: _, ...made } = view(method);
  return created(made);
}

function getMethod({ state, params }: ManagementRequest): Reply {
  const method = methodsOf(state, params.id).find(({ id }) => id === params.authentication_method_id);
  return method ? ok(view(method)) : inexistent();
}

function deleteMethod({ state, params }: ManagementRequest): Reply {
  const method = methodsOf(state, params.id).find(({ id }) => id === params.authentication_method_id);
  if (method === undefined) return inexistent();
  state.authenticationMethods = state.authenticationMethods.filter((other) => other !== method);
  return noContent();
}

function deleteMethods({ state, params }: ManagementRequest): Reply {
  state.authenticationMethods = state.authenticationMethods.filter((method) => method.user_id !== params.id);
  return noContent();
}

export const authenticationMethodOperations: Operations = {
  'GET /users/{id}/authentication-methods': listMethods,
  'POST /users/{id}/authentication-methods': createMethod,
  'DELETE /users/{id}/authentication-methods': deleteMethods,
  'GET /users/{id}/authentication-methods/{authentication_method_id}': getMethod,
  'DELETE /users/{id}/authentication-methods/{authentication_method_id}': deleteMethod,
};
