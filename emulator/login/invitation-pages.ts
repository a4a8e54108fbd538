/** Leads from an invitation's link to a login: accept it, then sign up or log in with the address it was sent to. */
import { isEnterprise } from '../management/enterprise-strategies.ts';
import { newUser } from '../management/new-user.ts';
import { errorPage } from '../pages/error.ts';
import { acceptInvitationPage, signUpPage } from '../pages/invitation.ts';
import { weaknessOf } from '../password-policy.ts';
import type { InvitationRecord } from '../records/management.ts';
import { type ConnectionRecord, findOrganization } from '../state.ts';
import { connectionsOf, findCandidate } from './candidates.ts';
import { passwordRoute } from './credentials-pages.ts';
import { discoverProvider, UPSTREAM_PATH } from './enterprise/discovery.ts';
import { findInvitation, INVALID_INVITATION } from './invitation.ts';
import { loggedIn } from './logged-in.ts';
import { ACCEPT_INVITATION_PATH } from './page-path.ts';
import type { PageContext, PageRoute, Submission } from './page-route.ts';
import { sendLoginCode } from './passwordless-page.ts';
import { register } from './register.ts';

const GONE: Submission = {
  kind: 'done',
  results: { error: 'invalid_request', error_description: INVALID_INVITATION },
};

const NO_SIGN_UP = '((No connection of this organization takes new users.))';

const invitationOf = ({ state, interaction }: PageContext) => findInvitation(state, interaction.params);

const gonePage = (): string => errorPage('invalid_request', INVALID_INVITATION);

export const acceptInvitationRoute: PageRoute = {
  path: ACCEPT_INVITATION_PATH,
  prompt: 'login',
  invited: true,
  view(page) {
    const invitation = invitationOf(page);
    return invitation ? acceptInvitationPage({ ...page.view, inviter: invitation.inviter.name }) : gonePage();
  },
  submit(page) {
    const invitation = invitationOf(page);
    return invitation ? leadOn(page, invitation) : GONE;
  },
};

/** Leads to the provider of the address, to the password page if there is an account, or to a new account. */
function leadOn(page: PageContext, invitation: InvitationRecord): Submission {
  const { email: identifier } = invitation.invitee;
  const named = page.state.connections.find(({ id }) => id === invitation.connection_id);
  if (named !== undefined && isEnterprise(named.strategy)) {
    return { kind: 'goto', path: UPSTREAM_PATH, progress: { identifier, connectionId: named.id } };
  }
  const atProvider = named === undefined ? discoverProvider(page, identifier) : undefined;
  if (atProvider !== undefined) return atProvider;
  const databases = connectionsFor(page, invitation, 'auth0');
  if (findCandidate(page, databases, identifier) !== undefined) {
    return { kind: 'goto', path: passwordRoute.path, progress: { identifier } };
  }
  if (databases.some((row) => signsUp(page, invitation, row))) {
    return { kind: 'goto', path: signUpRoute.path, progress: { identifier } };
  }
  const byCode = databases.length === 0 && connectionsFor(page, invitation, 'email').length > 0;
  return byCode ? sendLoginCode(page, identifier) : { kind: 'again', error: NO_SIGN_UP };
}

const connectionsFor = (page: PageContext, { connection_id }: InvitationRecord, strategy: string): ConnectionRecord[] =>
  connectionsOf(page, strategy).filter(({ id }) => connection_id === undefined || id === connection_id);

/** Off only where both are: support's article "Organization Invitation Flow and Auto-Membership Requirements". */
function signsUp({ state }: PageContext, { organization_id }: InvitationRecord, connection: ConnectionRecord): boolean {
  const enabled = findOrganization(state, organization_id)?.enabled_connections ?? [];
  const ofOrganization = enabled.find(({ connection_id }) => connection_id === connection.id);
  return connection.options.disable_signup !== true || ofOrganization?.is_signup_enabled === true;
}

export const signUpRoute: PageRoute = {
  path: '/u/signup/password',
  prompt: 'login',
  invited: true,
  view(page) {
    const invitation = invitationOf(page);
    return invitation ? signUpPage({ ...page.view, email: invitation.invitee.email }) : gonePage();
  },
  async submit(page, fields) {
    const { password = '' } = fields;
    const invitation = invitationOf(page);
    if (invitation === undefined) return GONE;
    const { email } = invitation.invitee;
    const databases = connectionsFor(page, invitation, 'auth0');
    const connection = databases.find((row) => signsUp(page, invitation, row));
    if (connection === undefined || findCandidate(page, databases, email)) return leadOn(page, invitation);
    if (password === '') return { kind: 'again', error: 'Password is required' };
    const weakness = weaknessOf(connection.options, password, { email });
    if (weakness !== undefined) return { kind: 'again', error: weakness };
    // The link was in the mailbox of this address.
    const made = newUser(page.state, { connection: connection.name, email, email_verified: true, password });
    if ('refusal' in made) return { kind: 'again', error: NO_SIGN_UP };
    const registered = await register(page, made.user, fields);
    if ('refused' in registered) return { kind: 'again', error: registered.refused };
    return loggedIn(page, registered.user, 'pwd', connection);
  },
};
