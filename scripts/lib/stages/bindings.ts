import type { Management } from 'auth0';
import { CURRENT_TRIGGERS } from '#actions-testing';
import { isBuiltBy } from '../bundle/banner.ts';
import { suspendsLogin } from '../bundle/suspends-login.ts';
import { type Failure, okUnless, type Place, type Result } from '../failures.ts';
import type { BindingYaml } from '../manifest/tenant-file.ts';
import { collect } from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';

const LOGINS = 'post-login';

/** Describes a current binding of a trigger. */
export interface TenantBinding extends BindingYaml {
  /** Its code sends people elsewhere or shows a form: nothing after it runs before they are back. */
  redirects: boolean;
  /** Deployed, or the draft where nothing is. */
  code: string;
}

/**
 * Returns the whole list to bind, because Auth0 replaces the whole list: ours next to each other, in our order, after a
 * team's other Actions, which keep their order. A redirect after a grant would let its proof grow old.
 *
 * @param retired names of ours, those that the file no longer binds included
 */
export function mergeBindings(
  ours: BindingYaml[],
  bound: BindingYaml[],
  retired: readonly string[] = [],
): BindingYaml[] {
  const own = [...ours.map(({ action_name: name }) => name), ...retired];
  const others = bound.filter((binding) => !own.includes(binding.action_name));
  const entry = ({ action_name, display_name }: BindingYaml): BindingYaml => ({
    action_name,
    display_name: display_name ?? action_name,
  });
  return [...others, ...ours].map(entry);
}

/**
 * Returns what is bound on the tenant, in order, by trigger: post-login, the triggers that the file binds, and those for which the
 * tenant has an Action of this project. Fails where two bindings can’t be told apart.
 */
export async function readBindings({ api, built }: TenantSession): Promise<Result<Map<string, TenantBinding[]>>> {
  const { tenant, placeOf } = built.manifest;
  const read = (trigger: TriggerName) => collect(api.actions.triggers.bindings.list(trigger));
  const [ofLogins, actions] = await Promise.all([read(LOGINS), collect(api.actions.list())]);
  const ours = actions.filter(({ name = '', code, deployed_version: live }) =>
    isBuiltBy(built.projectName, name, live?.code ?? code ?? ''),
  );
  const triggers = new Set([
    ...Object.keys(tenant.triggers),
    ...ours.flatMap(({ supported_triggers: supported = [] }) => supported.map(({ id }) => id)),
  ]);
  triggers.delete(LOGINS);
  const others = await Promise.all(
    [...triggers].filter(isBound).map(async (trigger) => [trigger, await read(trigger)] as const),
  );
  const failures: Failure[] = [];
  const found = new Map<string, TenantBinding[]>();
  for (const [trigger, bindings] of [[LOGINS, ofLogins] as const, ...others]) {
    const bound = toTenantBinding(bindings, actions, placeOf(['triggers', trigger]), trigger);
    if (bound.ok) found.set(trigger, bound.value);
    else failures.push(...bound.failures);
  }
  return okUnless(failures, found);
}

type TriggerName = Management.ActionTriggerTypeEnum;

const isBound = (trigger: string): trigger is TriggerName => CURRENT_TRIGGERS[trigger]?.isBound === true;

/**
 * Returns the bindings by name. auth0-deploy-cli binds by name alone, so a binding without a name, or with its own
 * secrets, would be lost: it is an error.
 */
export function toTenantBinding(
  bindings: readonly Management.ActionBinding[],
  actions: readonly Management.Action[],
  where: Place,
  trigger = LOGINS,
): Result<TenantBinding[]> {
  const failures: Failure[] = [];
  const bound = bindings.map((binding): TenantBinding => {
    const name = binding.action?.name ?? '';
    const [action, ...namesakes] = actions.filter((candidate) => candidate.name === name);
    if (action === undefined || namesakes.length > 0 || hasSecrets(binding)) {
      const both =
        namesakes.length > 0 ? `; "${name}" is ${[action, ...namesakes].map((each) => each?.id).join(', ')}` : '';
      failures.push({
        code: 'FOREIGN_BINDING',
        expected: `every Action bound to ${trigger} to have a name of its own and no secrets in its binding`,
        found: `binding "${binding.display_name ?? binding.id}"${both}`,
        where,
        fix: 'Rename or unbind it in the Auth0 dashboard; a deploy would drop it.',
      });
    }
    const code = action?.deployed_version?.code ?? action?.code ?? '';
    return {
      action_name: name,
      display_name: binding.display_name ?? name,
      redirects: suspendsLogin(code),
      code,
    };
  });
  return okUnless(failures, bound);
}

const hasSecrets = (binding: object): boolean =>
  'secrets' in binding && Array.isArray(binding.secrets) && binding.secrets.length > 0;
