import { builtActions, startTestTenant } from '../../../test/support/tenant.ts';
import { interleave, median, medianOf } from '../measure.ts';
import { baselineOf, figure, type Group } from '../report/figures.ts';
import { TARGETS } from '../report/targets.ts';
import type { BenchOptions } from '../run-options.ts';
import { type StartUp, startUp } from './start-up.ts';

const START_ROUNDS = 5;
const LOGIN_ROUNDS = 25;

/**
 * Measures the local tenant: its start and memory beside a bare oidc-provider's, and a login with and without the
 * Actions.
 */
export async function benchEmulator({ rounds, onProgress }: BenchOptions): Promise<Group[]> {
  onProgress('starts');
  const start = await benchStart(rounds ?? START_ROUNDS);
  onProgress('logins');
  return [start, await benchLogin(rounds ?? LOGIN_ROUNDS)];
}

async function benchStart(rounds: number): Promise<Group> {
  const [ours, bare]: [StartUp[], StartUp[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await startUp('child-emulator.ts'));
    bare.push(await startUp('child-oidc-provider.ts'));
  }
  const compared = (of: (run: StartUp) => number) => ({
    value: medianOf(ours.map(of)),
    baseline: { name: 'a bare oidc-provider', value: medianOf(bare.map(of)) },
  });
  return {
    group: 'Local tenant, start',
    how: `median of ${rounds} processes`,
    figures: [
      figure({ name: 'start to first answer', unit: 'ms', ...compared(({ answerMs }) => answerMs) }),
      figure({ name: 'memory when idle', unit: 'MB', ...compared(({ idleBytes }) => idleBytes / 1e6) }),
    ],
  };
}

/** Measures a login. Both cases show the same pages: without Actions the tenant's policy asks for the one-time code. */
async function benchLogin(rounds: number): Promise<Group> {
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
    const candidates = { [TARGETS.login.name]: timed(withActions), 'the same login without Actions': timed(without) };
    await interleave(5, candidates);
    const [ours, none] = await interleave(rounds, candidates);
    if (ours === undefined) throw new Error('not measured');
    const { group, targets } = TARGETS.login;
    return {
      group,
      how: `up to the callback, headless, median of ${rounds}`,
      figures: [figure({ name: ours.name, unit: 'ms', value: median(ours), baseline: baselineOf(none), targets })],
    };
  } finally {
    await Promise.all([withActions, without].map((tenant) => tenant.emulator.close()));
  }
}
