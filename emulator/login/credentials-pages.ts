import { identifierPage, passwordPage } from '../pages/login.ts';
import { verifyPassword } from '../passwords.ts';
import { connectionsOf, findCandidate } from './candidates.ts';
import { discoverProvider } from './enterprise/discovery.ts';
import { loggedIn } from './logged-in.ts';
import type { PageRoute } from './page-route.ts';
import { sendLoginCode } from './passwordless-page.ts';

const WRONG = 'Wrong email or password';

export const identifierRoute: PageRoute = {
  path: '/u/login/identifier',
  prompt: 'login',
  view(page) {
    const { view, progress, interaction } = page;
    const { login_hint } = interaction.params;
    return identifierPage({
      ...view,
      identifier: progress.identifier ?? (typeof login_hint === 'string' ? login_hint : ''),
      usernames: connectionsOf(page, 'auth0').some(({ options }) => options.requires_username === true),
    });
  },
  submit(page, { username }) {
    const identifier = username?.trim() ?? '';
    if (identifier === '') return { kind: 'again', error: 'Please enter an email address' };
    const atProvider = discoverProvider(page, identifier);
    if (atProvider !== undefined) return atProvider;
    const isPasswordless = connectionsOf(page, 'auth0').length === 0 && connectionsOf(page, 'email').length > 0;
    return isPasswordless
      ? sendLoginCode(page, identifier)
      : { kind: 'goto', path: passwordRoute.path, progress: { identifier } };
  },
};

export const passwordRoute: PageRoute = {
  path: '/u/login/password',
  prompt: 'login',
  view: (page) =>
    passwordPage({
      ...page.view,
      identifier: page.progress.identifier ?? '',
      offersCode: connectionsOf(page, 'email').length > 0,
    }),
  submit(page, { action, password }) {
    const { identifier = '' } = page.progress;
    if (action === 'switch-connection') return sendLoginCode(page, identifier);
    const found = findCandidate(page, connectionsOf(page, 'auth0'), identifier);
    if (!verifyPassword(password ?? '', found?.credentials.passwordHash) || found === undefined)
      return { kind: 'again', error: WRONG };
    return loggedIn(page, found.user, 'pwd', found.connection);
  },
};
