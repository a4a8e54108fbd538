/** The command line as people wait for it: each time in a fresh process, beside one that does nothing. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { copyProject, type ProjectCopy } from '../../../test/support/project.ts';
import { CLI } from '../deploy/ours.ts';
import { interleave, type Measured, median, medianOf } from '../measure.ts';
import { baselineOf, type Figure, figure, type Group } from '../report/figures.ts';
import { type NamedTarget, TARGETS } from '../report/targets.ts';
import type { BenchOptions } from '../run-options.ts';
import { devSaves } from './dev-saves.ts';

const ROUNDS = 11;
const EVENT = 'admin-by-attribute';
const BASELINE = 'node -e 0';

const run = promisify(execFile);

export async function benchCli(options: BenchOptions): Promise<Group[]> {
  const project = await copyProject();
  try {
    return [await benchCommands(project, options)];
  } finally {
    await project[Symbol.asyncDispose]();
  }
}

async function benchCommands(project: ProjectCopy, { rounds = ROUNDS, onProgress }: BenchOptions): Promise<Group> {
  const node = (...args: string[]) => run(process.execPath, args, { cwd: project.rootDir, env: {} });
  const timed =
    (...args: string[]) =>
    async (): Promise<number> => {
      const startMs = performance.now();
      await node(...args);
      return performance.now() - startMs;
    };
  await node(CLI, 'build');

  onProgress(`commands, ${rounds} times each`);
  const measured = await interleave(rounds, {
    [BASELINE]: timed('-e', '0'),
    [TARGETS.help.name]: timed(CLI, '--help'),
    [TARGETS.trigger.name]: timed(CLI, 'trigger', EVENT),
    [TARGETS.check.name]: timed(CLI, 'check'),
    build: timed(CLI, 'build'),
  });
  onProgress(`dev, ${rounds} saves`);
  const { name, unit, targets } = TARGETS.dev;
  const saves = figure({ name, unit, value: medianOf(await devSaves(project, rounds)), targets });
  return {
    group: TARGETS.help.group,
    how: `median of ${rounds} fresh processes, in a built project`,
    figures: [...commandFigures(measured), saves],
  };
}

function commandFigures(measured: readonly Measured[]): Figure[] {
  const baseline = baselineOf(measured.find(({ name }) => name === BASELINE));
  const targets: readonly NamedTarget[] = [TARGETS.help, TARGETS.trigger, TARGETS.check];
  return measured
    .filter(({ name }) => name !== BASELINE)
    .map((one) =>
      figure({
        name: one.name,
        unit: 'ms',
        value: median(one),
        baseline,
        targets: targets.find(({ name }) => name === one.name)?.targets ?? [],
      }),
    );
}
