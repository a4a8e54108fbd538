/**
 * Runs `npm run bench`, or parts of it: `npm run bench -- actions`, `npm run bench -- deploy --rounds 1`. It writes
 * medians and ratios of our tools beside the tools alone to stdout and, unless `--no-write`, to `docs/reports/`.
 * Figures are for reading, not for tests: they depend on the machine and its other load.
 */
import { parseArgs } from 'node:util';
import { occasion } from '../reports/machine.ts';
import { benchActions } from './actions.ts';
import { benchCli } from './cli/bench-cli.ts';
import { benchDeploy } from './deploy/bench-deploy.ts';
import { benchEmulator } from './emulator/bench-emulator.ts';
import { benchOnboard } from './onboard/bench-onboard.ts';
import type { Group } from './report/figures.ts';
import { renderText } from './report/render-text.ts';
import { PARTS, type Part } from './report/targets.ts';
import { writeBench } from './report/write-bench.ts';
import type { BenchOptions } from './run-options.ts';

const BENCHES: Readonly<Record<Part, (options: BenchOptions) => Promise<Group[]>>> = {
  actions: benchActions,
  cli: benchCli,
  deploy: benchDeploy,
  emulator: benchEmulator,
  onboard: benchOnboard,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, 'no-write': { type: 'boolean', default: false } },
});
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const isKnown = (part: string): boolean => PARTS.some((one) => one === part);

if (!positionals.every(isKnown) || (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))) {
  process.stderr.write(`Usage: npm run bench -- [${PARTS.join('] [')}] [--rounds N] [--no-write]\n`);
  process.exitCode = 1;
} else {
  for (const part of PARTS) if (positionals.length === 0 || positionals.includes(part)) await bench(part);
}

async function bench(part: Part): Promise<void> {
  const measured = occasion();
  const groups = await BENCHES[part]({
    ...(rounds !== undefined && { rounds }),
    onProgress: (step) => void process.stderr.write(`${part}: ${step}\n`),
  });
  const report = { part, measured, groups };
  process.stdout.write(renderText([report]));
  // Written after each part, so that a later failure loses nothing.
  if (!values['no-write']) await writeBench([report]);
}
