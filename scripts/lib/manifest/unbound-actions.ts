import { renderPlace } from '../render.ts';
import type { Manifest } from './manifest.ts';

/**
 * Says which declared Actions no trigger of `tenant.yaml` runs: deployed, they do nothing. Sentences without a full stop,
 * with the place. One that the settings need is a failure of its own.
 */
export function unboundActions({ tenant, placeOf }: Pick<Manifest, 'tenant' | 'placeOf'>): string[] {
  const bound = Object.values(tenant.triggers)
    .flat()
    .map(({ action_name: name }) => name);
  return tenant.actions.flatMap(({ name }, index) => {
    if (bound.includes(name)) return [];
    return [
      `Action "${name}" (${renderPlace(placeOf(['actions', index]))}) is declared and bound to no trigger, so no login runs it`,
    ];
  });
}
