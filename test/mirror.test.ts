import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { trackedFiles } from './support/tracked-files.ts';

/** Folders of tests that span the product, or that are about pages, types or a team's own files. test/README.md says how each is ordered. */
const OTHERWISE_ORDERED = ['docs', 'e2e', 'proof', 'shipped', 'types'];

/** Follows recipes of docs/architecture.md, each about several folders below its own. */
const RECIPES = 'recipes';

/** Says which tests are elsewhere than the sources that they are about. */
function misplaced(files: readonly string[]): string[] {
  const sources = files.filter((file) => !file.startsWith('test/'));
  const folders = new Set(sources.map(posix.dirname));
  return files.flatMap((file) => {
    const path = posix.relative('test', file);
    const folder = posix.dirname(path);
    if (!/^test\/.+\.test\.ts$/.test(file) || folder === '.') return [];
    if (OTHERWISE_ORDERED.includes(path.split('/')[0] ?? '')) return [];
    if (!folders.has(folder)) return [`${file}: there is no folder ${folder}/`];
    const name = posix.basename(path).replace(/(\.live)?\.test\.ts$/, '');
    if (sources.includes(`${folder}/${name}.ts`)) return [];
    const below = sources.filter(
      (source) => source.startsWith(`${folder}/`) && posix.basename(source) === `${name}.ts`,
    );
    if (below.length > 0) return [`${file}: its name is that of ${below.join(', ')}`];
    // A folder at the top that has folders holds sources of many kinds: a test in it is about one of its own files.
    const hasFolders = [...folders].some((other) => other.startsWith(`${folder}/`));
    return !folder.includes('/') && hasFolders && name !== RECIPES ? [`${file}: ${folder}/ has no ${name}.ts`] : [];
  });
}

test('each test is in the folder of test/ that has the path of its sources', () => {
  expect(misplaced(trackedFiles())).toEqual([]);
});

test('a test elsewhere is reported', () => {
  const sources = [
    'scripts/cli.ts',
    'scripts/lib/plan/plan.ts',
    'emulator/management/resources/roles.ts',
    'library/a.ts',
  ];
  const right = [
    'test/layout.test.ts',
    'test/scripts/cli.live.test.ts',
    'test/scripts/lib/plan/plan-of-a-team.test.ts',
    'test/emulator/management/resources/roles.live.test.ts',
    'test/emulator/recipes.live.test.ts',
    'test/library/several.test.ts',
    'test/e2e/browser/login.test.ts',
    'test/scripts/fixture.ts',
  ];
  const wrong = [
    'test/scripts/plan/plan.test.ts',
    'test/scripts/lib/plan.test.ts',
    'test/scripts/plans.test.ts',
    'test/emulator/management/roles.live.test.ts',
  ];
  expect(
    misplaced([
      ...sources,
      'scripts/lib/printable.ts',
      'emulator/management/reply.ts',
      'emulator/tls.ts',
      ...right,
      ...wrong,
    ]),
  ).toEqual([
    'test/scripts/plan/plan.test.ts: there is no folder scripts/plan/',
    'test/scripts/lib/plan.test.ts: its name is that of scripts/lib/plan/plan.ts',
    'test/scripts/plans.test.ts: scripts/ has no plans.ts',
    'test/emulator/management/roles.live.test.ts: its name is that of emulator/management/resources/roles.ts',
  ]);
});
