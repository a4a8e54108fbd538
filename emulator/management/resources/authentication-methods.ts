/** Second factors enrolled for a user by an administrator. A person enrolls their own in a login. */

import { enrollPhone, maskedPhone, phoneNumber } from '../../login/phone.ts';
import { type AuthenticationMethodRecord, findUser, isoNow, type MessageType, type TenantState } from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { paged } from '../paging.ts';
import { badRequest, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

interface MethodBody {
  type: string;
  name?: string;
  totp_secret?: string;
  phone_number?: string;
  preferred_authentication_method?: MessageType;
}

const BASE32 = /^[A-Z2-7]{16,}=*$/;

const inexistentUser = (): Reply => notFound('The user does not exist.', 'inexistent_user');
const inexistent = (): Reply =>
  notFound('The authentication method does not exist.', 'inexistent_authentication_method');

const methodsOf = (state: TenantState, userId: string | undefined): AuthenticationMethodRecord[] =>
  state.authenticationMethods.filter((method) => method.user_id === userId);

/** Shows the last four digits of a phone number; the answer to a write has it in full (recorded 2023). */
const view = ({ user_id: _owner, totp_secret: _secret, webauthn: _private, ...method }: AuthenticationMethodRecord) =>
  method.phone_number === undefined ? method : { ...method, phone_number: maskedPhone(method.phone_number) };

function listMethods({ state, params, query }: ManagementRequest): Reply {
  if (!findUser(state, params.id)) return inexistentUser();
  return paged(methodsOf(state, params.id).map(view), 'authenticators', query);
}

function createMethod({ state, params, body }: ManagementRequest<MethodBody>): Reply {
  const user = findUser(state, params.id);
  if (user === undefined) return inexistentUser();
  if (body.type === 'phone') return createPhone(state, user.user_id, body);
  if (body.type !== 'totp') {
    return badRequest(`The type ${body.type} cannot be enrolled here ((the local tenant knows totp and phone only))`);
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

/** Recorded answers to PUT have these fields. */
function createPhone(
  state: TenantState,
  userId: string,
  { phone_number, preferred_authentication_method: type = 'sms', name }: MethodBody,
): Reply {
  if (phone_number === undefined)
    return badRequest("Payload validation error: 'Missing required property: phone_number'.");
  const number = phoneNumber(phone_number);
  if (number === undefined) return badRequest('((phone_number must be a number with its country code, as +15550100))');
  const { confirmed: _, ...made } = view(enrollPhone(state, userId, { number, type, name }));
  return created({ ...made, phone_number: number });
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

export const resource = declareResource({
  name: 'authentication-methods',
  operations: {
    'GET /users/{id}/authentication-methods': listMethods,
    'POST /users/{id}/authentication-methods': createMethod,
    'DELETE /users/{id}/authentication-methods': deleteMethods,
    'GET /users/{id}/authentication-methods/{authentication_method_id}': getMethod,
    'DELETE /users/{id}/authentication-methods/{authentication_method_id}': deleteMethod,
  },
  notes: {
    'POST /users/{id}/authentication-methods': 'totp and phone; push is enrolled in a login or by ticket',
  },
  kept: {
    authenticationMethods: { list: { id: 'string', user_id: 'string', type: 'string', confirmed: 'boolean' } },
  },
  secrets: ({ authenticationMethods }) =>
    authenticationMethods.flatMap(({ totp_secret, phone_number }) => [totp_secret, phone_number]),
});
