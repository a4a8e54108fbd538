import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@babel/parser';
import type { Place } from '../failures.ts';
import type { Path } from '../manifest/yaml-file.ts';
import { child, children, type Node } from './syntax/tree.ts';

/**
 * Reads where the values that a source exports are. The first part of a path is the name of an export. A value that is not
 * written out there has the place of its nearest parent, and the file alone where there is none.
 *
 * @param file relative to the project
 */
export async function exportPlaces(rootDir: string, file: string): Promise<(path: Path) => Place> {
  const source = await readFile(join(rootDir, file), 'utf8').catch(() => '');
  const statements = statementsOf(source);
  return ([name, ...path]) => {
    const start = nodeAt(exported(statements, String(name)), path)?.loc?.start;
    return start ? { file, line: start.line, column: start.column + 1 } : { file };
  };
}

function statementsOf(source: string): Node[] {
  try {
    const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'], errorRecovery: true });
    return children(child({ type: 'File', program }, 'program'), 'body');
  } catch {
    return [];
  }
}

/** Returns what is written behind `export const NAME =`, or NAME itself in `export { NAME } from`. */
function exported(statements: readonly Node[], name: string): Node | undefined {
  const declarator = statements
    .map((statement) => child(statement, 'declaration') ?? statement)
    .flatMap((statement) => children(statement, 'declarations'))
    .find((found) => child(found, 'id')?.name === name);
  if (declarator !== undefined) return child(declarator, 'init');
  return statements
    .filter(({ type }) => type === 'ExportNamedDeclaration')
    .flatMap((statement) => children(statement, 'specifiers'))
    .find((specifier) => child(specifier, 'exported')?.name === name);
}

/** Returns the node at a path; of what is not written out, its nearest parent. */
function nodeAt(node: Node | undefined, [key, ...path]: Path): Node | undefined {
  const next = key === undefined ? undefined : memberOf(node, key);
  return next === undefined ? node : nodeAt(next, path);
}

/** Returns the property of an object that is written out, or the element of such a list. */
function memberOf(node: Node | undefined, key: string | number): Node | undefined {
  const value = innerValue(node);
  if (value?.type === 'ArrayExpression') return children(value, 'elements')[Number(key)];
  if (value?.type !== 'ObjectExpression') return undefined;
  return children(value, 'properties').find((property) => {
    const name = child(property, 'key');
    return property.computed !== true && (name?.name === key || name?.value === key);
  });
}

/** A property has its value inside, and so has an expression with a type (`satisfies`, `as`). */
function innerValue(node: Node | undefined): Node | undefined {
  const inside = child(node, node?.type === 'ObjectProperty' ? 'value' : 'expression');
  return inside === undefined ? node : innerValue(inside);
}
