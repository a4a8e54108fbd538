import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientNamed, MINUTE_MS, type Rig, reportOf, rig, runOn } from './deploy-rig.ts';

let tenant: Rig;
const ids = { staff: '', saml: '', okta: '' };

const NAMES = ['Okta OIN', 'Acme SaaS', 'Acme Reports'];

beforeAll(async () => {
  tenant = await rig();
  const { connections, clients } = tenant.auth0;
  ids.staff = (await connections.create({ name: 'staff', strategy: 'auth0' })).id ?? '';
  ids.saml = (await connections.create({ name: 'globex-saml', strategy: 'samlp', options: {} })).id ?? '';
  const okta = { client_id: 'x', domain: 'globex.okta.com' };
  ids.okta = (await connections.create({ name: 'globex-okta', strategy: 'okta', options: okta })).id ?? '';
  await clients.create({ name: 'Intranet', app_type: 'regular_web' });
});
afterAll(() => tenant.close());

async function connectionsOf(name: string): Promise<string[]> {
  const { client_id: id = '' } = await clientNamed(tenant.auth0, name);
  const { data } = await tenant.auth0.clients.connections.get(id, { take: 100 });
  return data.map((connection) => connection.name ?? '').sort();
}

/** For each of our clients. */
const ours = async () => Promise.all(NAMES.map(connectionsOf));

async function switchFor(connectionId: string, name: string, status: boolean): Promise<void> {
  const { client_id = '' } = await clientNamed(tenant.auth0, name);
  await tenant.auth0.connections.clients.update(connectionId, [{ client_id, status }]);
}

test('Auth0 gives a new application every connection, and the plan of a first deploy says what ours would get', async () => {
  expect(await connectionsOf('Intranet')).toEqual(expect.arrayContaining(['globex-okta', 'globex-saml', 'staff']));
  const { stdout } = await runOn(tenant, 'plan', '--json');
  const { newApplications, notes } = JSON.parse(stdout);
  expect(newApplications).toEqual([
    { name: 'Okta OIN', connections: [] },
    { name: 'Acme SaaS', connections: ['saas-users'] },
    { name: 'Acme Reports', connections: [] },
  ]);
  const [note] = notes.filter((each: string) => each.startsWith('enable_client_connections is on'));
  expect(note).toMatch(/every new application gets .*"globex-saml".*\. A deploy switches it off before it makes the/);
  expect((await runOn(tenant, 'plan')).stdout).toContain(
    '\nConnections of new applications\n  Okta OIN: none\n  Acme SaaS: saas-users\n  Acme Reports: none\n',
  );
});

test(
  'a first deploy switches that off before it makes the first application, and leaves other applications alone',
  async () => {
    const before = await connectionsOf('Intranet');
    tenant.emulator.clearRequests();
    reportOf(await tenant.deploy({ acceptTenantWide: true }));
    const writes = tenant.emulator.requests().filter(({ write }) => write);
    const order = writes.map(({ method, path }) => `${method} ${path.replace('/api/v2', '')}`);
    expect(order.indexOf('PATCH /tenants/settings')).toBe(0);
    expect(order.filter((each) => each === 'POST /clients')).toHaveLength(3);
    expect(await ours()).toEqual([[], ['saas-users'], []]);
    expect(await connectionsOf('Intranet')).toEqual(before);
    const verified = JSON.parse((await runOn(tenant, 'verify', '--json')).stdout);
    expect(verified.checks.filter(({ status }: { status: string }) => status !== 'ok')).toEqual([]);
    expect(JSON.parse((await runOn(tenant, 'plan', '--json')).stdout)).toMatchObject({ newApplications: [] });
  },
  MINUTE_MS,
);

test('verify, drift and doctor report a connection that git does not give one of our clients, with its fix', async () => {
  for (const name of NAMES) await switchFor(ids.staff, name, true);
  await switchFor(ids.saml, 'Okta OIN', true);
  await switchFor(ids.okta, 'Okta OIN', true);
  const { client_id: oin } = await clientNamed(tenant.auth0, 'Okta OIN');

  const verify = await runOn(tenant, 'verify', '--json');
  const failed = JSON.parse(verify.stdout).checks.filter(({ status }: { status: string }) => status === 'failed');
  expect(verify.code).toBe(1);
  expect(failed.map(({ name, detail }: { name: string; detail: string }) => `${name}: ${detail}`)).toEqual([
    'connections of "Okta OIN": enabled and not in git: "staff", "globex-saml", "globex-okta"',
    'connections of "Acme SaaS": enabled and not in git: "staff"',
    'connections of "Acme Reports": enabled and not in git: "staff"',
  ]);
  expect(failed[0].fix).toContain(
    `auth0 api patch "connections/${ids.staff}/clients" --data '[{"client_id":"${oin}","status":false}]'`,
  );

  const drift = JSON.parse((await runOn(tenant, 'drift', '--json')).stdout);
  expect(drift.findings).toHaveLength(3);
  const doctor = JSON.parse((await runOn(tenant, 'doctor', '--json')).stdout);
  const found = doctor.findings.filter(({ code }: { code: string }) => code === 'CONNECTION_NOT_IN_GIT');
  expect(found.map((each: { found: string }) => each.found)).toEqual([
    '"Okta OIN" has "staff", "globex-saml", "globex-okta"',
    '"Acme SaaS" has "staff"',
    '"Acme Reports" has "staff"',
  ]);
});

test('the customers’ own identity providers at the application are named, and no fault', async () => {
  for (const name of NAMES) await switchFor(ids.staff, name, false);
  for (const id of [ids.saml, ids.okta]) {
    await switchFor(id, 'Okta OIN', false);
    await switchFor(id, 'Acme SaaS', true);
  }
  const verify = await runOn(tenant, 'verify', '--json');
  expect(verify.code).toBe(0);
  expect(JSON.parse(verify.stdout).checks.filter(({ status }: { status: string }) => status !== 'ok')).toEqual([
    { name: 'connections of "Acme SaaS"', status: 'note', detail: 'customers\' own, not in git: "globex-saml"' },
  ]);
  const doctor = JSON.parse((await runOn(tenant, 'doctor', '--json')).stdout);
  const about = doctor.findings.filter(({ code }: { code: string }) => /^CONNECTION_(NOT|OF)_/.test(code));
  expect(about).toMatchObject([{ code: 'CONNECTION_OF_CUSTOMER', severity: 'manual' }]);
});

test('a deploy that finds such a connection says so, and goes on', async () => {
  await switchFor(ids.staff, 'Okta OIN', true);
  const report = reportOf(await tenant.deploy({ acceptTenantWide: true }));
  expect(report.notes.find((note) => note.startsWith('connections of "Okta OIN"'))).toContain('"staff"');
  expect(report.state).toBe('awaiting-okta-key');
});
