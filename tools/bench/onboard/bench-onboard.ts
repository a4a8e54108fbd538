/** Customers onboarded, beside the bare calls of the SDK that they come down to; on a local tenant without rate limits. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectOnboarded, type OnboardRig, onboardRig, outcomesOf } from '../../../test/e2e/onboard-rig.ts';
import { medianOf } from '../measure.ts';
import { figure, type Group } from '../report/figures.ts';
import type { BenchOptions } from '../run-options.ts';
import { type BareCustomer, type BareWorld, onboardBare } from './bare-calls.ts';

const ROUNDS = 5;
/** The number of customers in one file. */
const CUSTOMERS = 25;
const BASELINE = 'the SDK’s calls in sequence';

interface Run {
  perSecond: number;
  /** The requests of one customer; the token and the tenant's look-ups are shared. */
  requests: number;
}

export async function benchOnboard({ rounds = ROUNDS, onProgress }: BenchOptions): Promise<Group[]> {
  const tenant = await onboardRig();
  try {
    const world = await worldOf(tenant);
    const runs: Record<'ours' | 'bare', Run[]> = { ours: [], bare: [] };
    for (let round = 1; round <= rounds; round += 1) {
      onProgress(`round ${round} of ${rounds}, ${CUSTOMERS} customers each`);
      runs.ours.push(await measured(tenant, `ours-${round}`, (customers) => onboardFile(tenant, customers)));
      const bare = async (customers: BareCustomer[]): Promise<void> => {
        for (const customer of customers) await onboardBare(tenant.auth0, customer, world);
      };
      runs.bare.push(await measured(tenant, `bare-${round}`, bare));
    }
    const of = (key: keyof Run) => ({
      value: medianOf(runs.ours.map((run) => run[key])),
      baseline: { name: BASELINE, value: medianOf(runs.bare.map((run) => run[key])) },
    });
    const how = `${CUSTOMERS} new customers in a file, one domain each, 4 at a time; checked, proven and read back, which the baseline is not; median of ${rounds}`;
    const figures = [
      figure({ name: 'customers', unit: 'customers/s', ...of('perSecond') }),
      figure({ name: 'requests a customer', unit: 'requests', ...of('requests') }),
    ];
    return [{ group: 'Onboarding', how, figures }];
  } finally {
    await tenant.close();
  }
}

/** Measures onboarding, and checks each customer afterwards: doing less is not faster. */
async function measured(
  tenant: OnboardRig,
  prefix: string,
  onboard: (customers: BareCustomer[]) => Promise<void>,
): Promise<Run> {
  const customers = Array.from({ length: CUSTOMERS }, (_none, index) => customerOf(`${prefix}-${index + 1}`));
  tenant.emulator.clearRequests();
  const startMs = performance.now();
  await onboard(customers);
  const seconds = (performance.now() - startMs) / 1e3;
  const requests = tenant.emulator.requests().length;
  for (const { name, email, domains } of customers) await expectOnboarded(tenant, name, email, [...domains]);
  return { perSecond: CUSTOMERS / seconds, requests: requests / CUSTOMERS };
}

const customerOf = (name: string): BareCustomer => ({ name, email: `ada@${name}.com`, domains: [`${name}.com`] });

async function onboardFile(tenant: OnboardRig, customers: readonly BareCustomer[]): Promise<void> {
  const lines = customers.map(({ name, email, domains }) => `${name},${email},"${domains.join(',')}"`);
  await writeFile(join(tenant.project.rootDir, 'bench.csv'), ['organization,admin,domains', ...lines, ''].join('\n'));
  const defaults = { via: 'oin-test', attest: 'a bench', vouch: 'a bench' };
  const outcomes = outcomesOf(await tenant.onboard({ customers: { file: 'bench.csv' }, defaults }));
  const late = outcomes.filter(({ state }) => state !== 'ready');
  if (late.length > 0) throw new Error(JSON.stringify(late));
}

async function worldOf({ auth0 }: OnboardRig): Promise<BareWorld> {
  const { data: connections } = await auth0.connections.list({ name: 'saas-users' });
  const { data: roles } = await auth0.roles.list({ name_filter: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
  return { connectionId: connections[0]?.id ?? '', connectionName: 'saas-users', roleId: roles[0]?.id ?? '' };
}
