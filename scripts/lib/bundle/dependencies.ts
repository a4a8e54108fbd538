import { access } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { type Failure, ok, type Place, type Result } from '../failures.ts';
import { readJsonFile } from '../json-file.ts';
import type { ActionYaml } from '../manifest/tenant-file.ts';
import { shellWord } from '../shell.ts';

/** The exact version `package-lock.json` has of a package. */
export type LockedVersions = (name: string) => string | undefined;

interface Lockfile {
  packages?: Record<string, { version?: string }>;
}

/** Reads versions by package name from the project’s lockfile; none if the file is missing. */
export async function readLockedVersions(rootDir: string): Promise<Result<LockedVersions>> {
  const file = 'package-lock.json';
  const isThere = await access(join(rootDir, file)).then(
    () => true,
    () => false,
  );
  if (!isThere) return ok(() => undefined);
  const lockfile = await readJsonFile<Lockfile>(rootDir, file);
  if (!lockfile.ok) return lockfile;
  const packages = new Map(Object.entries(lockfile.value.packages ?? {}));
  return ok((name) => packages.get(`node_modules/${name}`)?.version);
}

/**
 * Checks that what a bundle leaves outside is what `tenant.yaml` makes Auth0 install, in the version of the tests.
 *
 * @param imports what esbuild left outside the bundle
 */
export function checkDependencies(
  action: ActionYaml,
  imports: string[],
  locked: LockedVersions,
  placeOf: (...path: (string | number)[]) => Place,
): Failure[] {
  const declared = action.dependencies ?? [];
  const used = new Set(imports.filter((path) => !isBuiltin(path)).map(packageOf));
  const undeclared = [...used].filter((name) => !declared.some((dependency) => dependency.name === name));
  return [
    ...undeclared.map(
      (name): Failure => ({
        code: 'DEPENDENCY_UNDECLARED',
        expected: `${name} under \`dependencies:\` of "${action.name}"`,
        found: 'an import that is in neither the bundle nor the list',
        where: placeOf('code'),
        fix: `Declare ${name}, or import it so that it can be bundled.`,
      }),
    ),
    ...declared.flatMap(({ name, version }, position): Failure[] => {
      if (!used.has(name)) {
        return [
          {
            code: 'DEPENDENCY_UNUSED',
            expected: `"${action.name}" to import ${name}`,
            found: 'code that does not',
            where: placeOf('dependencies', position),
            fix: 'Remove the dependency.',
          },
        ];
      }
      if (version === locked(name)) return [];
      return [
        {
          code: 'DEPENDENCY_VERSION',
          expected: `${name} ${locked(name) ?? 'in package-lock.json'}, the version this project is tested with`,
          found: version,
          where: placeOf('dependencies', position, 'version'),
          fix:
            locked(name) === undefined
              ? `Run npm install --save-exact ${shellWord(`${name}@${version}`)}.`
              : `Write ${locked(name)}.`,
        },
      ];
    }),
  ];
}

/** Returns `@scope/name/sub/path` and `name/sub/path` without the sub path. */
const packageOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
