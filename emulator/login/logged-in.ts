import { type ConnectionRecord, isoNow, type UserRecord } from '../state.ts';
import { amrOf } from './login-connection.ts';
import type { PageContext, Submission } from './page-route.ts';

/** The first factor is proven. `method` is what `event.authentication.methods` calls it. */
export function loggedIn(
  { state }: PageContext,
  user: UserRecord,
  method: 'pwd' | 'email',
  connection: ConnectionRecord,
): Submission {
  if (user.blocked) return { kind: 'again', error: 'Your account has been blocked' };
  user.logins_count += 1;
  user.last_login = isoNow(state);
  const ts = Math.floor(state.clock() / 1000);
  return {
    kind: 'done',
    results: { login: { accountId: user.user_id, amr: amrOf(method, connection), ts, remember: false } },
  };
}
