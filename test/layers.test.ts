import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, readSources } from './support/imports.ts';

/**
 * The folders below `scripts/lib`, layer by layer (docs/architecture.md#layers-of-scriptslib): a folder imports from layers
 * before its own, and from others of its own layer where no circle comes of it. Types count as everything else does.
 */
const LAYERS: readonly (readonly string[])[] = [
  ['manifest', 'management-api', 'runs'],
  ['bundle'],
  ['build'],
  ['check', 'tenant'],
  ['deploy-cli'],
  ['stages'],
  ['plan'],
  ['verify'],
  ['deploy'],
  [
    'doctor',
    'domains',
    'editor',
    'environments',
    'licences',
    'logs',
    'oin',
    'onboard',
    'policy',
    'rollback',
    'setup',
    'trigger',
  ],
];

/** Files below these call each other in turn: a function of a policy is read by reading the functions it calls. */
const RECURSIVE = 'scripts/lib/check/settings/policy-reads/';

const LIB = 'scripts/lib/';

type Graph = ReadonlyMap<string, readonly string[]>;

/** Returns the files that each file imports, of those given. */
const fileGraph = (files: ReadonlyMap<string, string>): Graph =>
  new Map(
    [...files].map(([path, source]) => [
      path,
      importsOf(source)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => posix.join(posix.dirname(path), specifier)),
    ]),
  );

/** Returns the folder below `scripts/lib` that a file is in; `undefined` for one directly in it, or elsewhere. */
const folderOf = (path: string): string | undefined =>
  path.startsWith(LIB) ? /^(.+?)\//.exec(path.slice(LIB.length))?.[1] : undefined;

const layerOf = (folder: string): number => LAYERS.findIndex((layer) => layer.includes(folder));

/** Says which imports of `scripts/lib` lead up: to a later layer, to a command, or from a shared file to a folder. */
function upwards(graph: Graph): string[] {
  return [...graph].flatMap(([from, targets]) =>
    from.startsWith(LIB) ? targets.filter((to) => isUp(from, to)).map((to) => `${from} imports ${to}`) : [],
  );
}

function isUp(from: string, to: string): boolean {
  if (/^scripts\/(commands|cli)\//.test(to)) return true;
  const [folder, target] = [folderOf(from), folderOf(to)];
  if (target === undefined || folder === target) return false;
  return folder === undefined || layerOf(target) > layerOf(folder);
}

/** Says which folders below `scripts/lib` import each other in a circle. */
function folderCircles(graph: Graph): string[][] {
  const edges = new Map<string, string[]>();
  for (const [from, targets] of graph) {
    const folder = folderOf(from);
    if (folder === undefined) continue;
    const others = targets.map(folderOf).filter((target) => target !== undefined && target !== folder);
    edges.set(folder, [...(edges.get(folder) ?? []), ...others.map(String)]);
  }
  return circles(edges);
}

/** Returns the groups of more than one node of which each leads to every other (strongly connected components). */
function circles(graph: Graph): string[][] {
  const reached = new Map([...graph.keys()].map((node) => [node, reachableFrom(node, graph)]));
  const groups = [...graph.keys()].map((node) =>
    [...(reached.get(node) ?? [])].filter((other) => reached.get(other)?.has(node)).sort(),
  );
  return [...new Map(groups.filter(({ length }) => length > 0).map((group) => [group.join(), group])).values()];
}

function reachableFrom(start: string, graph: Graph): Set<string> {
  const seen = new Set<string>();
  const waiting = [...(graph.get(start) ?? [])];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...(graph.get(node) ?? []));
  }
  return seen;
}

const graph = fileGraph(await readSources('scripts', 'emulator/testing'));

test('every folder below scripts/lib has a layer, and no layer names one that is not there', () => {
  const folders = new Set([...graph.keys()].map(folderOf).filter((folder) => folder !== undefined));
  expect([...folders].sort()).toEqual(LAYERS.flat().sort());
});

test('nothing in scripts/lib imports a later layer, a command or the command line; what lies beside the folders imports none', () => {
  expect(upwards(graph)).toEqual([]);
});

test('no folders below scripts/lib import each other in a circle, and no files do', () => {
  expect(folderCircles(graph)).toEqual([]);
  expect(circles(graph).filter((files) => !files.every((file) => file.startsWith(RECURSIVE)))).toEqual([]);
});

const planted = (files: Record<string, string>): Graph => fileGraph(new Map(Object.entries(files)));

test('an import that leads up is told, also of a type', () => {
  expect(
    upwards(
      planted({
        'scripts/lib/manifest/a.ts': "import type { Plan } from '../plan/plan.ts';\n",
        'scripts/lib/plan/b.ts': `import { read } from '../manifest/a.ts';\nawait ${'import'}('../deploy/run.ts');\n`,
        'scripts/lib/verify/c.ts': "import type { Report } from '../../commands/verify/run.ts';\n",
        'scripts/lib/environments/d.ts': "import { Cli } from '../../cli/cli.ts';\nimport { e } from '../e.ts';\n",
        'scripts/lib/e.ts':
          "export type { Check } from './verify/check.ts';\nimport { printable } from './printable.ts';\n",
        'scripts/commands/f.ts': "import { run } from '../lib/deploy/run.ts';\n",
      }),
    ),
  ).toEqual([
    'scripts/lib/manifest/a.ts imports scripts/lib/plan/plan.ts',
    'scripts/lib/plan/b.ts imports scripts/lib/deploy/run.ts',
    'scripts/lib/verify/c.ts imports scripts/commands/verify/run.ts',
    'scripts/lib/environments/d.ts imports scripts/cli/cli.ts',
    'scripts/lib/e.ts imports scripts/lib/verify/check.ts',
  ]);
});

test('a circle of folders is told though none of their files are in one, and a circle of files within a folder', () => {
  const folders = planted({
    'scripts/lib/doctor/a.ts': "import { b } from '../onboard/b.ts';\n",
    'scripts/lib/onboard/b.ts': '',
    'scripts/lib/onboard/c.ts': "import type { D } from '../setup/d.ts';\n",
    'scripts/lib/setup/d.ts': "import type { E } from '../doctor/e.ts';\n",
    'scripts/lib/doctor/e.ts': '',
    'scripts/lib/logs/f.ts': "import { b } from '../onboard/b.ts';\n",
  });
  expect(folderCircles(folders)).toEqual([['doctor', 'onboard', 'setup']]);
  expect(circles(folders)).toEqual([]);
  const files = planted({
    'scripts/lib/doctor/finding.ts': "import { CATALOGUE } from './catalogue.ts';\n",
    'scripts/lib/doctor/catalogue.ts': "import type { Finding } from './finding.ts';\n",
  });
  expect(folderCircles(files)).toEqual([]);
  expect(circles(files)).toEqual([['scripts/lib/doctor/catalogue.ts', 'scripts/lib/doctor/finding.ts']]);
});
