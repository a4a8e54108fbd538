import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, readSources } from './support/imports.ts';

interface Edge {
  from: string;
  to: string;
  typeOnly: boolean;
}

type Zone =
  | 'contract'
  | 'library'
  | 'library-door'
  | 'team'
  | 'team-samples'
  | 'scripts'
  | 'emulator-door'
  | 'emulator-kit'
  | 'emulator-testing'
  | 'emulator-runtime'
  | 'emulator'
  | 'openapi'
  | 'test'
  | 'emulator-test'
  | 'openapi-test'
  | 'tools'
  | 'tools-test'
  | 'npm'
  | 'other';

const EMULATOR: Zone[] = ['emulator-door', 'emulator-kit', 'emulator-testing', 'emulator-runtime', 'emulator'];
const OF_EMULATOR = { runtime: [...EMULATOR, 'npm'], typeOnly: ['contract'] } satisfies Allowed;

interface Allowed {
  runtime: Zone[];
  typeOnly: Zone[];
}

const OF_TEST: Allowed = {
  runtime: [
    'test',
    'emulator-test',
    'contract',
    'library',
    'library-door',
    'team',
    'npm',
    'scripts',
    'emulator-door',
    'emulator-kit',
    'emulator-testing',
    'emulator-runtime',
  ],
  typeOnly: [],
};

/** Who may import what. */
const ALLOWED: Record<Zone, Allowed> = {
  contract: { runtime: [], typeOnly: ['contract'] },
  library: { runtime: ['library', 'npm'], typeOnly: ['contract'] },
  'library-door': { runtime: ['library'], typeOnly: ['contract'] },
  // A team's files know the library by its door, under the package's name.
  team: { runtime: ['team', 'library-door', 'npm'], typeOnly: [] },
  // No Action has these: commands and tests load them with the kit.
  'team-samples': { runtime: ['team', 'library-door', 'emulator-kit', 'npm'], typeOnly: [] },
  // The kit is a door of its own: it runs Actions without the second that loading a whole tenant takes.
  scripts: {
    runtime: ['scripts', 'library', 'emulator-door', 'emulator-kit', 'npm'],
    typeOnly: ['contract'],
  },
  emulator: OF_EMULATOR,
  'emulator-door': OF_EMULATOR,
  'emulator-kit': OF_EMULATOR,
  'emulator-runtime': OF_EMULATOR,
  'emulator-testing': OF_EMULATOR,
  // Nothing imports it: it writes what the others read.
  openapi: { runtime: ['openapi', 'scripts', 'emulator', 'npm'], typeOnly: [] },
  test: OF_TEST,
  'openapi-test': { ...OF_TEST, runtime: [...OF_TEST.runtime, 'openapi', 'openapi-test'] },
  // Tests of the emulator mirror its sources; all others see it as a user does.
  'emulator-test': { ...OF_TEST, runtime: [...OF_TEST.runtime, 'emulator'] },
  // Measures and draws with the rigs of the tests.
  tools: { ...OF_TEST, runtime: [...OF_TEST.runtime, 'tools'] },
  'tools-test': { ...OF_TEST, runtime: [...OF_TEST.runtime, 'tools', 'tools-test'] },
  npm: { runtime: [], typeOnly: [] },
  other: { runtime: [], typeOnly: [] },
};

const KIT = 'emulator/testing/index.ts';
const LIBRARY_DOOR = 'library/index.ts';

function zoneOf(path: string): Zone {
  if (path === 'library/contract.ts' || path.startsWith('library/contract/')) return 'contract';
  if (path === LIBRARY_DOOR) return 'library-door';
  if (path.startsWith('library/')) return 'library';
  if (path === 'actions/samples.ts') return 'team-samples';
  if (path.startsWith('actions/')) return 'team';
  if (path === 'emulator/index.ts') return 'emulator-door';
  if (path === KIT) return 'emulator-kit';
  if (path.startsWith('emulator/testing/')) return 'emulator-testing';
  if (path.startsWith('emulator/runtime/')) return 'emulator-runtime';
  if (path.startsWith('test/emulator/')) return 'emulator-test';
  if (path.startsWith('test/openapi/')) return 'openapi-test';
  if (path.startsWith('test/tools/') || path === 'test/docs/screenshots.live.test.ts') return 'tools-test';
  for (const zone of ['scripts', 'emulator', 'openapi', 'test', 'tools'] as const)
    if (path.startsWith(`${zone}/`)) return zone;
  return isBuiltin(path) || !/\.\w+$/.test(path) || PACKAGE_FILE.test(path) ? 'npm' : 'other';
}

/** A file that a package offers by name, such as `qr/decode.js`; the repository's own are TypeScript or data. */
const PACKAGE_FILE = /^(@[\w-]+\/)?[\w-]+\/[\w./-]+\.js$/;

function edgesOf(from: string, source: string): Edge[] {
  // A package may name a file of its own, as in `qr/decode.js`, or data.
  const target = (specifier: string): string => {
    if (specifier === '#actions-testing' || specifier === 'express-configure/testing') return KIT;
    if (specifier === 'express-configure/actions') return LIBRARY_DOOR;
    if (specifier.startsWith('library:')) return specifier.replace(':', '/');
    return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier.replace(/\.js(on)?$/, '');
  };
  return importsOf(source).map(({ specifier, typeOnly }) => ({ from, to: target(specifier), typeOnly }));
}

function forbidden(files: ReadonlyMap<string, string>): string[] {
  return [...files]
    .flatMap(([path, source]) => edgesOf(path, source))
    .filter(({ from, to, typeOnly }) => {
      const allowed = ALLOWED[zoneOf(from)];
      const zone = zoneOf(to);
      return !allowed.runtime.includes(zone) && !(typeOnly && allowed.typeOnly.includes(zone));
    })
    .map(({ from, to, typeOnly }) => `${from} imports ${typeOnly ? 'a type of ' : ''}${to}`);
}

test('nothing imports what it must not', async () => {
  const files = await readSources('actions', 'library', 'scripts', 'emulator', 'openapi', 'test', 'tools');
  expect(files.size).toBeGreaterThan(50);
  expect(forbidden(files)).toEqual([]);
});

test('a forbidden edge is reported, an allowed one is not', () => {
  const files = new Map([
    [
      'actions/one.ts',
      "import { stepUp, type Event } from 'express-configure/actions';\nimport { two } from './two.ts';\nimport axios from 'axios';\n",
    ],
    ['actions/two.ts', "import type { Event } from '../library/contract.ts';\nimport '../emulator/index.ts';\n"],
    [
      'actions/three.ts',
      "import { cases } from 'express-configure/testing';\nimport { samples } from './samples.ts';\n",
    ],
    [
      'actions/samples.ts',
      "import { cases, type Samples } from 'express-configure/testing';\nimport { one } from './one.ts';\n",
    ],
    ['actions/lib/a.ts', "export { one } from '../one.ts';\nimport { own } from '../../library/read.ts';\n"],
    ['library/a.ts', "import type { Event } from './contract.ts';\nexport { stepUp } from './step-up-action.ts';\n"],
    ['library/b.ts', "import { type Event } from './contract.ts';\nimport { policy } from '../actions/policy.ts';\n"],
    ['library/c.ts', "import { all } from './index.ts';\nimport { loginEvent } from '#actions-testing';\n"],
    [
      'library/index.ts',
      "export { a } from './a.ts';\nexport type * from './contract.ts';\nexport { parse } from 'tldts';\n",
    ],
    ['scripts/a.ts', "import { state } from '../emulator/state.ts';\nimport { start } from '../emulator/index.ts';\n"],
    [
      'scripts/b.ts',
      "import type { Options } from '../emulator/state.ts';\nimport { run } from '../library/run.ts';\nimport { policy } from '../actions/policy.ts';\n",
    ],
    [
      'scripts/c.ts',
      "import { runFlow } from '#actions-testing';\nimport { cases } from '../emulator/testing/cases.ts';\nimport { all } from 'express-configure/actions';\n",
    ],
    ['emulator/a.ts', "import {\n  type X,\n  y,\n} from '../scripts/a.ts';\nawait import('../library/a.ts');\n"],
    [
      'emulator/b.ts',
      "import type { Event } from '../library/contract.ts';\nimport { x } from 'koa';\nimport 'node:fs';\n",
    ],
    [
      'test/a.test.ts',
      "import '../emulator/login/grant.ts';\nimport '../emulator/runtime/flow.ts';\nimport '../actions/one.ts';\n",
    ],
    ['test/emulator/login/grant.test.ts', "import '../../../emulator/login/grant.ts';\n"],
  ]);
  expect(forbidden(files)).toEqual([
    'actions/two.ts imports a type of library/contract.ts',
    'actions/two.ts imports emulator/index.ts',
    'actions/three.ts imports emulator/testing/index.ts',
    'actions/three.ts imports actions/samples.ts',
    'actions/lib/a.ts imports library/read.ts',
    'library/b.ts imports library/contract.ts',
    'library/b.ts imports actions/policy.ts',
    'library/c.ts imports library/index.ts',
    'library/c.ts imports emulator/testing/index.ts',
    'library/index.ts imports tldts',
    'scripts/a.ts imports emulator/state.ts',
    'scripts/b.ts imports a type of emulator/state.ts',
    'scripts/b.ts imports actions/policy.ts',
    'scripts/c.ts imports emulator/testing/cases.ts',
    'scripts/c.ts imports library/index.ts',
    'emulator/a.ts imports scripts/a.ts',
    'emulator/a.ts imports library/a.ts',
    'test/a.test.ts imports emulator/login/grant.ts',
  ]);
});

/** Returns the groups of files that import each other in a circle, types included. */
function circles(files: ReadonlyMap<string, string>): string[][] {
  const reached = (start: string): Set<string> => {
    const seen = new Set<string>();
    const queue = [start];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      for (const { to } of edgesOf(path, files.get(path) ?? '')) {
        if (!files.has(to) || seen.has(to)) continue;
        seen.add(to);
        queue.push(to);
      }
    }
    return seen;
  };
  const reach = new Map([...files.keys()].map((path) => [path, reached(path)]));
  const inCircle = [...files.keys()].filter((path) => reach.get(path)?.has(path));
  const groups = inCircle.map((path) =>
    inCircle.filter((other) => reach.get(path)?.has(other) && reach.get(other)?.has(path)),
  );
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

test('no files of the emulator import each other in a circle, not even for a type', async () => {
  const files = await readSources('emulator');
  expect(files.size).toBeGreaterThan(50);
  expect(circles(files)).toEqual([]);
});

test('a circle is found, through a type too', () => {
  const files = new Map([
    ['emulator/a.ts', "import type { B } from './b.ts';\n"],
    ['emulator/b.ts', "import { c } from './c.ts';\n"],
    ['emulator/c.ts', "export { a } from './a.ts';\n"],
    ['emulator/d.ts', "import { a } from './a.ts';\n"],
  ]);
  expect(circles(files)).toEqual([['emulator/a.ts', 'emulator/b.ts', 'emulator/c.ts']]);
});
