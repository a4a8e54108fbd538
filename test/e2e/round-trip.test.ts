/** What the stock CLI exports and imports again leaves the tenant as our deploy made it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EXPRESS_CONFIGURE_AUDIENCE } from '../../emulator/index.ts';
import { a0deploy } from './a0deploy.ts';
import { MINUTE_MS, OURS, type Rig, reportOf } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

let tenant: Rig;
beforeAll(async () => {
  // An export has secrets by name; that Auth0 keeps their values is not published
  // (docs/notes/deploy-cli.md#what-an-export-loses).
  tenant = await deployedRig({ management: { keepSecretsWithoutValue: true } });
}, MINUTE_MS);
afterAll(() => tenant.close());

type Held = Record<string, unknown>;

/**
 * Everything the tenant holds but versions of Actions, which an import changes
 * (docs/notes/deploy-cli.md#what-an-export-loses).
 */
function held(): Held {
  const { actions, bindings, ...rest }: Held = { ...tenant.emulator.contents() };
  return { ...rest, actions: rowsOf(actions).map(withoutVersions), bindings: rowsOf(bindings).map(withoutTimes) };
}

const rowsOf = (rows: unknown): Held[] => (Array.isArray(rows) ? rows : []);

function withoutTimes({ created_at: _created, updated_at: _updated, ...row }: Held): Held {
  return row;
}

/** Returns an Action's draft, and the content of its live version. */
function withoutVersions({ versions: _versions, deployed, builtAtMs: _built, ...draft }: Held): Held {
  const { id: _id, number: _number, built_at: _at, secrets, ...live }: Held = { ...Object(deployed) };
  const names = (stored: unknown) => rowsOf(stored).map(withoutTimes);
  return {
    ...withoutTimes(draft),
    secrets: names(draft.secrets),
    deployed: { ...withoutTimes(live), secrets: names(secrets) },
  };
}

const versionsOf = async (): Promise<(number | undefined)[]> =>
  (await tenant.auth0.actions.list()).data.map((action) => action.deployed_version?.number);

test(
  'import of an export changes nothing but the versions of the Actions',
  async () => {
    reportOf(await tenant.deploy({ key: tenant.emulator.okta.publicKeyPem }));
    const before = held();
    const versionsBefore = await versionsOf();
    await a0deploy(tenant, ['export', '-f', 'yaml', '-o', 'exported']);

    const imported = await a0deploy(tenant, ['import', '-i', 'exported/tenant.yaml'], {
      AUTH0_EXCLUDED_RESOURCE_SERVERS: JSON.stringify([await systemApiName()]),
    });
    expect(imported.stdout).toContain('Import Successful');
    expect(held()).toEqual(before);
    expect([versionsBefore, await versionsOf()]).toEqual([OURS.map(() => 1), OURS.map(() => 2)]);
  },
  4 * MINUTE_MS,
);

async function systemApiName(): Promise<string> {
  const { data } = await tenant.auth0.resourceServers.list();
  return data.find((api) => api.identifier === EXPRESS_CONFIGURE_AUDIENCE)?.name ?? '';
}

test('what an export can not hold is not in it: keys, values of secrets, scopes of the system API', async () => {
  const text = await readFile(join(tenant.project.rootDir, 'exported/tenant.yaml'), 'utf8');
  const yaml = parse(text);
  expect(text).not.toContain('BEGIN PUBLIC KEY');
  expect(yaml.actions.flatMap(({ secrets }: { secrets: object[] }) => secrets)).toEqual(
    expect.arrayContaining([{ name: 'OIN_CLIENT_IDS' }]),
  );
  const api = yaml.resourceServers.find(({ identifier }: Held) => identifier === EXPRESS_CONFIGURE_AUDIENCE);
  expect(api).not.toHaveProperty('scopes');
});
