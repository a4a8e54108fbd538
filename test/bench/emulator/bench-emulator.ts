import { builtActions, startTestTenant } from '../../support/tenant.ts';
import { interleave, median } from '../measure.ts';
import { type StartUp, startUp } from './start-up.ts';

const START_ROUNDS = 5;
const LOGIN_ROUNDS = 25;
const TARGET_SHARE = 1.25;

const print = (line = ''): void => void process.stdout.write(`${line}\n`);

/** The local tenant: its start and memory beside a bare oidc-provider's, and a login with and without the Actions. */
export async function benchEmulator(): Promise<void> {
  await benchStart();
  await benchLogin();
}

async function benchStart(): Promise<void> {
  const sides = { 'local tenant': 'child-emulator.ts', 'bare oidc-provider': 'child-oidc-provider.ts' } as const;
  const runs: Record<string, StartUp[]> = {};
  for (let round = 0; round < START_ROUNDS; round += 1) {
    for (const [name, child] of Object.entries(sides)) {
      runs[name] = [...(runs[name] ?? []), await startUp(child)];
    }
  }
  const middle = (name: string, of: (run: StartUp) => number): number =>
    median({ name, samples: (runs[name] ?? []).map(of).sort((a, b) => a - b) });
  print(`Start to first answer, and memory when idle, medians of ${START_ROUNDS} processes`);
  for (const name of Object.keys(sides)) {
    const megabytes = middle(name, ({ idleBytes }) => idleBytes) / 1e6;
    print(`  ${name.padEnd(20)} ${middle(name, ({ answerMs }) => answerMs).toFixed(0)} ms  ${megabytes.toFixed(0)} MB`);
  }
  const [ours, bare] = Object.keys(sides);
  const ratio = (of: (run: StartUp) => number) => (middle(ours ?? '', of) / middle(bare ?? '', of)).toFixed(1);
  print(`  ratio                ${ratio(({ answerMs }) => answerMs)}     ${ratio(({ idleBytes }) => idleBytes)}`);
  print();
}

/** The same pages either way: without Actions the tenant's policy asks for the one-time code. */
async function benchLogin(): Promise<void> {
  const [withActions, without] = [await startTestTenant(), await startTestTenant()];
  try {
    await without.bindActions([]);
    await without.auth0.guardian.policies.set(['all-applications']);
    await withActions.bindActions(await builtActions());
    const timed = (tenant: typeof without) => async (): Promise<number> => {
      const startMs = performance.now();
      const { callback } = await tenant.login(tenant.customers.globexAdmin);
      if (!callback.searchParams.has('code')) throw new Error(callback.href);
      return performance.now() - startMs;
    };
    const candidates = { 'three Actions': timed(withActions), 'no Actions': timed(without) };
    await interleave(5, candidates);
    const [three, none] = await interleave(LOGIN_ROUNDS, candidates);
    if (three === undefined || none === undefined) throw new Error('not measured');
    const share = median(three) / median(none);
    print(`Express login up to the callback, headless, medians of ${LOGIN_ROUNDS}`);
    print(`  three Actions  ${median(three).toFixed(1)} ms`);
    print(`  no Actions     ${median(none).toFixed(1)} ms`);
    print(
      `  ratio          ${share.toFixed(2)} (target at most ${TARGET_SHARE}${share <= TARGET_SHARE ? ', met' : ', missed'})`,
    );
    print();
  } finally {
    await Promise.all([withActions, without].map((tenant) => tenant.emulator.close()));
  }
}
