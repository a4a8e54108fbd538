import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { rootDir } from './project.ts';

/** One import or export of another module, as it is written. */
export interface ImportStatement {
  specifier: string;
  typeOnly: boolean;
}

/**
 * Matches imports and exports. With `verbatimModuleSyntax` only `import type` and `export type` vanish; `import { type
 * A }` still loads the module.
 */
const STATEMENT = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\bfrom\s*)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Returns what a source imports, types and dynamic imports included. */
export const importsOf = (source: string): ImportStatement[] => [
  ...[...source.matchAll(STATEMENT)].map(([, type, specifier = '']) => ({ specifier, typeOnly: type !== undefined })),
  ...[...source.matchAll(DYNAMIC)].map(([, specifier = '']) => ({ specifier, typeOnly: false })),
];

/** Reads the TypeScript files below these folders, by path relative to the project. */
export async function readSources(...folders: readonly string[]): Promise<Map<string, string>> {
  const files = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(rootDir, folder), { recursive: true });
      return names.filter((name) => name.endsWith('.ts')).map((name) => posix.join(folder, name));
    }),
  );
  return new Map(
    await Promise.all(files.flat().map(async (file) => [file, await readFile(join(rootDir, file), 'utf8')] as const)),
  );
}
