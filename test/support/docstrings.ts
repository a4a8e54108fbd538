import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import { descendants, type NamedImport, nameOf, namesTaken, propertyNameOf, textOf } from './typescript-files.ts';

type Files = ReadonlyMap<string, SourceFile>;

/** Doors that people import from: all they pass on counts as imported by another folder. */
const DOORS = ['emulator/index.ts', 'emulator/testing/index.ts'];

/** Returns the folder that others import from as a whole: each one below `scripts/lib/`, and each at the top. */
function folderOf(file: string): string {
  const [top = '', second = '', third = '', ...rest] = file.split('/');
  if (top !== 'scripts' || second !== 'lib') return top;
  return rest.length > 0 ? `scripts/lib/${third}` : 'scripts/lib';
}

/**
 * Returns what another folder imports and no docstring describes, as `file: name`, sorted. Tests belong to what they
 * test.
 */
export function undescribed(files: Files): string[] {
  const taken = [...files]
    .filter(([file]) => !file.startsWith('test/'))
    .flatMap(([file, { statements }]) =>
      [...statements]
        .flatMap((statement) => namesTaken(file, statement))
        .filter(({ from }) => DOORS.includes(file) || folderOf(from) !== folderOf(file)),
    );
  const declared = taken.flatMap((name) => declarationOf(name, files) ?? []);
  const bare = declared.filter(({ node }) => !isDescribed(node));
  return [...new Set(bare.map(({ file, name }) => `${file}: ${name}`))].sort();
}

interface Declared {
  file: string;
  name: string;
  node: Node;
}

/** Finds the declaration, through files that only re-export it. */
function declarationOf({ from, name }: NamedImport, files: Files): Declared | undefined {
  for (const statement of files.get(from)?.statements ?? []) {
    if (isExported(statement) && declaredNames(statement).includes(name)) return { file: from, name, node: statement };
    const isPassedOn = statement.kind === SyntaxKind.ExportDeclaration;
    const next = isPassedOn ? namesTaken(from, statement).find((taken) => taken.name === name) : undefined;
    if (next !== undefined) return declarationOf(next, files);
  }
  return undefined;
}

const isExported = (statement: Node): boolean =>
  descendants(statement).some(({ kind, parent }) => kind === SyntaxKind.ExportKeyword && parent === statement);

const declaredNames = (statement: Node): string[] =>
  statement.kind === SyntaxKind.VariableStatement
    ? descendants(statement)
        .filter(({ kind }) => kind === SyntaxKind.VariableDeclaration)
        .map(nameOf)
    : [nameOf(statement)];

/** Returns whether a node has a docstring or, for a type, whether one of its members has. */
const isDescribed = (node: Node): boolean => {
  const isType = node.kind === SyntaxKind.InterfaceDeclaration || node.kind === SyntaxKind.TypeAliasDeclaration;
  return [node, ...(isType ? descendants(node) : [])].some((part) => docstringsOf(part).length > 0);
};

const docstringsOf = (node: Node): readonly Node[] => [...(node.jsDoc ?? [])];

/**
 * Returns names in docstrings that do not exist, as `file: {@link name}` or `file: @param name of function`, sorted.
 */
export function namedInVain(files: Files): string[] {
  return [...files]
    .flatMap(([file, source]) => {
      const known = new Set(identifiersIn(source));
      return descendants(source).flatMap((node) =>
        docstringsOf(node).flatMap((docstring) => [
          ...linksIn(docstring)
            .filter((link) => !known.has(link))
            .map((link) => `${file}: {@link ${link}}`),
          ...strangersAmong(parametersNamedIn(docstring), node).map(
            (name) => `${file}: @param ${name} of ${nameOf(node)}`,
          ),
        ]),
      );
    })
    .sort();
}

const identifiersIn = (source: SourceFile): string[] =>
  descendants(source).flatMap((node) => [nameOf(node), ...(node.kind === SyntaxKind.Identifier ? [textOf(node)] : [])]);

const linksIn = (docstring: Node): string[] =>
  [...docstring.getText().matchAll(/\{@link\s+([\w$]+)/g)].map(([, name = '']) => name);

const parametersNamedIn = (docstring: Node): string[] =>
  [...docstring.getText().matchAll(/@param\s+(?:[\w$]+\.)*([\w$]+)/g)].map(([, name = '']) => name);

/** Parameters, parts of those that are patterns, and members of those whose type is written out. */
const NAMED_BY_PARAM = [SyntaxKind.Parameter, SyntaxKind.BindingElement, SyntaxKind.PropertySignature];

/**
 * Returns, for a docstring on a statement, a class or a function, the names that no parameter has. A pattern has
 * whatever name its docstring gives it.
 */
function strangersAmong(names: readonly string[], node: Node): string[] {
  if (names.length === 0) return [];
  const parts = descendants(node).filter(({ kind }) => NAMED_BY_PARAM.includes(kind));
  const known = parts.flatMap((part) => [nameOf(part), propertyNameOf(part)]);
  const patterns = parts.filter((part) => part.kind === SyntaxKind.Parameter && nameOf(part) === '');
  return names.filter((name) => !known.includes(name)).slice(patterns.length);
}
