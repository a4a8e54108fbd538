import { expect, test } from 'vitest';
import { type Purpose, scopes } from '../../../../scripts/commands/scopes/run.ts';
import { projectDir } from '../../../support/project.ts';

async function listed(purpose: Purpose): Promise<string[]> {
  const report = await scopes({ rootDir: projectDir, environment: 'local', for: purpose });
  if (!report.ok) throw new Error(JSON.stringify(report.failures));
  return report.value.scopes;
}

test.each([
  ['plan', 'reading'],
  ['verify', 'reading'],
  ['drift', 'reading'],
  ['oin', 'reading'],
  ['oin-key', 'deploy'],
  ['rollback', 'deploy'],
] as const)('%s needs what the application for %s has', async (command, application) => {
  expect(await listed(command)).toEqual(await listed(application));
});

test('the two applications differ by what writes', async () => {
  const [reading, deploying] = [await listed('reading'), await listed('deploy')];
  expect(deploying).toEqual(expect.arrayContaining(reading));
  expect(reading.filter((scope) => !scope.startsWith('read:'))).toEqual([]);
  expect(deploying.length).toBeGreaterThan(reading.length);
});
