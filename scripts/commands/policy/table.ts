import { isDeepStrictEqual } from 'node:util';
import { buildTenant } from '../../lib/build/build-tenant.ts';
import { type Failure, failed, ok, type Result } from '../../lib/failures.ts';
import { decisionTable, type TableRow } from '../../lib/policy/decision-table.ts';
import { type Tree, treeAt } from '../../lib/policy/tree-at.ts';
import { namedEvents } from '../../lib/trigger/named-events.ts';

export interface PolicyTableReport {
  against: { ref: string; commit: string };
  /** Events that come out otherwise than at that commit. */
  changed: { event: string; before: TableRow; after: TableRow }[];
  unchanged: number;
  /** All rows, as they are now. */
  rows: TableRow[];
}

/**
 * The decision table over the catalogue, of the work tree, and what in it is not as at a commit. Both are built as a deploy builds
 * them, and run on the same events. Writes nothing in the project.
 */
export async function policyTable(options: {
  rootDir: string;
  /** The environment whose Actions are run: a file of `tenant/environments/`, without `.yaml`. */
  environment: string;
  against: string;
}): Promise<Result<PolicyTableReport>> {
  const { against: ref } = options;
  const tree = await treeAt(options.rootDir, ref);
  if (!tree.ok) return tree;
  try {
    return await compared(options, ref, tree.value);
  } finally {
    tree.value.remove();
  }
}

async function compared(
  { rootDir, environment }: { rootDir: string; environment: string },
  ref: string,
  tree: Tree,
): Promise<Result<PolicyTableReport>> {
  const built = await buildTenant({ rootDir, environment });
  if (!built.ok) return built;
  const builtBefore = await buildTenant({ rootDir: tree.rootDir, environment });
  if (!builtBefore.ok) return failed(...builtBefore.failures.map((failure) => atRef(failure, ref)));

  const events = await namedEvents(rootDir, built.value.manifest.environment);
  if (!events.ok) return events;
  const rows = await decisionTable(built.value, rootDir, events.value);
  const rowsBefore = await decisionTable(builtBefore.value, rootDir, events.value);
  const changed = rows.flatMap((after, index) => {
    const before = rowsBefore[index];
    return before === undefined || isDeepStrictEqual(before, after) ? [] : [{ event: after.event, before, after }];
  });
  return ok({ against: { ref, commit: tree.commit }, changed, unchanged: rows.length - changed.length, rows });
}

const atRef = (failure: Failure, ref: string): Failure => ({
  ...failure,
  where: { ...failure.where, file: `${ref}:${failure.where?.file ?? ''}` },
  fix: 'Choose with --against a commit whose Actions can be built.',
});
