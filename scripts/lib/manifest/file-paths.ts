import { lstat, realpath, stat } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import type { Failure } from '../failures.ts';
import { isRecord } from '../is-record.ts';
import { describeType, describeValue } from './describe-value.ts';
import { type FileField, fileFields } from './file-fields.ts';
import { keywordsIn } from './keywords.ts';
import { nameOf } from './schema.ts';
import type { TenantFile } from './tenant-file.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/**
 * Checks that every file that auth0-deploy-cli would upload is in the tenant folder: the CLI follows any path, only
 * warns, and prints the content if Auth0 refuses it.
 *
 * @param assets what the build carries over from the tenant folder
 */
export async function checkFilePaths(
  rootDir: string,
  tenant: TenantFile,
  assets: ReadonlyMap<string, string>,
  yaml: YamlFile,
): Promise<Failure[]> {
  const found = await Promise.all(
    fileFields(tenant).map(async (field) => ({ field, mistake: await mistakeIn(rootDir, field, assets) })),
  );
  return [
    ...found.flatMap(({ field, mistake }): Failure[] =>
      mistake === undefined ? [] : [{ where: yaml.placeOf(field.path), ...mistake }],
    ),
    ...lostRenderers(tenant).map((path): Failure => ({ ...RENDERER, where: yaml.placeOf(path) })),
  ];
}

const RENDERER: Failure = {
  code: 'INVALID_VALUE',
  expected: 'prompts.screenRenderers to be a list of entries with one prompt each',
  found: 'what auth0-deploy-cli leaves out without a word',
  fix: 'Write an entry of its own for each prompt: - login-id: { login-id: ./prompts/login-id.json }',
};

/**
 * Returns prompts that auth0-deploy-cli would drop: it uses the first prompt of each entry, and nothing of a value that
 * is not a list.
 */
function lostRenderers({ prompts }: TenantFile): Path[] {
  const { screenRenderers: list } = prompts ?? {};
  if (list === undefined || list === null) return [];
  const path: Path = ['prompts', 'screenRenderers'];
  if (!Array.isArray(list)) return [path];
  return list.flatMap((entry: unknown, index) =>
    isRecord(entry) && Object.keys(entry).length === 1 ? [] : [[...path, index]],
  );
}

type Mistake = Omit<Failure, 'where'> & Pick<Partial<Failure>, 'where'>;

const outside = (field: FileField, found: string): Mistake => ({
  code: 'FILE_OUTSIDE',
  expected: `${nameOf(field.path)} to name a file in tenant/, which a deploy uploads`,
  found,
  fix: 'Move the file into a folder of tenant/ and name it from there, such as ./emails/welcome.html.',
});

async function mistakeIn(
  rootDir: string,
  field: FileField,
  carried: ReadonlyMap<string, string>,
): Promise<Mistake | undefined> {
  const { value, folder } = field;
  if (typeof value !== 'string') return outside(field, describeType(value));
  if (keywordsIn(value).length > 0) return outside(field, 'a keyword that is not known before a deploy');
  const written = value.replaceAll('\\', '/');
  const file = posix.join(folder, written);
  const isOutside = /^(\/|[A-Za-z]:)/.test(written) || file === '..' || file.startsWith('../');
  const content = !isOutside && written === written.trim() ? carried.get(file) : undefined;
  if (content !== undefined && !field.takesBackslash && value.includes('\\')) return backslash(field, written);
  if (content !== undefined) return field.isJson && !isJson(content) ? notJson(file) : undefined;
  const isContent = field.mayBeContent && !(await isAnywhere(rootDir, file));
  if (isContent && (!isOutside || value.includes('<'))) return undefined;
  if (isOutside) return outside(field, `${describeValue(value)}, which leads out of it`);
  return inside(rootDir, field, file);
}

const backslash = (field: FileField, written: string): Mistake => ({
  code: 'FILE_MISSING',
  expected: `${nameOf(field.path)} with slashes, which are the same on every machine`,
  found: 'backslashes, of which auth0-deploy-cli finds no file here',
  fix: `Write ${describeValue(written)}.`,
});

const notJson = (file: string): Mistake => ({
  code: 'INVALID_VALUE',
  expected: 'JSON, which auth0-deploy-cli parses',
  found: 'a text that is none',
  where: { file: `tenant/${file}` },
  fix: 'Correct the file.',
});

/** Returns whether the content is JSON. Keywords for secrets are in a text, or in place of a number. */
function isJson(content: string): boolean {
  try {
    JSON.parse(content.replaceAll(/##\w+##/g, '0'));
    return true;
  } catch {
    return false;
  }
}

/** The build's output is deeper than the tenant folder, so the same path can lead to two places. */
async function isAnywhere(rootDir: string, file: string): Promise<boolean> {
  const places = ['tenant', 'dist/tenant'].map((base) => join(rootDir, base, file));
  const found = await Promise.all(places.map((place) => lstat(place).catch(() => undefined)));
  return found.some((entry) => entry !== undefined);
}

async function inside(rootDir: string, field: FileField, file: string): Promise<Mistake> {
  const place = join(rootDir, 'tenant', file);
  const [root, real] = await Promise.all([realpath(join(rootDir, 'tenant')), realpath(place).catch(() => undefined)]);
  if (real !== undefined && !real.startsWith(`${root}${sep}`)) {
    return outside(field, `${describeValue(field.value)}, a link that leads out of it`);
  }
  const isFolder = real !== undefined && (await stat(real)).isDirectory();
  if (real !== undefined && !isFolder) {
    return outside(field, `${describeValue(field.value)}, which a build does not take along`);
  }
  return {
    code: 'FILE_MISSING',
    expected: `the file tenant/${describeValue(file).slice(1, -1)} that ${nameOf(field.path)} names`,
    found: isFolder ? 'a folder' : 'no such file',
    fix: 'Correct the path, or put the file there.',
  };
}
