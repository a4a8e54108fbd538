import type { Secrets } from '../../library/contract.ts';
import { closestName } from './closest-name.ts';
import { OIN_CLIENT_ID } from './login-event.ts';
import type { TestAction } from './test-action.ts';

/**
 * Returns what an Action gets of an event's secrets: those that `tenant.yaml` names for it, as at Auth0; all, where that is not known.
 */
export function ownSecrets({ secretNames }: TestAction, secrets: Secrets): Secrets {
  if (secretNames === undefined) return secrets;
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => secretNames.includes(name)));
}

/**
 * Refuses a secret that `tenant.yaml` names for none of the Actions: on a tenant it would be undefined. It accepts the
 * one that every simulated event begins with.
 *
 * @throws TypeError `event.secrets.API_KY: greet has no such secret, did you mean "API_KEY"?`
 */
export function refuseUndeclared(actions: readonly TestAction[], secrets: Secrets): void {
  const known: string[] = [];
  for (const { secretNames } of actions) {
    if (secretNames === undefined) return;
    known.push(...secretNames);
  }
  const problems = Object.entries(secrets)
    .filter(([name, value]) => !known.includes(name) && !(name === 'OIN_CLIENT_IDS' && value === OIN_CLIENT_ID))
    .map(([name]) => `event.secrets.${name}: ${subject(actions)} no such secret, ${suggestion(name, known)}`);
  if (problems.length > 0) throw new TypeError(problems.join('\n'));
}

const subject = (actions: readonly TestAction[]): string =>
  actions.length === 1 ? `${actions[0]?.name} has` : 'these Actions have';

function suggestion(name: string, known: readonly string[]): string {
  const closest = closestName(name, known);
  if (closest !== undefined) return `did you mean "${closest}"?`;
  return 'list it under `secrets:` of the Action in tenant/tenant.yaml and build.';
}
