import type { TenantFile } from './tenant-file.ts';
import type { Path } from './yaml-file.ts';

/** Describes a field whose text auth0-deploy-cli reads as the path of a file, which it then uploads. */
export interface FileField {
  path: Path;
  /** The folder below the tenant folder in which the CLI looks for the file. */
  folder: '' | 'clients' | 'connections';
  value: unknown;
  /** Whether the CLI takes the text as the content if there is no such file. */
  mayBeContent: boolean;
  /** The CLI parses the file. */
  isJson: boolean;
  /** The CLI takes a backslash for a slash. */
  takesBackslash: boolean;
}

/**
 * Lists sections with such fields, in the order of auth0-deploy-cli 8.44's handlers (`lib/context/yaml/handlers/`); a
 * test compares the list with the installed package. `actions` is not here: the build writes their code.
 */
export const SECTIONS_WITH_FILES: readonly string[] = [
  'actionModules',
  'branding',
  'clients',
  'connections',
  'databases',
  'emailTemplates',
  'flows',
  'forms',
  'hooks',
  'pages',
  'prompts',
  'rules',
];

/** Returns every field of the file that names a file to auth0-deploy-cli. */
export function fileFields(tenant: TenantFile): FileField[] {
  const ofEntries = (section: string, key: string, more: Partial<Traits> = {}): FileField[] =>
    entriesOf(tenant[section], [section]).flatMap((entry) => field(entry, [key], more));
  return [
    ...ofEntries('actionModules', 'code'),
    ...ofEntries('emailTemplates', 'body'),
    ...ofEntries('flows', 'body', JSON_FILE),
    ...ofEntries('forms', 'body', JSON_FILE),
    ...ofEntries('hooks', 'script'),
    ...ofEntries('pages', 'html'),
    ...ofEntries('rules', 'script'),
    ...entriesOf(own(tenant.branding, 'templates'), ['branding', 'templates']).flatMap((entry) =>
      field(entry, ['body']),
    ),
    ...entriesOf(tenant.clients, ['clients']).flatMap((entry) =>
      field(entry, ['custom_login_page'], { folder: 'clients', mayBeContent: true, takesBackslash: false }),
    ),
    ...entriesOf(tenant.connections, ['connections'])
      .filter(({ value }) => own(value, 'strategy') === 'email')
      .flatMap((entry) => field(entry, ['options', 'email', 'body'], { folder: 'connections', takesBackslash: false })),
    ...entriesOf(tenant.databases, ['databases']).flatMap(({ path, value }) =>
      entriesOf(own(own(value, 'options'), 'customScripts'), [...path, 'options', 'customScripts']).flatMap((script) =>
        field(script, []),
      ),
    ),
    ...screenRenderers(tenant),
  ];
}

interface Entry {
  path: Path;
  value: unknown;
}

/** Each entry is `{ PROMPT: { SCREEN: FILE } }`. */
const screenRenderers = (tenant: TenantFile): FileField[] =>
  entriesOf(own(tenant.prompts, 'screenRenderers'), ['prompts', 'screenRenderers'])
    .flatMap(({ path, value }) => entriesOf(value, path))
    .flatMap(({ path, value }) => entriesOf(value, path))
    .flatMap((entry) => field(entry, [], JSON_FILE));

type Traits = Omit<FileField, 'path' | 'value'>;

const JSON_FILE: Partial<Traits> = { isJson: true, takesBackslash: false };

function field(
  entry: Entry,
  keys: readonly string[],
  { folder = '', mayBeContent = false, isJson = false, takesBackslash = true }: Partial<Traits> = {},
): FileField[] {
  const value = keys.reduce<unknown>(own, entry.value);
  // Without one, the CLI reads nothing, or reports that it is missing.
  if (value === undefined || value === null || value === '') return [];
  return [{ path: [...entry.path, ...keys], folder, value, mayBeContent, isJson, takesBackslash }];
}

const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

function entriesOf(value: unknown, path: Path): Entry[] {
  if (Array.isArray(value)) return value.map((entry: unknown, index) => ({ path: [...path, index], value: entry }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([key, entry]: [string, unknown]) => ({ path: [...path, key], value: entry }));
}
