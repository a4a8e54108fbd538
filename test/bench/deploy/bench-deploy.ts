/** A deploy beside auth0-deploy-cli as it comes, each in processes of its own, on equal tenants of their own. */
import { copyProject } from '../../support/project.ts';
import { quantile } from '../measure.ts';
import { assertEqual } from './equal-tenants.ts';
import { buildOnce, checkAfterBuild, ours } from './ours.ts';
import type { ProcessRun } from './process-tree.ts';
import { STEPS, type Step } from './side.ts';
import { stock } from './stock.ts';

/** At most this share of the stock CLI's wall time. */
const TARGET_SHARE: Readonly<Record<Step, number>> = {
  'first deploy': 1 / 3,
  plan: 1 / 6,
  'no change': 1 / 8,
  'one Action changed': 1 / 4,
};
const TARGET_MB = 400;
const TARGET_CHECK_MS = 1_500;

const print = (line = ''): void => void process.stdout.write(`${line}\n`);
const seconds = (ms: number): string => `${(ms / 1e3).toFixed(2).padStart(7)} s`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0).padStart(5)} MB`;
const verdict = (isMet: boolean): string => (isMet ? 'met' : 'MISSED');
const medianOf = (runs: readonly ProcessRun[], key: keyof ProcessRun): number =>
  quantile(
    runs.map((run) => run[key]).sort((a, b) => a - b),
    0.5,
  );

export async function benchDeploy(rounds: number): Promise<void> {
  const runs = { stock: emptyRuns(), ours: emptyRuns() };
  for (let round = 0; round < rounds; round += 1) {
    const sides = { stock: await stock(), ours: await ours() };
    try {
      for (const step of STEPS) {
        for (const name of ['stock', 'ours'] as const) runs[name][step].push(await sides[name].run(step));
      }
      await assertEqual(sides.stock.emulator, sides.ours.emulator);
    } finally {
      await sides.stock.close();
      await sides.ours.close();
    }
  }

  print(`\nDeploys beside auth0-deploy-cli as it comes, on a local tenant each (median of ${rounds}, wall time)`);
  for (const step of STEPS) {
    const [theirs, own] = [medianOf(runs.stock[step], 'wallMs'), medianOf(runs.ours[step], 'wallMs')];
    const target = TARGET_SHARE[step];
    print(
      `  ${step.padEnd(20)} stock ${seconds(theirs)}  ours ${seconds(own)}  1/${(theirs / own).toFixed(1).padEnd(5)} ` +
        `target 1/${Math.round(1 / target)}  ${verdict(own <= theirs * target)}`,
    );
  }
  print('\nMemory of all processes together, at its most (median; resident pages, shared ones counted in each)');
  for (const step of STEPS) {
    const [theirs, own] = [medianOf(runs.stock[step], 'peakBytes'), medianOf(runs.ours[step], 'peakBytes')];
    const result = Number.isNaN(own) ? 'not measured: no /proc' : verdict(own <= TARGET_MB * 1e6);
    print(
      `  ${step.padEnd(20)} stock ${megabytes(theirs)}   ours ${megabytes(own)}   target ${TARGET_MB} MB  ${result}`,
    );
  }
  await benchCheck(rounds);
}

async function benchCheck(rounds: number): Promise<void> {
  const project = await copyProject();
  const runs: ProcessRun[] = [];
  try {
    await buildOnce(project);
    for (let round = 0; round < rounds; round += 1) runs.push(await checkAfterBuild(project));
  } finally {
    await project[Symbol.asyncDispose]();
  }
  const ms = medianOf(runs, 'wallMs');
  print(`\nCheck after a build (median of ${rounds}; target ${seconds(TARGET_CHECK_MS).trim()})`);
  print(`  ${'check'.padEnd(20)} ${seconds(ms)}  ${verdict(ms <= TARGET_CHECK_MS)}`);
}

const emptyRuns = (): Record<Step, ProcessRun[]> => ({
  'first deploy': [],
  plan: [],
  'no change': [],
  'one Action changed': [],
});
