import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

/**
 * Returns the version of the package that `require` would take below the folder of `resolveFrom`, or nothing where none is
 * installed.
 */
export function installedVersion(resolveFrom: string, name: string): string | undefined {
  if (!PACKAGE_NAME.test(name)) return undefined;
  const manifest = (createRequire(resolveFrom).resolve.paths(name) ?? [])
    .map((folder) => join(folder, name, 'package.json'))
    .find((file) => existsSync(file));
  return manifest === undefined ? undefined : versionIn(manifest);
}

function versionIn(file: string): string | undefined {
  try {
    const { version }: { version?: unknown } = Object(JSON.parse(readFileSync(file, 'utf8')));
    return typeof version === 'string' ? version : undefined;
  } catch {
    // Then it is not a package.
    return undefined;
  }
}
