import type { Management } from 'auth0';
import { isBuiltBy, isUnedited } from '../bundle/banner.ts';
import type { Difference } from '../tenant/difference.ts';
import { collect } from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';

/** Lists Actions that this project has deployed and `tenant.yaml` no longer declares, where they are to be deleted. */
export async function surplusActions(session: TenantSession): Promise<Difference[]> {
  if (!session.prune) return [];
  return (await findSurplus(session)).map(({ name = '' }) => ({
    path: ['actions', name],
    expected: `no Action "${name}"`,
    found: 'one that this project has deployed',
    kind: 'surplus',
  }));
}

/** Deletes them; Auth0 refuses that as long as they are bound. */
export async function deleteSurplus(session: TenantSession): Promise<void> {
  for (const { id } of await findSurplus(session)) {
    if (id !== undefined) await session.api.actions.delete(id);
  }
}

/** Finds what carries this project's banner and is not declared; what somebody has changed by hand, as a draft too, is theirs. */
export async function findSurplus({ api, built }: TenantSession): Promise<Management.Action[]> {
  const declared = built.manifest.tenant.actions.map(({ name }) => name);
  return (await collect(api.actions.list())).filter(
    ({ name = '', code: draft, deployed_version: live }) =>
      !declared.includes(name) &&
      [live?.code ?? draft ?? '', draft ?? ''].every(
        (code) => code === '' || (isBuiltBy(built.projectName, name, code) && isUnedited(code)),
      ) &&
      (live?.code ?? draft ?? '') !== '',
  );
}
