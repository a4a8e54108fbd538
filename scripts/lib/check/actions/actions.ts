import type { BuiltTenant } from '../../build/build-tenant.ts';
import type { Failure } from '../../failures.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { Path } from '../../manifest/yaml-file.ts';
import { checkOwnActions } from './own-actions.ts';

/** The limits of Auth0 docs, "Actions limitations". The build checks the size of the code. */
const MAX_DEPENDENCIES = 10;
const MAX_SECRETS = 30;
const MAX_BINDINGS = 20;

/** Checks `actions:` and `triggers:`: this project's own Actions, and Auth0's limits. */
export const checkActions = (built: BuiltTenant): Failure[] => [
  ...checkOwnActions(built),
  ...checkActionLimits(built.manifest),
];

/** Checks the limits that a trigger and an Action have at Auth0. */
export function checkActionLimits({ tenant, placeOf }: Manifest): Failure[] {
  const atMost = (max: number, what: string, list: readonly unknown[] | undefined, path: Path): Failure[] => {
    const count = list?.length ?? 0;
    if (count <= max) return [];
    const where = placeOf(path);
    return [
      {
        code: 'ACTION_LIMIT',
        expected: `at most ${max} ${what}`,
        found: `${count}`,
        where,
        fix: 'Remove some: Auth0 takes no more.',
      },
    ];
  };
  return [
    ...tenant.actions.flatMap(({ dependencies, secrets }, index) => [
      ...atMost(MAX_DEPENDENCIES, 'dependencies of an Action', dependencies, ['actions', index, 'dependencies']),
      ...atMost(MAX_SECRETS, 'secrets of an Action', secrets, ['actions', index, 'secrets']),
    ]),
    ...Object.entries(tenant.triggers).flatMap(([trigger, bindings]) =>
      atMost(MAX_BINDINGS, 'Actions bound to a trigger', bindings, ['triggers', trigger]),
    ),
  ];
}
