import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Management } from 'auth0';
import { actionFile, deployable } from '../build/build-tenant.ts';
import { bannerOf, isBuiltBy, secretVersions, withoutBanner, withoutCommit } from '../bundle/banner.ts';
import type { ActionYaml, BindingYaml } from '../manifest/tenant-file.ts';
import type { Path } from '../manifest/yaml-file.ts';
import { readActions } from '../tenant/deployed-actions.ts';
import { type Difference, differing, type FieldChange, mismatches, missing } from '../tenant/difference.ts';
import { publicSecrets, type TenantSession } from '../tenant/session.ts';
import { mergeBindings, readBindings, type TenantBinding } from './bindings.ts';
import { deleteSurplus, surplusActions } from './prune.ts';
import { differingSections, importSections, type Stage } from './stage.ts';

/**
 * Deploys the Actions and, once all are deployed, their bindings; then Actions that are no longer bound can be deleted.
 */
export const actions: Stage = {
  name: 'actions',
  title: 'Actions and their bindings',

  async compare(session, { oinClientId }) {
    const { tenant } = session.built.manifest;
    const files = session.built.actionFiles(publicSecrets(session, oinClientId));
    const deployed = await readActions(session.api, tenant.actions);
    const ofActions = tenant.actions.flatMap((action, index) =>
      compareAction(action, ['actions', index], files.get(actionFile(action.name)) ?? '', deployed.get(action.name)),
    );
    return { differences: [...ofActions, ...(await compareBindings(session)), ...(await surplusActions(session))] };
  },

  /** Only what differs: every imported Action gets a new version (docs/notes/deploy-cli.md#no-comparison). */
  async apply(session, work) {
    const { differences, facts, output } = work;
    const { manifest } = session.built;
    const bound = await readBindings(session);
    if (!bound.ok) return { failures: bound.failures };
    for (const [path, code] of session.built.actionFiles(publicSecrets(session, facts.oinClientId))) {
      await writeFile(join(session.rootDir, output.folder, path), code);
    }
    const sections = {
      actions: deployable(manifest.tenant).actions.filter((_action, index) =>
        differences.some(({ path }) => path[0] === 'actions' && path[1] === index),
      ),
      triggers: Object.fromEntries(
        [...bound.value]
          .filter(([trigger]) => differences.some(({ path }) => path[0] === 'triggers' && path[1] === trigger))
          .map(([trigger, now]) => [trigger, desiredBindings(session, trigger, now)]),
      ),
    };
    const wanted = differingSections(
      sections,
      differences.filter(({ kind }) => kind !== 'surplus'),
    );
    const outcome =
      Object.keys(wanted).length > 0 ? await importSections(session, work, 'actions', wanted) : { failures: [] };
    if (outcome.failures.length === 0 && differences.some(({ kind }) => kind === 'surplus'))
      await deleteSurplus(session);
    return outcome;
  },
};

function compareAction(
  desired: ActionYaml,
  path: Path,
  code: string,
  actual: Management.GetActionResponseContent | undefined,
): Difference[] {
  const live = actual?.deployed_version;
  if (live === undefined) return [missing(path, `${desired.name}, deployed`)];
  const nameOf = ({ name }: { name?: string | undefined }) => ({ name });
  const fields = mismatches(
    { ...live, secrets: (live.secrets ?? []).map(nameOf), draft_deployed: actual?.all_changes_deployed !== false },
    {
      runtime: desired.runtime,
      supported_triggers: desired.supported_triggers,
      dependencies: desired.dependencies ?? [],
      secrets: (desired.secrets ?? []).map(nameOf),
      draft_deployed: true,
    },
  );
  return differing(path, `"${desired.name}"`, [...fields, ...codeChanges(live.code ?? '', code)]);
}

/**
 * Returns the changes of the code without its banner or, if only the banner differs, of its content. Another commit
 * alone is not a change.
 */
function codeChanges(live: string, desired: string): FieldChange[] {
  const [old, code] = [withoutCommit(live), withoutCommit(desired)];
  if (old === code) return [];
  const changes: FieldChange[] = [
    { field: 'code', old: withoutBanner(old), new: withoutBanner(code) },
    { field: 'secret versions', old: secretVersions(old), new: secretVersions(code) },
  ].filter((change) => !isDeepStrictEqual(change.old, change.new));
  return changes.length > 0 ? changes : [{ field: 'banner', old: bannerOf(old), new: bannerOf(code) }];
}

/** Ours are bound as the file says: those that it declares and does not bind, or no longer declares, are unbound. */
function desiredBindings({ built }: TenantSession, trigger: string, bound: TenantBinding[]): BindingYaml[] {
  const { tenant } = built.manifest;
  const ours = [...built.ownActions, ...tenant.actions].map(({ name }) => name);
  const surplus = bound.filter(({ action_name: name, code }) => isBuiltBy(built.projectName, name, code));
  return mergeBindings(tenant.triggers[trigger] ?? [], bound, [
    ...ours,
    ...surplus.map(({ action_name: name }) => name),
  ]);
}

async function compareBindings(session: TenantSession): Promise<Difference[]> {
  const bound = await readBindings(session);
  if (!bound.ok) return [bindingDifference('post-login', 'bindings auth0-deploy-cli can express', 'others', [])];
  return [...bound.value].flatMap(([trigger, now]) => {
    const [desired, found] = [namesOf(desiredBindings(session, trigger, now)), namesOf(now)];
    if (isDeepStrictEqual(found, desired)) return [];
    const expected = desired.length > 0 ? `bound in this order: ${desired.join(', ')}` : 'nothing bound';
    return [
      bindingDifference(trigger, expected, found.join(', ') || 'none', [
        { field: 'actions', old: found, new: desired },
      ]),
    ];
  });
}

const namesOf = (list: readonly BindingYaml[]): string[] => list.map(({ action_name: name }) => name);

const bindingDifference = (trigger: string, expected: string, found: string, fields: FieldChange[]): Difference => ({
  path: ['triggers', trigger],
  expected,
  found,
  kind: 'differs',
  fields,
});
