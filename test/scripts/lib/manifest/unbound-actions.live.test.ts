import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../../../scripts/commands/check/run.ts';
import { plan } from '../../../../scripts/commands/plan/run.ts';
import { planText } from '../../../../scripts/lib/plan/plan-text.ts';
import { renderFailed } from '../../../../scripts/lib/render.ts';
import { type Rig, rig } from '../../../e2e/deploy-rig.ts';

const SAID =
  /^Action "Terms of use" \(tenant\/tenant\.yaml:\d+:5\) is declared and bound to no trigger, so no login runs it$/;
const ENTRY = [
  'actions:',
  '  - name: Terms of use',
  '    code: ../actions/terms.ts',
  '    supported_triggers: [{ id: post-login, version: v3 }]',
  '',
].join('\n');

let tenant: Rig;
beforeAll(async () => {
  tenant = await rig();
  const { rootDir } = tenant.project;
  await writeFile(join(rootDir, 'actions/terms.ts'), 'export const onExecutePostLogin = async () => {};\n');
  await tenant.project.edit('tenant/tenant.yaml', 'actions:\n', ENTRY);
});
afterAll(() => tenant.close());

async function warnings(): Promise<string[]> {
  const checked = await check({ rootDir: tenant.project.rootDir, environment: 'local', env: {} });
  if (!checked.ok) throw new Error(renderFailed(checked));
  return checked.value.warnings;
}

async function planned() {
  const { emulator, project } = tenant;
  const connection = { domain: emulator.domain, ...emulator.deployClient };
  const made = await plan({ rootDir: project.rootDir, environment: 'local', connection });
  if (!made.ok) throw new Error(renderFailed(made));
  return made.value;
}

test('a declared Action that is bound nowhere is told by check and by plan, and not once it is bound', async () => {
  expect(await warnings()).toEqual([expect.stringMatching(SAID)]);
  const report = await planned();
  expect(report.notes.map((note) => note.slice(0, -1)).filter((note) => SAID.test(note))).toHaveLength(1);
  expect(planText(report)).toMatch(/^Note: Action "Terms of use" .* no login runs it\.$/m);

  await tenant.project.edit(
    'tenant/tenant.yaml',
    '  post-login:\n',
    '  post-login:\n    - action_name: Terms of use\n',
  );
  expect(await warnings()).toEqual([]);
  expect((await planned()).notes.filter((note) => note.includes('Terms of use'))).toEqual([]);
});
