import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parse } from '@babel/parser';
import type { Program } from './syntax.ts';

/** Returns whether a specifier names the library, which is trusted and not read. */
export const isLibrary = (specifier: string): boolean => specifier === 'express-configure/actions';

export interface SourceFile {
  /** Relative to the project, with forward slashes. */
  file: string;
  program: Program;
}

/**
 * Reads a file and every file that it imports by a relative path. What does not exist or does
 * not parse is left out: the build reports it.
 *
 * @param entry relative to the project
 */
export async function readModules(rootDir: string, entry: string): Promise<Map<string, SourceFile>> {
  const modules = new Map<string, SourceFile>();
  const visit = async (file: string): Promise<void> => {
    if (modules.has(file)) return;
    const program = parsed(await readFile(join(rootDir, file), 'utf8').catch(() => undefined));
    if (program === undefined || modules.has(file)) return;
    modules.set(file, { file, program });
    for (const statement of program.body) {
      if (!('source' in statement) || !statement.source) continue;
      for (const candidate of candidatesOf(file, statement.source.value)) await visit(candidate);
    }
  };
  await visit(entry);
  return modules;
}

/** Returns the files that an import may mean, as esbuild resolves it, the likeliest first. None for a package. */
export function candidatesOf(file: string, specifier: string): string[] {
  if (!/^\.\.?(\/|$)/.test(specifier)) return [];
  const path = posix.join(posix.dirname(file), specifier);
  if (/\.[cm]?ts$/.test(path)) return [path];
  const asTypeScript = path.replace(/\.([cm]?)js$/, '.$1ts');
  if (asTypeScript !== path) return [path, asTypeScript];
  return [`${path}.ts`, `${path}.js`, `${path}/index.ts`, `${path}/index.js`];
}

function parsed(source: string | undefined): Program | undefined {
  try {
    return source === undefined ? undefined : parse(source, { sourceType: 'module', plugins: ['typescript'] }).program;
  } catch {
    return undefined;
  }
}
