/**
 * `npm run bench`, or parts of it: `npm run bench -- actions`, `npm run bench -- deploy --rounds 1`. Medians and ratios
 * of what is ours beside what there is without it. Figures are for reading, not for tests: they depend on the machine and
 * on what else it does.
 */
import { parseArgs } from 'node:util';
import { benchActions } from './actions.ts';
import { benchDeploy } from './deploy/bench-deploy.ts';
import { benchEmulator } from './emulator/bench-emulator.ts';

/** Of the deploys: a round of both sides takes minutes. */
const DEPLOY_ROUNDS = 3;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: String(DEPLOY_ROUNDS) } },
});
const rounds = Number(values.rounds);
const parts: Readonly<Record<string, () => Promise<void>>> = {
  actions: benchActions,
  deploy: () => benchDeploy(rounds),
  emulator: benchEmulator,
};

const unknown = positionals.filter((part) => !Object.hasOwn(parts, part));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(`Usage: npm run bench -- [${Object.keys(parts).join('] [')}] [--rounds N]\n`);
  process.exitCode = 1;
} else {
  for (const [part, bench] of Object.entries(parts)) {
    if (positionals.length === 0 || positionals.includes(part)) await bench();
  }
}
