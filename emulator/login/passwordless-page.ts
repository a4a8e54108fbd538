/** Passwordless login: an emailed code as first factor, on a connection of the strategy `email`. */
import { verifyAddress } from '../identities.ts';
import { newUser } from '../management/new-user.ts';
import { emailCodePage } from '../pages/codes.ts';
import type { ConnectionRecord, UserRecord } from '../state.ts';
import { connectionsOf, findCandidate } from './candidates.ts';
import { EXPIRED_CODE } from './email-page.ts';
import { WRONG_CODE } from './factor-proven.ts';
import { loggedIn } from './logged-in.ts';
import type { PageContext, PageRoute, Submission } from './page-route.ts';
import { register } from './register.ts';
import { checkSentCode, sendEmailCode } from './sent-code.ts';

const PATH = '/u/login/passwordless-email-challenge';

const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);

const signsUp = ({ options }: ConnectionRecord): boolean => options.disable_signup !== true;

/**
 * Sends a code and leads to its page. If the connection accepts no new users, an unknown person gets the same page and
 * no code, so that the page does not show who has an account.
 */
export function sendLoginCode(page: PageContext, identifier: string): Submission {
  const { state } = page;
  const connections = connectionsOf(page, 'email');
  if (!isEmail(identifier)) return { kind: 'again', error: 'Please enter a valid email address' };
  const known = findCandidate(page, connections, identifier) !== undefined;
  const code =
    known || connections.some(signsUp) ? sendEmailCode(state, identifier.toLowerCase(), 'Your login code') : undefined;
  return { kind: 'goto', path: PATH, progress: { identifier, pendingEmailCode: code } };
}

export const passwordlessRoute: PageRoute = {
  path: PATH,
  prompt: 'login',
  view: ({ view, progress }) => emailCodePage({ ...view, title: 'Enter the code', email: progress.identifier ?? '' }),
  async submit(page, fields) {
    const { action, code = '' } = fields;
    const { identifier = '', pendingEmailCode } = page.progress;
    if (action === 'resend-code') {
      const sent = sendLoginCode(page, identifier);
      return sent.kind === 'goto'
        ? { kind: 'again', notice: 'A new code is on its way.', progress: sent.progress }
        : sent;
    }
    const checked = checkSentCode(page.state, pendingEmailCode, code);
    if (checked.kind !== 'right') {
      const progress = { pendingEmailCode: checked.pending };
      return checked.kind === 'expired'
        ? { kind: 'again', error: EXPIRED_CODE, progress }
        : { ...WRONG_CODE, progress };
    }
    const found = await knownOrNew(page, identifier, fields);
    if (found === undefined) return { kind: 'again', error: EXPIRED_CODE };
    if ('refused' in found) return { kind: 'again', error: found.refused, progress: { pendingEmailCode: undefined } };
    const login = loggedIn(page, found.user, 'email', found.connection);
    return login.kind === 'done' ? { ...login, progress: { pendingEmailCode: undefined } } : login;
  },
};

async function knownOrNew(
  page: PageContext,
  email: string,
  fields: Record<string, string>,
): Promise<{ user: UserRecord; connection: ConnectionRecord } | { refused: string } | undefined> {
  const connections = connectionsOf(page, 'email');
  const known = findCandidate(page, connections, email);
  const connection = connections.find(signsUp);
  if (known !== undefined) {
    verifyAddress(known.user, known.credentials.identity);
    return known;
  }
  if (connection === undefined) return undefined;
  const made = newUser(page.state, { connection: connection.name, email, email_verified: true });
  if ('refusal' in made) return undefined;
  const registered = await register(page, made.user, fields);
  return 'refused' in registered ? registered : { ...registered, connection };
}
