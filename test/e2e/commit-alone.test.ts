import { expect, onTestFinished, test } from 'vitest';
import { readGitCommit } from '../../scripts/lib/git-commit.ts';
import { commit, initialize } from '../support/git-project.ts';
import { MINUTE_MS, OURS, reportOf } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

test(
  'another commit alone is no change to deploy, and the next change names it',
  async () => {
    const tenant = await deployedRig();
    onTestFinished(() => tenant.close());
    const { project, auth0, emulator } = tenant;
    await initialize(project);
    emulator.clearRequests();
    reportOf(await tenant.deploy());
    expect(emulator.requests().filter(({ write }) => write)).toEqual([]);

    await project.edit('actions/domains.ts', 'domains(settings)', 'domains({ ...settings, required: true })');
    commit(project, 'a change');
    reportOf(await tenant.deploy());
    const { id } = (await readGitCommit(project.rootDir)) ?? {};
    const actions = (await auth0.actions.list()).data;
    const named = OURS.filter((name) =>
      actions.find((action) => action.name === name)?.deployed_version?.code?.includes(` commit ${id} · `),
    );
    expect(named).toEqual(['express-configure-domains']);
  },
  MINUTE_MS,
);
