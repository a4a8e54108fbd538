import { RUNTIME } from '../../runtime.ts';
import type { CatalogueEntry } from '../catalogue-entry.ts';

const DEPLOY = 'Deploy it: npm run deploy -- --env <env>';

export const ACTIONS = {
  ACTION_MISSING: {
    severity: 'problem',
    requirement: 'R21',
    why: 'These Actions decide together: where one is missing nobody is granted anything, or nobody is asked.',
    fix: DEPLOY,
  },
  ACTION_NOT_DEPLOYED: {
    severity: 'problem',
    requirement: 'R21',
    why: 'A draft does not run in logins.',
    fix: DEPLOY,
  },
  ACTION_DRAFT: {
    severity: 'warning',
    requirement: 'T25',
    why: 'Someone changed the draft: the next one who presses Deploy in the dashboard puts it live.',
    fix: DEPLOY,
  },
  ACTION_NOT_BOUND: {
    severity: 'problem',
    requirement: 'R21',
    why: 'An Action that is not bound to post-login does not run.',
    fix: DEPLOY,
  },
  ACTION_ORDER: {
    severity: 'problem',
    requirement: 'B22',
    why: 'A finished challenge shows to the next Action only: in another order the grant never sees it (EC_MFA_MISSING).',
    fix: DEPLOY,
  },
  ACTION_BETWEEN: {
    severity: 'warning',
    requirement: 'B22',
    why: 'What runs between step-up and grant can ask for factors of its own, send people elsewhere, or change scopes.',
    fix: `Put ours next to each other. ${DEPLOY}`,
  },
  ACTION_AFTER_REDIRECT: {
    severity: 'warning',
    requirement: 'T17',
    why: 'An Action before ours sends people elsewhere: the login is suspended there, and ends if they do not come back.',
    fix: 'Let it return at once where event.resource_server?.identifier is urn:auth0:express-configure.',
  },
  ACTION_BEFORE_REDIRECT: {
    severity: 'problem',
    requirement: 'T17',
    why: 'An Action after ours sends people elsewhere: the scopes are granted before they leave, and the proof of the second factor grows old while they are away.',
    fix: `A deploy binds it before ours. ${DEPLOY}`,
  },
  ACTION_BOUND_TWICE: {
    severity: 'problem',
    requirement: 'R21',
    why: 'An Action that runs twice challenges twice, or decides on what it wrote itself.',
    fix: DEPLOY,
  },
  ACTION_CHALLENGES_EARLIER: {
    severity: 'warning',
    requirement: 'T17',
    why: 'Auth0 ignores our challenge of a factor that an Action before ours has challenged in the same login. Where more than 30 seconds pass before step-up runs, a redirect or a form for instance, the login is denied (EC_MFA_EARLIER_CHALLENGE).',
    fix: 'Bind it after ours, or let it return at once where event.resource_server?.identifier is urn:auth0:express-configure.',
  },
  ACTION_RUNTIME: {
    severity: 'problem',
    requirement: 'L8',
    why: `The bundles are made and tested for ${RUNTIME}.`,
    fix: DEPLOY,
  },
  ACTION_TRIGGER_VERSION: {
    severity: 'problem',
    requirement: 'L8',
    why: 'The Actions are written for post-login v3; an older event has no enrolled factors and no scopes.',
    fix: 'Delete the Action in the Auth0 dashboard and deploy: an Action’s trigger version can not be changed.',
  },
  ACTION_CODE_DIFFERS: {
    severity: 'problem',
    requirement: 'T25',
    why: 'What decides in logins is not what was reviewed in git.',
    fix: 'See what it is with npm run plan -- --env <env>, then deploy: npm run deploy -- --env <env>',
  },
  ACTION_OIN_CLIENT_IDS: {
    severity: 'problem',
    requirement: 'T7',
    why: 'The Action’s secret names another OIN client: every administrator of this one is refused (EC_CLIENT).',
    fix: DEPLOY,
  },
  ACTION_COMMAND_BUDGET: {
    severity: 'warning',
    requirement: 'T21',
    why: 'Auth0 allows four challenges and enrolments in a login, and what is beyond them ends it.',
    fix: 'Let the other Actions return at once where event.resource_server?.identifier is urn:auth0:express-configure.',
  },
  ACTION_LIMIT: {
    severity: 'warning',
    requirement: 'L8',
    why: 'Auth0 binds at most 20 Actions to a trigger, which share 20 seconds: the next one is refused.',
    fix: 'Unbind what is not needed (Auth0 dashboard, Actions, Triggers, post-login).',
  },
  ACTION_BINDING_FOREIGN: {
    severity: 'warning',
    requirement: 'T25',
    why: 'auth0-deploy-cli binds by name alone and would drop this binding: a deploy refuses to run.',
    fix: 'Rename or unbind it in the Auth0 dashboard (Actions, Triggers, post-login).',
  },
} as const satisfies Record<string, CatalogueEntry>;
