import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RequestLogEntry } from '../../emulator/index.ts';
import { runKilledAfter } from './killed-run.ts';
import { expectOnboarded, type OnboardRig, outcomesOf, violations } from './onboard-rig.ts';

const FLAGS = ['--oin-test', '--attest', 'a test', '--vouch', 'a test'];

/**
 * One customer of its own, killed after its `nth` request and run again.
 *
 * @returns whether there was an nth request
 */
export async function onboardKilledAfter(tenant: OnboardRig, nth: number): Promise<boolean> {
  const name = `killed-${nth}`;
  const row = { organization: name, admin: `ada@${name}.com`, domains: `${name}.com,${name}.net` };
  const found: string[] = [];
  const args = ['--org', name, '--admin', row.admin, '--domains', row.domains, ...FLAGS];
  const isKilled = await runKilledAfter({
    tenant,
    watch: tenant.watch,
    nth,
    args: ['onboard', ...args],
    afterWrite: async () => {
      found.push(...(await violations(tenant, name)));
    },
  });
  tenant.watch(() => undefined);
  const defaults = { via: 'oin-test', attest: 'a test', vouch: 'a test' };
  const again = outcomesOf(await tenant.onboard({ customers: { row }, defaults }));
  expect(found).toEqual([]);
  expect(again.map(({ state }) => state)).toEqual(['ready']);
  await expectOnboarded(tenant, name, row.admin, [`${name}.com`, `${name}.net`]);
  return isKilled;
}

/**
 * Many customers in one file, killed at the given requests of one run after the other, and run to the end. The tenant's
 * request log tells whether a right came before what it rests on.
 */
export async function onboardManyKilled(
  tenant: OnboardRig,
  count: number,
  killAfter: readonly number[],
): Promise<void> {
  const names = Array.from({ length: count }, (_none, index) => `many-${index + 1}`);
  const lines = names.map((name) => `${name},ada@${name}.com,"${name}.com,${name}.net"`);
  const file = join(tenant.project.rootDir, 'many.csv');
  await writeFile(file, ['organization,admin,domains', ...lines, ''].join('\n'));
  const rights: string[] = [];
  const verified = new Map<string, number>();
  const early: string[] = [];
  const note = ({ method, path, status }: RequestLogEntry): void => {
    if (status === null || status >= 300) return;
    const [, , , , id = '', sub = '', , detail = ''] = path.split('/');
    if (method === 'PATCH' && sub === 'discovery-domains') verified.set(id, (verified.get(id) ?? 0) + 1);
    if (method !== 'POST' || sub !== 'members' || detail !== 'roles') return;
    rights.push(id);
    if (verified.get(id) !== 2) early.push(id);
  };
  const args = ['onboard', '--file', 'many.csv', ...FLAGS];
  for (const nth of killAfter) {
    await runKilledAfter({ tenant, watch: tenant.watch, nth, args, afterWrite: async (entry) => note(entry) });
  }
  tenant.watch(note);
  const outcomes = outcomesOf(
    await tenant.onboard({
      customers: { file: 'many.csv' },
      defaults: { via: 'oin-test', attest: 'a test', vouch: 'a test' },
    }),
  );
  tenant.watch(() => undefined);
  expect(early).toEqual([]);
  expect(outcomes.filter(({ state }) => state !== 'ready')).toEqual([]);
  expect(outcomes).toHaveLength(count);
  // Each right was given once, and by whichever run had come so far.
  expect(new Set(rights).size).toBe(count);
  expect(rights).toHaveLength(count);
  const organizations: string[] = [];
  for await (const { name } of await tenant.auth0.organizations.list({ take: 100 })) {
    if (name?.startsWith('many-')) organizations.push(name);
  }
  expect(organizations.sort()).toEqual([...names].sort());
}
