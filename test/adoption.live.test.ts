/** What a team changes in `actions/` and `tenant/` turns no test red outside `test/shipped/`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../scripts/commands/check/run.ts';
import { renderFailures } from '../scripts/lib/render.ts';
import { ADOPTIONS, adopt, OTHER_SHAPE, renameApplications } from './support/adopter.ts';
import { copyProject } from './support/project.ts';
import { type Unreadable, unreadableConfiguration } from './support/unreadable-configuration.ts';

/** Tests of every kind that reads a project: its sources, its bundles, its settings, its tenant file. `test:deep` runs all. */
const TESTS = [
  ...['bundles', 'domains', 'enroll', 'grant', 'policy', 'settings', 'step-up'].map((name) => `test/actions/${name}.`),
  'test/proof/vectors.test.ts',
  'test/emulator/testing/catalogue.live.test.ts',
  'test/scripts/commands/policy/policy.live.test.ts',
  'test/scripts/lib/verify/verify.test.ts',
];

describe('what teams change first can be changed: it checks', () => {
  test.each(Object.entries(ADOPTIONS))('%s', async (_name, adoption) => {
    await using project = await copyProject();
    await adopt(project.rootDir, adoption);
    const checked = await check({ rootDir: project.rootDir, environment: 'local', env: {} });
    expect(checked.ok ? '' : renderFailures(checked.failures)).toBe('');
  });

  test('an attribute of another shape', async () => {
    await using project = await copyProject();
    await adopt(project.rootDir, OTHER_SHAPE);
    const checked = await check({ rootDir: project.rootDir, environment: 'local', env: {} });
    expect(checked.ok ? '' : renderFailures(checked.failures)).toBe('');
  });

  test('other names of applications, and all of it together', async () => {
    await using project = await copyProject();
    for (const adoption of Object.values(ADOPTIONS)) await adopt(project.rootDir, adoption);
    await renameApplications(project.rootDir);
    const checked = await check({ rootDir: project.rootDir, environment: 'local', env: {} });
    expect(checked.ok ? '' : renderFailures(checked.failures)).toBe('');
  });
});

describe('a repository whose shipped configuration fails whoever reads it', () => {
  let repository: Unreadable;
  beforeAll(async () => {
    repository = await unreadableConfiguration();
  });
  afterAll(() => repository[Symbol.asyncDispose]());

  test('has green tests outside test/shipped/, and red ones there', async () => {
    const shipped = 'test/shipped/configuration.live.test.ts';
    const { tests, failed } = await repository.run(...TESTS, shipped);
    expect(failed).toEqual([expect.stringContaining(shipped)]);
    expect(tests).toBeGreaterThan(150);
  });
});
