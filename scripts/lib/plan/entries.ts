import { actionFile, type BuiltTenant } from '../build/build-tenant.ts';
import { secretVersions, withoutBanner } from '../bundle/banner.ts';
import { PROMPTS_WITH_DEPLOY_CLI } from '../management-api/sections.ts';
import type { Path } from '../manifest/yaml-file.ts';
import type { Difference, FieldChange } from '../tenant/difference.ts';
import { codeField } from './code-diff.ts';
import type { PlanEntry, PlanField } from './plan.ts';

/** Names the sections with settings of the whole tenant. */
const TENANT_WIDE = ['tenant', 'guardianFactors', 'prompts'];

interface FileEntry {
  path: Path;
  name: string;
  value: unknown;
}

/** Returns every entry of `tenant.yaml`, in its order, with what a deploy would do with it. */
export function entriesOf(
  built: BuiltTenant,
  actionFiles: ReadonlyMap<string, string>,
  differences: readonly Difference[],
): PlanEntry[] {
  const { tenant, placeOf } = built.manifest;
  const unread = differences.filter(({ kind }) => kind === 'unread').map(({ path }) => path.join());
  const entries = Object.entries(tenant).flatMap(([section, value]) =>
    unread.includes(section) ? [{ path: [section], name: section, value }] : fileEntries(section, value, differences),
  );
  // The last that holds it is the innermost.
  const entryOf = (difference: Difference) =>
    entries.findLast(({ path }) => path.every((part, depth) => part === difference.path[depth]));
  return entries.map((entry): PlanEntry => {
    const section = String(entry.path[0]);
    const own = differences.filter((difference) => entryOf(difference) === entry);
    const change = changeOf(entry, own);
    return {
      section,
      name: entry.name,
      change,
      fields:
        change === 'created'
          ? createdFields(entry, actionFiles.get(actionFile(entry.name)))
          : unique(own.flatMap((difference) => changedFields(entry, difference))),
      tenantWide: TENANT_WIDE.includes(section),
      where: placeOf(entry.path),
    };
  });
}

function fileEntries(section: string, value: unknown, differences: readonly Difference[]): FileEntry[] {
  if (section === 'triggers') return triggerEntries(Object.keys(value ?? {}), differences);
  if (!Array.isArray(value)) return [{ path: [section], name: 'settings', value }, ...partsOf(section, value)];
  return value.map((entry: { name?: string; identifier?: string }, index) => ({
    path: [section, index],
    name: entry.identifier ?? entry.name ?? String(index),
    value: entry,
  }));
}

/** Returns entries for triggers. One that the file no longer names may still have bindings of ours. */
function triggerEntries(ofFile: readonly string[], differences: readonly Difference[]): FileEntry[] {
  const changed = differences.flatMap(({ path: [section, trigger] }) =>
    section === 'triggers' ? [String(trigger)] : [],
  );
  return [...new Set([...ofFile, ...changed])].map((name) => ({ path: ['triggers', name], name, value: undefined }));
}

/** Returns the parts of `prompts:` that auth0-deploy-cli writes, each as an entry. */
const partsOf = (section: string, value: unknown): FileEntry[] =>
  Object.entries(value ?? {})
    .filter(([key]) => section === 'prompts' && PROMPTS_WITH_DEPLOY_CLI.includes(key))
    .map(([key, part]) => ({ path: [section, key], name: key, value: part }));

function changeOf({ path }: FileEntry, differences: readonly Difference[]): PlanEntry['change'] {
  const isWhole = (difference: Difference) => difference.path.length === path.length;
  if (differences.some((difference) => difference.kind === 'missing' && isWhole(difference))) return 'created';
  if (differences.some(({ kind }) => kind === 'unread')) return 'unread';
  return differences.length > 0 ? 'changed' : 'unchanged';
}

const changedFields = ({ path }: FileEntry, difference: Difference): PlanField[] =>
  (difference.fields ?? []).map((change) => {
    const field = [...difference.path.slice(path.length), change.field].join('.');
    return field === 'code' ? codeField(change) : { ...change, field };
  });

const NOT_SHOWN = ['name', 'identifier', 'code', 'secrets'];

function createdFields({ value }: FileEntry, code: string | undefined): PlanField[] {
  if (typeof value !== 'object' || value === null) return [];
  const created = (field: string, next: unknown): FieldChange => ({ field, old: undefined, new: next });
  const fields = Object.entries(value)
    .filter(([field]) => !NOT_SHOWN.includes(field))
    .map(([field, next]) => created(field, next));
  if (code === undefined) return fields;
  const { new: hash } = codeField(created('code', withoutBanner(code)));
  return [created('code', hash), created('secret versions', secretVersions(code)), ...fields];
}

/** Removes duplicates: more than one stage compares a factor. */
const unique = (fields: PlanField[]): PlanField[] => [...new Map(fields.map((field) => [field.field, field])).values()];
