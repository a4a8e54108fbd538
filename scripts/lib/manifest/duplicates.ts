import type { Failure } from '../failures.ts';
import { describeValue } from './describe-value.ts';
import type { TenantFile } from './tenant-file.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/** Names the fields that identify the entries of a section on a tenant, if not the name. */
const OTHER_KEYS: Readonly<Record<string, readonly string[]>> = {
  clientGrants: ['client_id', 'default_for', 'audience', 'subject_type'],
  customDomains: ['domain'],
  emailTemplates: ['template'],
  guardianFactorProviders: ['name', 'provider'],
  phoneTemplates: ['type'],
  resourceServers: ['identifier'],
  rulesConfigs: ['key'],
  tokenExchangeProfiles: ['subject_token_type'],
};

/** Lists sections whose names share one namespace: a tenant's connections and databases. */
const ONE_NAMESPACE: readonly (readonly string[])[] = [['databases', 'connections']];

/**
 * Finds entries of the file that mean the same resource of a tenant: one of them would overwrite the other. What names a
 * resource is the section's key; an Action's name counts without its capitals, since it is the name of a file too.
 */
export function checkDuplicates(tenant: TenantFile, yaml: YamlFile): Failure[] {
  const together = new Set(ONE_NAMESPACE.flat());
  const alone = Object.keys(tenant).filter((section) => !together.has(section));
  return [
    ...[...ONE_NAMESPACE, ...alone.map((section) => [section])].flatMap((sections) =>
      among(
        sections.flatMap((section) => entriesOf(tenant, section)),
        yaml,
      ),
    ),
    ...tenant.actions.flatMap(({ secrets = [], dependencies = [] }, index) => [
      ...among(named(secrets, ['actions', index, 'secrets']), yaml),
      ...among(named(dependencies, ['actions', index, 'dependencies']), yaml),
    ]),
  ];
}

interface Entry {
  /** Equal for two entries that mean the same. */
  key: string;
  shown: string;
  path: Path;
  /** The list's name for people. */
  list: string;
}

function entriesOf(tenant: TenantFile, section: string): Entry[] {
  const list = tenant[section];
  if (!Array.isArray(list)) return [];
  const keys = OTHER_KEYS[section] ?? ['name'];
  return list.flatMap((entry: unknown, index): Entry[] => {
    const values = keys.map((key) => fieldOf(entry, key));
    if (!values.some((value) => typeof value === 'string')) return [];
    const key = JSON.stringify(section === 'actions' ? values.map((value) => String(value).toLowerCase()) : values);
    const told = values.filter((value) => typeof value === 'string').map((value) => describeValue(String(value)));
    return [{ key, shown: told.join(', '), path: [section, index, keys[0] ?? 'name'], list: section }];
  });
}

const named = (list: readonly { name: string }[], path: Path): Entry[] =>
  list.map(({ name }, index) => ({
    key: name,
    shown: describeValue(name),
    path: [...path, index, 'name'],
    list: String(path.at(-1)),
  }));

const fieldOf = (entry: unknown, key: string): unknown =>
  typeof entry === 'object' && entry !== null && Object.hasOwn(entry, key) ? Reflect.get(entry, key) : undefined;

function among(entries: readonly Entry[], yaml: YamlFile): Failure[] {
  return entries.flatMap((entry, index): Failure[] => {
    const first = entries.find(({ key }) => key === entry.key);
    if (first === undefined || entries.indexOf(first) === index) return [];
    const lists = first.list === entry.list ? `\`${entry.list}:\`` : `\`${first.list}:\` and \`${entry.list}:\``;
    return [
      {
        code: 'DUPLICATE_NAME',
        expected: `one entry ${entry.shown} in ${lists}${first.shown === entry.shown ? '' : ', capitals aside'}`,
        found: 'another one',
        where: yaml.placeOf(entry.path),
        fix: 'Rename one of the two, or remove it.',
      },
    ];
  });
}
