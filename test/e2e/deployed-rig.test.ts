/** A tenant that was restored is one that was deployed to. */
import { expect, test } from 'vitest';
import { plan } from '../../scripts/commands/plan/run.ts';
import { isChange } from '../../scripts/lib/plan/plan.ts';
import { reportOf } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

test('a restored tenant plans clean, and a deploy of it runs no stage', async () => {
  const tenant = await deployedRig();
  const { domain, deployClient } = tenant.emulator;
  const planned = await plan({
    rootDir: tenant.project.rootDir,
    environment: 'local',
    connection: { domain, ...deployClient },
  });
  expect(planned).toMatchObject({ ok: true, value: { hasChanges: false } });
  expect(planned.ok && planned.value.entries.filter(isChange)).toEqual([]);
  const { stages, state } = reportOf(await tenant.deploy());
  expect(state).toBe('awaiting-okta-key');
  expect(new Set(stages.map(({ status }) => status))).toEqual(new Set(['unchanged']));
  await tenant.close();
});
