import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@babel/parser';
import type { Plugin } from 'esbuild';
import type { Place } from '../failures.ts';
import type { Path, YamlFile } from '../manifest/yaml-file.ts';
import { OUTSIDE_FILES } from './outside-files-plugin.ts';
import { child, children, type Node } from './syntax/tree.ts';

/** A team's own samples, relative to the project: for commands and tests, and in no Action. */
export const SAMPLES_FILE = 'actions/samples.ts';

/** Names by which a team's files import the test kit. */
export const KIT = /^(?:#actions-testing|express-configure\/testing)$/;

/** In what esbuild says of a file that {@link samplesPlugin} refused. */
export const SAMPLES = 'samples';

/** Refuses that an Action imports the team's samples, or the test kit: neither belongs to what is deployed. */
export function samplesPlugin(rootDir: string): Plugin {
  const samples = realPathOf(join(rootDir, SAMPLES_FILE));
  const refused = (text: string) => ({ errors: [{ text: `${text}, which is for commands and tests alone` }] });
  return {
    name: SAMPLES,
    setup: ({ onResolve, resolve }) => {
      onResolve({ filter: KIT }, ({ path }) => refused(path));
      onResolve({ filter: /^[./]/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === OUTSIDE_FILES || samples === undefined) return undefined;
        const { importer, namespace, resolveDir, kind } = from;
        const found = await resolve(path, { importer, namespace, resolveDir, kind, pluginData: OUTSIDE_FILES });
        return found.errors.length === 0 && realPathOf(found.path) === samples ? refused(SAMPLES_FILE) : undefined;
      });
    },
  };
}

/** Returns where values of `samples` are, as far as they are written out in the file. */
export async function samplesPlaces(rootDir: string): Promise<Pick<YamlFile, 'placeOf' | 'placeOfKey'>> {
  const source = await readFile(join(rootDir, SAMPLES_FILE), 'utf8').catch(() => '');
  const samples = samplesNode(source);
  const placeOf = (path: Path): Place => {
    const start = nodeAt(samples, path)?.loc?.start;
    return start ? { file: SAMPLES_FILE, line: start.line, column: start.column + 1 } : { file: SAMPLES_FILE };
  };
  return { placeOf, placeOfKey: placeOf };
}

/** Returns what is written behind `export const samples`. */
function samplesNode(source: string): Node | undefined {
  const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'], errorRecovery: true });
  const declarator = children(child({ type: 'File', program }, 'program'), 'body')
    .map((statement) => child(statement, 'declaration') ?? statement)
    .flatMap((statement) => children(statement, 'declarations'))
    .find((found) => child(found, 'id')?.name === 'samples');
  return child(declarator, 'init');
}

/** Of what is not written out, its nearest parent. */
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

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
