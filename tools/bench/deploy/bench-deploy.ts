/** Measures a deploy beside plain auth0-deploy-cli, each in separate processes, on equal separate tenants. */
import { medianOf } from '../measure.ts';
import { figure, type Group } from '../report/figures.ts';
import { TARGETS } from '../report/targets.ts';
import type { BenchOptions } from '../run-options.ts';
import { assertEqual } from './equal-tenants.ts';
import { ours } from './ours.ts';
import type { ProcessRun } from './process-tree.ts';
import { STEPS, type Step } from './side.ts';
import { stock } from './stock.ts';

/** A round of both sides takes minutes. */
const ROUNDS = 3;

const STOCK = 'auth0-deploy-cli as it comes';

const TARGET_OF = {
  'first deploy': TARGETS.firstDeploy,
  plan: TARGETS.plan,
  'no change': TARGETS.noChange,
  'one Action changed': TARGETS.oneAction,
} as const satisfies Readonly<{ [Name in Step]: { name: Name } }>;

type Runs = Record<'stock' | 'ours', Record<Step, ProcessRun[]>>;

export async function benchDeploy({ rounds = ROUNDS, onProgress }: BenchOptions): Promise<Group[]> {
  const runs: Runs = { stock: emptyRuns(), ours: emptyRuns() };
  for (let round = 0; round < rounds; round += 1) {
    onProgress(`round ${round + 1} of ${rounds}`);
    await runBoth(runs, onProgress);
  }
  return groupsOf(runs, rounds);
}

async function runBoth(runs: Runs, onProgress: (step: string) => void): Promise<void> {
  const sides = { stock: await stock(), ours: await ours() };
  try {
    for (const step of STEPS) {
      onProgress(`  ${step}`);
      for (const name of ['stock', 'ours'] as const) runs[name][step].push(await sides[name].run(step));
    }
    await assertEqual(sides.stock.emulator, sides.ours.emulator);
  } finally {
    await sides.stock.close();
    await sides.ours.close();
  }
}

function groupsOf(runs: Runs, rounds: number): Group[] {
  const of = (step: Step, key: keyof ProcessRun, divisor: number) => {
    const [theirs, value] = [runs.stock[step], runs.ours[step]].map(
      (all) => medianOf(all.map((run) => run[key])) / divisor,
    );
    return { value: value ?? Number.NaN, baseline: { name: STOCK, value: theirs ?? Number.NaN } };
  };
  return [
    {
      group: TARGETS.noChange.group,
      how: `on a local tenant each, median of ${rounds}`,
      figures: STEPS.map((step) =>
        figure({ name: step, unit: 's', ...of(step, 'wallMs', 1e3), targets: TARGET_OF[step].targets }),
      ),
    },
    {
      group: TARGETS.memory.group,
      how: `of all processes together, resident pages, shared ones counted in each; median of ${rounds}`,
      figures: STEPS.map((step) =>
        figure({ name: step, unit: 'MB', ...of(step, 'peakBytes', 1e6), targets: TARGETS.memory.targets }),
      ),
    },
  ];
}

const emptyRuns = (): Record<Step, ProcessRun[]> => ({
  'first deploy': [],
  plan: [],
  'no change': [],
  'one Action changed': [],
});
