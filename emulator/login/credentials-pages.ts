import { identifierPage, passwordPage } from '../pages/login.ts';
import { verifyPassword } from '../passwords.ts';
import { isoNow, type UserRecord } from '../state.ts';
import { connectionsInLogin, organizationOf } from './organization.ts';
import type { PageContext, PageRoute } from './page-route.ts';

const WRONG = 'Wrong email or password';

/** Database users of the connections this login may use, by email or username, as Auth0 matches them: without case. */
function findCandidate({ state, interaction, progress }: PageContext, identifier: string): UserRecord | undefined {
  const organization = organizationOf(state, interaction.params.organization, progress);
  const connections = connectionsInLogin(state, String(interaction.params.client_id), organization);
  const names = connections.filter(({ strategy }) => strategy === 'auth0').map(({ name }) => name);
  const wanted = identifier.toLowerCase();
  return state.users.find(
    (user) =>
      (user.email?.toLowerCase() === wanted || user.username?.toLowerCase() === wanted) &&
      user.identities.some((identity) => names.includes(identity.connection)),
  );
}

export const identifierRoute: PageRoute = {
  path: '/u/login/identifier',
  view: ({ view, progress, interaction }) =>
    identifierPage({
      ...view,
      identifier: progress.identifier ?? (interaction.params.login_hint ? String(interaction.params.login_hint) : ''),
    }),
  submit(_page, { username }) {
    const identifier = username?.trim() ?? '';
    if (identifier === '') return { kind: 'again', error: 'Please enter an email address' };
    return { kind: 'goto', path: passwordRoute.path, progress: { identifier } };
  },
};

export const passwordRoute: PageRoute = {
  path: '/u/login/password',
  view: ({ view, progress }) => passwordPage({ ...view, identifier: progress.identifier ?? '' }),
  submit(page, { password }) {
    const user = findCandidate(page, page.progress.identifier ?? '');
    if (!verifyPassword(password ?? '', user?.passwordHash) || user === undefined)
      return { kind: 'again', error: WRONG };
    if (user.blocked) return { kind: 'again', error: 'Your account has been blocked' };
    user.logins_count += 1;
    user.last_login = isoNow(page.state);
    const ts = Math.floor(page.state.clock() / 1000);
    return { kind: 'done', results: { login: { accountId: user.user_id, amr: ['pwd'], ts, remember: false } } };
  },
};
