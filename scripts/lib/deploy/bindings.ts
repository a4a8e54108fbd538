import type { Management, ManagementClient } from 'auth0';
import { suspends } from '../bundle/suspends.ts';
import { type Failure, okUnless, type Place, type Result } from '../failures.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { BindingYaml } from '../manifest/tenant-file.ts';
import { collect } from '../tenant/read.ts';

/** What is bound to post-login now. */
export interface Bound extends BindingYaml {
  /** Its code sends people elsewhere or shows a form: nothing after it runs before they are back. */
  redirects: boolean;
  /** Deployed, or the draft where nothing is. */
  code: string;
}

/**
 * Returns the whole list to bind, because Auth0 replaces it whole: ours next to each other, in our order, after a team's
 * other Actions, which keep theirs. What redirects after a grant would leave its proof to grow old.
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

/** What is bound to post-login on the tenant, in order; fails where two bindings can’t be told apart. */
export async function readBindings(api: ManagementClient, manifest: Manifest): Promise<Result<Bound[]>> {
  const [bindings, actions] = await Promise.all([
    collect(api.actions.triggers.bindings.list('post-login')),
    collect(api.actions.list()),
  ]);
  return toBound(bindings, actions, manifest.placeOf(['triggers', 'post-login']));
}

/**
 * auth0-deploy-cli binds by name alone, so what has none, or secrets of its own, would be lost: an error, never
 * dropped.
 */
export function toBound(
  bindings: readonly Management.ActionBinding[],
  actions: readonly Management.Action[],
  where: Place,
): Result<Bound[]> {
  const failures: Failure[] = [];
  const bound = bindings.map((binding): Bound => {
    const name = binding.action?.name ?? '';
    const [action, ...namesakes] = actions.filter((candidate) => candidate.name === name);
    if (action === undefined || namesakes.length > 0 || hasSecrets(binding)) {
      const both =
        namesakes.length > 0 ? `; "${name}" is ${[action, ...namesakes].map((each) => each?.id).join(', ')}` : '';
      failures.push({
        code: 'FOREIGN_BINDING',
        expected: 'every Action bound to post-login to have a name of its own and no secrets in its binding',
        found: `binding "${binding.display_name ?? binding.id}"${both}`,
        where,
        fix: 'Rename or unbind it in the Auth0 dashboard; a deploy would drop it.',
      });
    }
    const code = action?.deployed_version?.code ?? action?.code ?? '';
    return {
      action_name: name,
      display_name: binding.display_name ?? name,
      redirects: suspends(code),
      code,
    };
  });
  return okUnless(failures, bound);
}

const hasSecrets = (binding: object): boolean =>
  'secrets' in binding && Array.isArray(binding.secrets) && binding.secrets.length > 0;
