import { join, posix } from 'node:path';
import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';
import { rootDir } from './project.ts';

export interface TypescriptFiles extends Disposable {
  /** The files by path relative to the project, with forward slashes. */
  files: ReadonlyMap<string, SourceFile>;
}

/** Reads every TypeScript file that `tsconfig.json` includes, parsed by the compiler. */
export function readTypescript(directory = rootDir): TypescriptFiles {
  const api = new API({ cwd: directory });
  const snapshot = api.updateSnapshot({ openProjects: [join(directory, 'tsconfig.json')] });
  const [project] = snapshot.getProjects();
  const base = `${directory.replaceAll('\\', '/')}/`;
  const files = (project?.rootFiles ?? []).flatMap((path): [string, SourceFile][] => {
    const file = project?.program.getSourceFile(path);
    return file !== undefined && path.startsWith(base) ? [[path.slice(base.length), file]] : [];
  });
  return { files: new Map(files), [Symbol.dispose]: () => api.close() };
}

export interface NamedImport {
  /** Relative to the project. */
  from: string;
  /** The name in the file that declares it. */
  name: string;
}

/**
 * Returns what a statement takes from a file of the project: `import { a, type B as C } from './x.ts'`, `export { a }
 * from …`.
 */
export function namesTaken(file: string, statement: Node): NamedImport[] {
  if (!('moduleSpecifier' in statement)) return [];
  const specifier = textOf(statement.moduleSpecifier);
  if (!specifier.startsWith('.')) return [];
  const from = posix.join(posix.dirname(file), specifier);
  return descendants(statement)
    .filter(({ kind }) => kind === SyntaxKind.ImportSpecifier || kind === SyntaxKind.ExportSpecifier)
    .map((node) => ({ from, name: propertyNameOf(node) || nameOf(node) }));
}

export const nameOf = (node: Node): string => textOf(own(node, 'name'));

/** Returns the original name: `a` of `a as b`, or of `{ a: b }`; empty if there is one name only. */
export const propertyNameOf = (node: Node): string => textOf(own(node, 'propertyName'));

const own = (node: Node, key: string): unknown => Reflect.get(node, key);

/** Returns the text of an identifier or a literal; empty for any other node. */
export const textOf = (node: unknown): string =>
  typeof node === 'object' && node !== null && 'text' in node && typeof node.text === 'string' ? node.text : '';

/** Nodes below this one, its docstrings not among them. */
export function descendants(node: Node): Node[] {
  const found: Node[] = [];
  node.forEachChild((child) => {
    found.push(child, ...descendants(child));
    return undefined;
  });
  return found;
}
