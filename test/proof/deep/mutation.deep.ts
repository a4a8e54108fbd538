import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { rootDir } from '../../support/project.ts';
import equivalentMutants from './equivalent-mutants.json' with { type: 'json' };
import { compareSurvivors, type EquivalentMutant, type MutationSummary, summarizeMutation } from './mutation-report.ts';

const RUN_TIMEOUT_MS = 2 * 3_600_000;
const EQUIVALENT: readonly EquivalentMutant[] = equivalentMutants;

/** The decision, the step-up and the domains' normal form: nothing survives here without a reason. */
const CORE = [
  'client-list',
  'decision',
  'organization-admin',
  'protocols',
  'read',
  'rules',
  'scopes',
  'authentication-methods',
  'step-up',
  'step-up-proof',
  'domain-name',
  'domain-list',
  'organization-metadata',
].map((name) => `library/${name}.ts`);

let summary: MutationSummary;
beforeAll(async () => {
  await promisify(execFile)('npx', ['stryker', 'run'], { cwd: rootDir, maxBuffer: 64 * 1024 * 1024 });
  summary = summarizeMutation(await readFile(join(rootDir, 'dist/mutation.json'), 'utf8'));
}, RUN_TIMEOUT_MS);

test('of all mutants of the Actions, at least 95 of 100 are killed', async ({ annotate }) => {
  await annotate(`${summary.mutants} mutants, ${summary.survivors.length} alive: ${summary.score.toFixed(2)} %`);
  expect(summary.score).toBeGreaterThanOrEqual(95);
});

test('every mutant of decision, step-up and normal form is killed, or listed as equivalent', async ({ annotate }) => {
  const inCore = summary.survivors.filter(({ file }) => CORE.includes(file));
  await annotate(`${inCore.length} alive, ${EQUIVALENT.length} listed`);
  expect(compareSurvivors(inCore, EQUIVALENT)).toEqual({ unexplained: [], outdated: [] });
});
