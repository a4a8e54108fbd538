import type { Target, Unit } from './figures.ts';

export type Part = 'actions' | 'cli' | 'deploy' | 'emulator' | 'onboard';

/** Lists the parts in the report's order. */
export const PARTS: readonly Part[] = ['actions', 'cli', 'deploy', 'emulator', 'onboard'];

export interface NamedTarget {
  part: Part;
  group: string;
  /** The figure of the group; by default more than one. */
  name?: string;
  unit: Unit;
  targets: readonly Target[];
}

const value = (atMost: number): Target => ({ of: 'value', atMost });
const ratio = (atMost: number): Target => ({ of: 'ratio', atMost });

const deployStep = <Name extends string>(name: Name, share: number) =>
  ({ part: 'deploy', group: 'Deploy, wall time', name, unit: 's', targets: [ratio(share)] }) as const;

const command = <Name extends string>(name: Name, ms: number) =>
  ({ part: 'cli', group: 'Commands, wall time', name, unit: 'ms', targets: [value(ms)] }) as const;

/** Lists all targets of the benches. Each is in the report, measured or not. */
export const TARGETS = {
  bundle: { part: 'actions', group: 'Bundles, unminified', unit: 'bytes', targets: [value(16_000)] },
  coldLoad: { part: 'actions', group: 'Cold load', unit: 'ms', targets: [value(0.9), ratio(1 / 50)] },
  decision: { part: 'actions', group: 'A full decision, 99th percentile', unit: 'µs', targets: [value(1_000)] },
  // At least half the rate.
  kit: { part: 'actions', group: 'Test kit', name: 'runAction of the kit', unit: 'µs', targets: [ratio(2)] },
  help: command('--help', 250),
  trigger: command('trigger EVENT', 1_000),
  check: command('check', 1_500),
  dev: command('dev, from save to result', 500),
  firstDeploy: deployStep('first deploy', 1 / 3),
  plan: deployStep('plan', 1 / 6),
  noChange: deployStep('no change', 1 / 8),
  oneAction: deployStep('one Action changed', 1 / 4),
  memory: { part: 'deploy', group: 'Deploy, memory at its most', unit: 'MB', targets: [value(400)] },
  login: { part: 'emulator', group: 'Express login', name: 'the Actions', unit: 'ms', targets: [ratio(1.25)] },
} as const satisfies Readonly<Record<string, NamedTarget>>;
