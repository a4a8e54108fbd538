import { join } from 'node:path';
import { copyProject, type ProjectCopy, rootDir } from '../../../test/support/project.ts';
import { type ProcessRun, runNode } from './process-tree.ts';
import { credentials, freshTenant, type Side, type Step } from './side.ts';

/** The options with which a deploy asks nothing. */
const WITHOUT_ASKING: readonly string[] = ['--yes'];

export const CLI = join(rootDir, 'scripts/cli.ts');

const COMMANDS: Readonly<Record<Step, readonly string[]>> = {
  'first deploy': ['deploy', ...WITHOUT_ASKING],
  plan: ['plan'],
  'no change': ['deploy', ...WITHOUT_ASKING],
  'one Action changed': ['deploy', ...WITHOUT_ASKING],
};

/** Runs the command line as people do, without npm. */
export async function ours(): Promise<Side> {
  const [project, emulator] = [await copyProject(), await freshTenant()];
  return {
    emulator,
    async run(step) {
      if (step === 'one Action changed')
        await project.edit('actions/domains.ts', 'domains(settings)', 'domains({ ...settings, required: true })');
      return runNode([CLI, ...COMMANDS[step]], { cwd: project.rootDir, env: credentials(emulator) });
    },
    async close() {
      await emulator.close();
      await project[Symbol.asyncDispose]();
    },
  };
}

export const buildOnce = (project: ProjectCopy): Promise<ProcessRun> =>
  runNode([CLI, 'build'], { cwd: project.rootDir, env: {} });
