import { CURRENT_TRIGGERS } from '#actions-testing';
import { renderPlace } from '../render.ts';
import type { Manifest } from './manifest.ts';
import { triggerOf } from './tenant-file.ts';

/**
 * Says which declared Actions no trigger of `tenant.yaml` runs: deployed, they do nothing. Returns sentences without a
 * full stop, with the place. A missing Action that the settings need is a failure of its own.
 */
export function unboundActions({ tenant, placeOf }: Pick<Manifest, 'tenant' | 'placeOf'>): string[] {
  const bound = Object.values(tenant.triggers)
    .flat()
    .map(({ action_name: name }) => name);
  return tenant.actions.flatMap((action, index) => {
    const { name } = action;
    if (bound.includes(name) || CURRENT_TRIGGERS[triggerOf(action)]?.isBound === false) return [];
    return [
      `Action "${name}" (${renderPlace(placeOf(['actions', index]))}) is declared and bound to no trigger, so ${triggerOf(action) === 'post-login' ? 'no login' : 'nothing'} runs it`,
    ];
  });
}
