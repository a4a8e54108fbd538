import { lstat, realpath, stat } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import type { Failure } from '../failures.ts';
import { type FileField, fileFields } from './file-fields.ts';
import { kindOf, shown } from './found.ts';
import { keywordsIn } from './keywords.ts';
import { nameOf } from './schema.ts';
import type { TenantFile } from './tenant-file.ts';
import type { TextAt, YamlFile } from './yaml-file.ts';

/**
 * Every file that auth0-deploy-cli would upload is one of the tenant folder: the CLI itself follows any path, says so
 * in a warning, and prints what it read where Auth0 refuses it.
 *
 * @param assets what the build carries over from the tenant folder
 */
export async function checkFilePaths(
  rootDir: string,
  tenant: TenantFile,
  assets: readonly TextAt[],
  yaml: YamlFile,
): Promise<Failure[]> {
  const carried = new Set(assets.map(({ where }) => where.file.slice('tenant/'.length)));
  const found = await Promise.all(
    fileFields(tenant).map(async (field) => ({ field, mistake: await mistakeIn(rootDir, field, carried) })),
  );
  return found.flatMap(({ field, mistake }): Failure[] =>
    mistake === undefined ? [] : [{ where: yaml.placeOf(field.path), ...mistake }],
  );
}

type Mistake = Omit<Failure, 'where'>;

const outside = (field: FileField, found: string): Mistake => ({
  code: 'FILE_OUTSIDE',
  expected: `${nameOf(field.path)} to name a file in tenant/, which a deploy uploads`,
  found,
  fix: 'Move the file into a folder of tenant/ and name it from there, such as ./emails/welcome.html.',
});

async function mistakeIn(
  rootDir: string,
  field: FileField,
  carried: ReadonlySet<string>,
): Promise<Mistake | undefined> {
  const { value, folder } = field;
  if (typeof value !== 'string') return outside(field, kindOf(value));
  if (keywordsIn(value).length > 0) return outside(field, 'a keyword that is not known before a deploy');
  // auth0-deploy-cli takes both slashes.
  const written = value.replaceAll('\\', '/');
  const file = posix.join(folder, written);
  const isOutside = /^(\/|[A-Za-z]:)/.test(written) || file === '..' || file.startsWith('../');
  if (!isOutside && written === written.trim() && carried.has(file)) return undefined;
  const isContent = field.mayBeContent && !(await isAnywhere(rootDir, file));
  if (isContent && (!isOutside || value.includes('<'))) return undefined;
  if (isOutside) return outside(field, `${shown(value)}, which leads out of it`);
  return inside(rootDir, field, file);
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
    return outside(field, `${shown(field.value)}, a link that leads out of it`);
  }
  const isFolder = real !== undefined && (await stat(real)).isDirectory();
  if (real !== undefined && !isFolder) {
    return outside(field, `${shown(field.value)}, which a build does not take along`);
  }
  return {
    code: 'FILE_MISSING',
    expected: `the file tenant/${shown(file).slice(1, -1)} that ${nameOf(field.path)} names`,
    found: isFolder ? 'a folder' : 'no such file',
    fix: 'Correct the path, or put the file there.',
  };
}
