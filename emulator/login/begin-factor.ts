import type { FactorPrompt } from '../runtime/factor-prompt.ts';
import type { TenantState, UserRecord } from '../state.ts';
import type { Caller } from '../tenant-log.ts';
import { messageTypes, phonesOf, sendPhoneCode } from './phone.ts';
import type { LoginProgress } from './progress.ts';
import type { PushRequests } from './push.ts';
import { sendFactorCode } from './sent-code.ts';
import { newTotpSecret } from './totp.ts';

export interface FactorStart {
  state: TenantState;
  caller: Caller;
  pushRequests: PushRequests;
  user: UserRecord;
  /** The application's name, which the notification shows. */
  clientName: string;
}

/**
 * Sends what a factor's page waits for, a code or a notification, or makes the key it shows; what is on its way already is
 * not sent again. Returns what the login transaction keeps of it.
 */
export function beginFactor(
  start: FactorStart,
  { kind, factor }: Pick<FactorPrompt, 'kind' | 'factor'>,
  progress: LoginProgress,
): LoginProgress {
  const { state, user } = start;
  if (factor === 'push-notification') notify(start, kind, progress.transactionId ?? '');
  if (kind === 'enroll') return { pendingTotpSecret: progress.pendingTotpSecret ?? newTotpSecret() };
  if (factor === 'email') return { pendingEmailCode: progress.pendingEmailCode ?? sendFactorCode(state, user) };
  return factor === 'phone' ? { pendingPhone: progress.pendingPhone ?? messageTo(start) } : {};
}

function notify(
  { pushRequests, state, caller, user, clientName }: FactorStart,
  kind: FactorPrompt['kind'],
  waiting: string,
) {
  if (pushRequests.of(waiting, kind) !== undefined) return;
  pushRequests.send({ state, caller }, { waiting, userId: user.user_id, kind, from: clientName });
}

/** Sends the message with the code, unless the person first chooses how to receive it. */
function messageTo({ state, caller, user }: FactorStart): LoginProgress['pendingPhone'] {
  const [type, other] = messageTypes(state);
  const number = phonesOf(state, user.user_id)[0]?.phone_number;
  if (type === undefined || other !== undefined || number === undefined) return undefined;
  return sendPhoneCode(state, caller, { userId: user.user_id, number, type });
}
