import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctor } from '../../scripts/commands/doctor/run.ts';
import { plan } from '../../scripts/commands/plan/run.ts';
import { rollback } from '../../scripts/commands/rollback/run.ts';
import { verify } from '../../scripts/commands/verify/run.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { failuresOf, OURS, type Rig, reportOf } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

const LOCAL = 'tenant/environments/local.yaml';
const GRANT = OURS[2] ?? '';

let tenant: Rig;
beforeAll(async () => {
  tenant = await deployedRig();
});
afterAll(() => tenant?.close());

const options = () => ({
  rootDir: tenant.project.rootDir,
  environment: 'local',
  connection: { domain: tenant.emulator.domain, ...tenant.emulator.deployClient, caFile: tenant.emulator.caFile },
  nowMs: Date.now(),
});

const idsOfClients = async (name: string): Promise<string[]> =>
  (await tenant.auth0.clients.list({ per_page: 100 })).data
    .filter((client) => client.name === name)
    .map((client) => client.client_id ?? '');

const said = (section: string, name: string, ids: string[]): string =>
  `NAME_AMBIGUOUS expected one entry of \`${section}\` named "${name}" on the tenant, found 2: ${ids.join(', ')}\n` +
  `Fix: Rename the others, or pin the id of the one that is meant in ${LOCAL}: ids: { ${section}: { "${name}": "${ids[0]}" } }\n`;

describe('two applications of one name', () => {
  let ids: string[];
  beforeAll(async () => {
    for (const name of ['Acme Reports', 'Acme SaaS']) {
      await tenant.auth0.clients.create({ name, app_type: 'regular_web', callbacks: ['https://other.acme.com/cb'] });
    }
    ids = await idsOfClients('Acme Reports');
  });

  test('stop every command that would take one of them, and both ids are named', async () => {
    const both = `${said('clients', 'Acme SaaS', await idsOfClients('Acme SaaS'))}\n${said('clients', 'Acme Reports', ids)}`;
    const planned = await plan(options());
    expect(planned.ok ? '' : renderFailures(planned.failures)).toBe(both);
    expect(failuresOf(await tenant.deploy())).toBe(both);
    const verified = await verify(options());
    expect(verified.ok ? '' : renderFailures(verified.failures)).toBe(both);
    const examined = await doctor(options());
    expect(examined).toMatchObject({ ok: false, failures: [{ code: 'NAME_AMBIGUOUS' }] });
  });

  test('an id that the environment pins says which is meant, to auth0-deploy-cli too', async () => {
    const { project, auth0 } = tenant;
    const [published = ''] = await idsOfClients('Acme SaaS');
    const [first = '', second = ''] = ids;
    const pins = `ids:\n  clients:\n    Acme SaaS: ${published}\n    Acme Reports: ${second}\n`;
    await project.edit(LOCAL, 'values:\n', `${pins}values:\n`);
    const before = await auth0.clients.get(first);
    const report = reportOf(await tenant.deploy());
    expect(report.stages).toContainEqual({ name: 'applications', status: 'applied' });
    expect((await auth0.clients.get(second)).callbacks).toEqual(['https://reports.acme.example/callback']);
    expect(await auth0.clients.get(first)).toEqual(before);
    expect((await auth0.clients.get(published)).express_configuration?.linked_clients).toEqual([
      { client_id: first },
      { client_id: second },
    ]);
    const planned = await plan(options());
    expect(planned).toMatchObject({ ok: true, value: { hasChanges: false } });
    const listed = planned.ok ? planned.value.entries.filter(({ change }) => change === 'unmanaged') : [];
    expect(listed.map(({ name }) => name)).toContain(`Acme Reports (${first})`);
  });

  test('an id that no application has stops, and nothing is made', async () => {
    const { project } = tenant;
    const [, second = ''] = ids;
    await project.edit(LOCAL, `Acme Reports: ${second}`, 'Acme Reports: gone');
    const line = `${LOCAL}:8:19 PINNED_ID_UNKNOWN expected an entry of \`clients\` with the id that is pinned for "Acme Reports" on the tenant, found none with gone\n`;
    expect(failuresOf(await tenant.deploy())).toContain(line);
    await project.edit(LOCAL, 'Acme Reports: gone', `Acme Reports: ${second}`);
  });

  test('a pinned name that tenant.yaml does not have is misspelt', async () => {
    const { project } = tenant;
    await project.edit(LOCAL, '    Acme SaaS: ', '    Acme Saas: x\n    Acme SaaS: ');
    expect(failuresOf(await tenant.deploy())).toContain(
      `${LOCAL}:7:16 UNKNOWN_REFERENCE expected a name of \`clients:\` in tenant/tenant.yaml: Okta OIN, Acme SaaS, Acme Reports, found "Acme Saas"`,
    );
    await project.edit(LOCAL, '    Acme Saas: x\n', '');
  });
});

test('two roles of one name stop plan, deploy, verify and doctor alike', async () => {
  const name = 'EXPRESS_CONFIGURE_ADMIN_ROLE';
  const before = tenant.emulator.takeSnapshot();
  await tenant.auth0.roles.create({ name: 'second-role' });
  const doubled = JSON.stringify(tenant.emulator.takeSnapshot()).replaceAll('"second-role"', `"${name}"`);
  await tenant.emulator.loadSnapshot(JSON.parse(doubled));
  const one = { ok: false, failures: [{ code: 'NAME_AMBIGUOUS' }] };
  expect(await plan(options())).toMatchObject(one);
  expect(await tenant.deploy()).toMatchObject(one);
  expect(await verify(options())).toMatchObject(one);
  expect(await doctor(options())).toMatchObject(one);
  await tenant.emulator.loadSnapshot(before);
});

test('two Actions of one name: none is deployed to or rolled back', async () => {
  const { auth0 } = tenant;
  const [own] = (await auth0.actions.list({ actionName: GRANT })).data;
  const other = await auth0.actions.create({
    name: 'second-grant',
    code: 'exports.onExecutePostLogin = async () => {};',
    supported_triggers: [{ id: 'post-login', version: 'v3' }],
  });
  // Auth0 refuses a second of a name, and the change of one that has a namesake: no id could be pinned.
  const snapshot = JSON.stringify(tenant.emulator.takeSnapshot()).replaceAll('"second-grant"', `"${GRANT}"`);
  await tenant.emulator.loadSnapshot(JSON.parse(snapshot));
  const found = `2: ${own?.id}, ${other.id}`;
  const { nowMs: _, ...target } = options();
  expect(failuresOf(await tenant.deploy())).toContain(
    `NAME_AMBIGUOUS expected one Action named "${GRANT}" on the tenant, found ${found}\n` +
      'Fix: Rename the others, or give the id in place of the name where the command takes one.\n',
  );
  expect(await rollback({ ...target, agree: async () => true })).toMatchObject({
    ok: false,
    failures: [{ code: 'NAME_AMBIGUOUS', found }],
  });
});
