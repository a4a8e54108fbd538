/** Every command of the pages that is run anywhere, on one tenant that begins empty. */
import { onTestFinished, test } from 'vitest';
import { rig } from '../e2e/deploy-rig.ts';
import { RUN } from './commands.ts';
import { expectAsPagesSay } from './run-commands.ts';

test('every command of the pages does what its page says', async ({ annotate }) => {
  const tenant = await rig();
  onTestFinished(() => tenant.close());
  await expectAsPagesSay(tenant, RUN);
  await annotate(`${RUN.length} commands`);
});
