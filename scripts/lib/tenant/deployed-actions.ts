import type { Management, ManagementClient } from 'auth0';
import type { ActionYaml } from '../manifest/tenant-file.ts';
import { onlyOne } from './by-name.ts';
import { collect } from './read.ts';

/** Reads our deployed Actions, by name. */
export const readActions = async (
  api: ManagementClient,
  ours: readonly ActionYaml[],
): Promise<Map<string, Management.GetActionResponseContent>> =>
  readNamedActions(api, ours, await collect(api.actions.list()));

/** Reads these Actions in full, by the names they have in the sources. */
export async function readNamedActions(
  api: ManagementClient,
  named: readonly { name: string }[],
  all: readonly Management.Action[],
): Promise<Map<string, Management.GetActionResponseContent>> {
  const names = [...new Set(named.map(({ name }) => name))];
  const found = names.flatMap((name) => {
    const { id } =
      onlyOne(
        'Action',
        name,
        all.filter((action) => action.name === name),
      ) ?? {};
    return id === undefined ? [] : [{ name, id }];
  });
  return new Map(await Promise.all(found.map(async ({ name, id }) => [name, await api.actions.get(id)] as const)));
}
