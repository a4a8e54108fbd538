import type { Context } from 'koa';
import { credentialsOf } from '../identities.ts';
import { protocolOf } from '../runtime/event.ts';
import { transactionPart } from '../runtime/event-parts.ts';
import { findClient, type UserRecord } from '../state.ts';
import { writeLog } from '../tenant-log.ts';
import { afterRegistration, beforeRegistration, type Registration } from '../triggers/registration.ts';
import type { PageContext } from './page-route.ts';
import { sentIn } from './sent-parameters.ts';

/** Describes the result of a registration on a page. */
type Registered = { user: UserRecord } | { refused: string };

const TAKEN = '((somebody else has just registered this address))';

/**
 * Adds an account unless an Action of pre-user-registration denies it, and runs those of post-user-registration.
 *
 * @param fields what the page's form sent
 * @returns the account, or the message for the person
 */
export async function register(
  page: PageContext,
  user: UserRecord,
  fields: Record<string, string>,
): Promise<Registered> {
  const { state, caller, interaction, triggers } = page;
  const parameters = sentIn(interaction.params);
  const registration: Registration = {
    user,
    requester: caller,
    client: findClient(state, parameters.client_id),
    transaction: transactionPart(parameters, protocolOf(parameters.response_type)),
    fields,
    login: loginOf(caller),
  };
  const refusal = await beforeRegistration(triggers, registration);
  if (refusal !== undefined) {
    writeLog(state, caller, { type: 'fs', description: refusal.reason, clientId: parameters.client_id });
    return { refused: refusal.message };
  }
  // Another request may have made the account while the Actions ran.
  if (state.users.some((other) => other.user_id === user.user_id || sameAddress(other, user))) {
    return { refused: TAKEN };
  }
  state.users.push(user);
  afterRegistration(triggers, registration);
  return { user };
}

const sameAddress = (one: UserRecord, other: UserRecord): boolean =>
  credentialsOf(one).some(
    ({ identity, email }) => email === other.email && identity.connection === other.identities[0]?.connection,
  );

const loginOf = ({ state }: Context): number | undefined => (typeof state.login === 'number' ? state.login : undefined);
