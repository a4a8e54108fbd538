/** An Action of the team's that leaves `tenant.yaml`: it is unbound, and deleted when that is asked for. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plan } from '../../scripts/commands/plan/run.ts';
import { boundNames, MINUTE_MS, OURS, type Rig, reportOf, runOn } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

const GREET = 'export const onExecutePostLogin = async () => {};\n';
const DECLARED =
  '  - name: greet\n    code: ../actions/greet.ts\n    supported_triggers:\n      - id: post-login\n        version: v3\n';
const BOUND = '    - action_name: greet\n';
const FOREIGN = 'exports.onExecutePostLogin = async () => {};';

let tenant: Rig;
beforeAll(async () => {
  tenant = await deployedRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

const edit = (from: string, to: string) => tenant.project.edit('tenant/tenant.yaml', from, to);
const bannerOf = async (name: string): Promise<string> => {
  const { data } = await tenant.auth0.actions.list({ actionName: name });
  return data[0]?.deployed_version?.code?.split('\n')[0] ?? 'none';
};
const actionNames = async () => (await tenant.auth0.actions.list()).data.map(({ name = '' }) => name);
const planned = async (prune = false) => {
  const { project, emulator } = tenant;
  const made = await plan({
    rootDir: project.rootDir,
    environment: 'local',
    connection: { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile },
    ...(prune && { prune }),
  });
  if (!made.ok) throw new Error(JSON.stringify(made.failures));
  return made.value;
};

test(
  'one that is declared and bound nowhere is told by the plan',
  async () => {
    await writeFile(join(tenant.project.rootDir, 'actions/greet.ts'), GREET);
    await edit('\nactions:\n', `\nactions:\n${DECLARED}`);
    const said =
      /^Action "greet" \(tenant\/tenant\.yaml:\d+:5\) is declared and bound to no trigger, so no login runs it\.$/;
    expect((await planned()).notes).toContainEqual(expect.stringMatching(said));
  },
  MINUTE_MS,
);

test(
  'one that is bound by hand, and not by the file, is unbound; bound by the file, it is again',
  async () => {
    reportOf(await tenant.deploy());
    const bindings = [...OURS, 'greet'].map((value) => ({
      ref: { type: 'action_name' as const, value },
      display_name: value,
    }));
    await tenant.auth0.actions.triggers.bindings.updateMany('post-login', { bindings });
    expect((await planned()).entries.find(({ section }) => section === 'triggers')).toMatchObject({
      change: 'changed',
      fields: [{ field: 'actions', new: OURS, removed: ['greet'] }],
    });
    await edit('  post-login:\n', `  post-login:\n${BOUND}`);
    reportOf(await tenant.deploy());
    expect(await boundNames(tenant.auth0)).toEqual(['greet', ...OURS]);
    expect((await planned()).notes).not.toContainEqual(expect.stringContaining('bound to no trigger'));
  },
  2 * MINUTE_MS,
);

test(
  'one that leaves the file is unbound and stays, until --prune; what others made stays at all',
  async () => {
    const { auth0 } = tenant;
    const { id = '' } = await auth0.actions.create({
      name: 'audit',
      code: FOREIGN,
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
    });
    // Made by hand from a copy of ours: the banner says another name.
    const copied = await bannerOf('greet');
    await auth0.actions.create({
      name: 'copied',
      code: `${copied}\n${FOREIGN}`,
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
    });
    // Ours once, and changed by hand below its banner: what somebody wrote there is nowhere else.
    await auth0.actions.create({
      name: 'edited',
      code: `${copied.replace('greet', 'edited')}\n${FOREIGN}`,
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
    });
    await edit(DECLARED, '');
    await edit(BOUND, '');
    await rm(join(tenant.project.rootDir, 'actions/greet.ts'));

    const before = await planned();
    expect(before).toMatchObject({ needs: ['--accept-removals'], removed: 1 });
    expect(before.notes).toContain(
      'This project has deployed "greet", and tenant.yaml no longer declares it: --prune deletes it.',
    );
    reportOf(await tenant.deploy());
    expect(await boundNames(auth0)).toEqual(OURS);
    expect(await actionNames()).toContain('greet');

    const { code, stdout } = await runOn(tenant, 'plan', '--prune');
    expect(code).toBe(2);
    expect(stdout).toMatch(/\n- actions "greet"\n.* 1 to delete, .*; actions "greet" deleted\.\nState /s);
    reportOf(await tenant.deploy({ prune: true }));
    expect((await actionNames()).sort()).toEqual(['audit', 'copied', 'edited', ...OURS].sort());
    expect((await planned(true)).hasChanges).toBe(false);
    await auth0.actions.delete(id);
  },
  2 * MINUTE_MS,
);

test(
  'removed and pruned at once, it is unbound first: no refusal halfway',
  async () => {
    const { rootDir } = tenant.project;
    await writeFile(join(rootDir, 'actions/greet.ts'), GREET);
    await edit('\nactions:\n', `\nactions:\n${DECLARED}`);
    await edit('  post-login:\n', `  post-login:\n${BOUND}`);
    reportOf(await tenant.deploy());
    await edit(DECLARED, '');
    await edit(BOUND, '');
    await rm(join(rootDir, 'actions/greet.ts'));
    reportOf(await tenant.deploy({ prune: true }));
    expect(await boundNames(tenant.auth0)).toEqual(OURS);
    expect(await actionNames()).not.toContain('greet');
  },
  2 * MINUTE_MS,
);
