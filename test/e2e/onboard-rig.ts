import { expect } from 'vitest';
import type { EmulatorOptions, RequestLogEntry } from '../../emulator/index.ts';
import { type OnboardOptions, type OnboardReport, onboard } from '../../scripts/commands/onboard/run.ts';
import type { Result } from '../../scripts/lib/failures.ts';
import { collect } from '../../scripts/lib/tenant/read.ts';
import { startDns, type TestDns } from '../support/dns.ts';
import type { Rig } from './deploy-rig.ts';
import { deployedRig, makeKeyUsable } from './deployed-rig.ts';

export interface OnboardRig extends Rig {
  dns: readonly [TestDns, TestDns];
  /** The lines that were shown once. */
  revealed: string[];
  progress: string[];
  /** Told of every request from now on. */
  watch(listener: (entry: RequestLogEntry) => Promise<void> | void): void;
  onboard(options: Pick<OnboardOptions, 'customers'> & Partial<OnboardOptions>): Promise<Result<OnboardReport>>;
  /** Publishes what an organization's domains ask for, at both resolvers. */
  publish(organizationName: string): Promise<void>;
}

/** A deployed tenant, and DNS for its customers. */
export async function onboardRig(options: Partial<EmulatorOptions> = {}): Promise<OnboardRig> {
  let listener: (entry: RequestLogEntry) => Promise<void> | void = () => undefined;
  const tenant = await deployedRig({ ...options, onRequest: (entry) => listener(entry) });
  tenant.emulator.okta.connect(await makeKeyUsable(tenant));
  const dns = [await startDns(), await startDns()] as const;
  const { emulator, project, auth0 } = tenant;
  const revealed: string[] = [];
  const progress: string[] = [];
  return {
    ...tenant,
    dns,
    revealed,
    progress,
    watch: (next) => {
      listener = next;
    },
    onboard: (more) =>
      onboard({
        rootDir: project.rootDir,
        environment: 'local',
        connection: { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile },
        defaults: { vouch: 'a test' },
        unverified: 'stop',
        resolvers: dns.map(({ resolver }) => resolver),
        adopt: false,
        acceptOverlap: false,
        isDryRun: false,
        isUndo: false,
        keepGoing: false,
        concurrency: 4,
        settleMs: 50,
        nowMs: Date.now(),
        onProgress: (step) => progress.push(step),
        reveal: (line) => revealed.push(line),
        ...more,
      }),
    async publish(name) {
      const { id = '' } = await auth0.organizations.getByName(name);
      for (const { verification_host: host = '', verification_txt: txt = '' } of (
        await auth0.organizations.discoveryDomains.list(id)
      ).data) {
        for (const { records } of dns) records.set(host, [txt]);
      }
    },
    async close() {
      await Promise.all(dns.map((one) => one[Symbol.asyncDispose]()));
      await tenant.close();
    },
  };
}

/** Returns what came of each customer, in the order of the file. */
export function outcomesOf(result: Result<OnboardReport>) {
  if (!result.ok) throw new Error(JSON.stringify(result.failures));
  return result.value.outcomes;
}

/** What an organization is like now; `[]` where nothing about it contradicts a right that somebody holds. */
export async function violations({ auth0 }: Pick<Rig, 'auth0'>, name: string): Promise<string[]> {
  const found = await auth0.organizations.getByName(name).catch(() => undefined);
  if (found?.id === undefined) return [];
  const { id, metadata = {} } = found;
  const holders: string[] = [];
  for (const { user_id: userId = '' } of (await auth0.organizations.members.list(id)).data) {
    const { data: roles } = await auth0.organizations.members.roles.list(id, userId);
    const { app_metadata: attributes } = await auth0.users.get(userId);
    if (roles.length > 0 || JSON.stringify(attributes ?? {}).includes(id)) holders.push(userId);
  }
  if (holders.length === 0) return [];
  const { data: domains } = await auth0.organizations.discoveryDomains.list(id);
  const published = String(metadata.domains ?? '').split(',');
  const { data: enabled } = await auth0.organizations.enabledConnections.list(id);
  return [
    ...(domains.length === 0 ? ['a right without a domain'] : []),
    ...domains.flatMap(({ domain, status }) =>
      status === 'verified' && published.includes(domain) ? [] : [`a right while ${domain} is ${status}`],
    ),
    ...(enabled.some((one) => one.assign_membership_on_login) ? ['a right while membership comes with a login'] : []),
    ...(enabled.length === 0 ? ['a right without a connection'] : []),
  ];
}

/** Everything is there, and once. */
export async function expectOnboarded({ auth0 }: Pick<Rig, 'auth0'>, name: string, email: string, domains: string[]) {
  const all = (await collect(auth0.organizations.list({ take: 100 }))).filter((one) => one.name === name);
  expect(all).toHaveLength(1);
  const id = all[0]?.id ?? '';
  const { data: stored } = await auth0.organizations.discoveryDomains.list(id);
  const states = stored.map(({ domain, status, use_for_organization_discovery: discovery }) => [
    domain,
    status,
    discovery,
  ]);
  expect(states.sort()).toEqual(domains.map((domain) => [domain, 'verified', false]));
  expect(all[0]?.metadata?.domains).toBe(domains.join(','));
  const users = await auth0.users.listUsersByEmail({ email });
  expect(users).toHaveLength(1);
  const userId = users[0]?.user_id ?? '';
  expect((await auth0.organizations.members.list(id)).data.map((member) => member.user_id)).toEqual([userId]);
  const { data: roles } = await auth0.organizations.members.roles.list(id, userId);
  expect(roles.map((role) => role.name)).toEqual(['EXPRESS_CONFIGURE_ADMIN_ROLE']);
  const { data: enabled } = await auth0.organizations.enabledConnections.list(id);
  expect(enabled.map((one) => [one.connection?.name, one.assign_membership_on_login])).toEqual([['saas-users', false]]);
}
