import { AUDIENCE } from '../../../../library/scopes.ts';
import { suspendsLogin } from '../../bundle/suspends-login.ts';
import { bindingFaults } from '../../manifest/own-actions.ts';
import { toTenantBinding } from '../../stages/bindings.ts';
import { DEPLOY, type Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';
import { judgeCommands } from './commands.ts';

/** Describes the findings of this area. */
export const BINDINGS = {
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
} as const satisfies Descriptions;

const finding = findingOf(BINDINGS);

const TRIGGER = 'post-login';
const MAX_BINDINGS = 20;

/** Judges what runs before, between, after and besides ours, by the settings and by what `tenant.yaml` binds. */
export function judgeBindings({ tenant, built, team }: Subject): Finding[] {
  const { bindings, actions } = tenant;
  if (bindings === undefined || actions === undefined) return [];
  const { ownActions: own, manifest } = built;
  const ofFile = manifest.tenant.triggers[TRIGGER].map((binding) => binding.action_name);
  const required = own.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const ours = [...new Set([...ofFile, ...required])];
  const names = bindings.map(({ action }) => action?.name ?? '');
  const codeOf = (name: string): string => {
    const { id } = bindings.find((binding) => binding.action?.name === name)?.action ?? {};
    const action = actions.find((candidate) => (id === undefined ? candidate.name === name : candidate.id === id));
    return action?.deployed_version?.code ?? action?.code ?? '';
  };
  const faults = bindingFaults(
    own,
    names.map((name) => ({ action_name: name, redirects: suspendsLogin(codeOf(name)) })),
  );
  const found: Finding[] = ours
    .filter((name) => tenant.ours?.has(name) !== false && !names.includes(name))
    .map((name) => finding('ACTION_NOT_BOUND', `"${name}" is not bound to ${TRIGGER}`));
  const twice = faults.filter(({ kind }) => kind === 'bound twice');
  found.push(...twice.map(({ name }) => finding('ACTION_BOUND_TWICE', `"${name}" is bound twice`)));

  const isInOrder = (order: readonly string[]): boolean =>
    order
      .map((name) => names.indexOf(name))
      .filter((position) => position >= 0)
      .every((position, index, all) => index === 0 || position > (all[index - 1] ?? 0));
  if (faults.some(({ kind }) => kind === 'order') || !isInOrder(ofFile)) {
    found.push(finding('ACTION_ORDER', names.filter((name) => ours.includes(name)).join(', ')));
  }
  const positions = ours.map((name) => names.indexOf(name)).filter((position) => position >= 0);
  const [first = 0, last = 0] = [Math.min(...positions), Math.max(...positions)];
  const between = names.slice(first, last + 1).filter((name) => !ours.includes(name));
  if (positions.length > 1 && between.length > 0) {
    found.push(finding('ACTION_BETWEEN', `${between.map((name) => `"${name}"`).join(', ')} between ours`));
  }

  const bound = toTenantBinding(bindings, actions, manifest.placeOf(['triggers', TRIGGER]));
  if (!bound.ok) found.push(...bound.failures.map((failure) => finding('ACTION_BINDING_FOREIGN', failure.found)));
  const before = names.slice(0, positions.length > 0 ? first : 0);
  // One that names the audience may well return at once for it.
  const away = before.filter((name) => suspendsLogin(codeOf(name)) && !codeOf(name).includes(AUDIENCE));
  found.push(...away.map((name) => finding('ACTION_AFTER_REDIRECT', `"${name}" redirects before ours`)));
  const after = faults.filter(({ kind }) => kind === 'redirect');
  found.push(...after.map(({ name }) => finding('ACTION_BEFORE_REDIRECT', `"${name}" redirects after ours`)));
  if (names.length >= MAX_BINDINGS) found.push(finding('ACTION_LIMIT', `${names.length} Actions are bound`));

  found.push(...judgeCommands(before, { names, ours }, actions, team.config.stepUp));
  return found;
}
