import { generateKeyPairSync } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OinKeyReport, oinKey } from '../../scripts/commands/oin/key.ts';
import type { Result } from '../../scripts/lib/failures.ts';
import { leastScopes } from '../../scripts/lib/management-api/least-scopes.ts';
import { readManifest } from '../../scripts/lib/manifest/manifest.ts';
import { oktaKeyId } from '../../scripts/lib/okta-key.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { runCommand } from '../support/command.ts';
import { machineClient } from '../support/machine-client.ts';
import { MINUTE_MS, type Rig, reportOf, rig } from './deploy-rig.ts';
import { restoreDeployed } from './deployed-rig.ts';

const newPem = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();

const [FIRST, SECOND, THIRD] = [newPem(), newPem(), newPem()];

let tenant: Rig;
let oinClientId: string;
const fileOf = (name: string) => join(tenant.project.rootDir, name);

beforeAll(async () => {
  tenant = await rig();
  await Promise.all([FIRST, SECOND, THIRD].map((pem, index) => writeFile(fileOf(`okta-${index + 1}.pem`), pem)));
});
afterAll(() => tenant.close());

/** The command, as the application of this name or as the deploy client. */
const key = (file: string, more: { retire?: true; name?: string } = {}, client = tenant.emulator.deployClient) =>
  oinKey({
    rootDir: tenant.project.rootDir,
    environment: 'local',
    connection: { domain: tenant.emulator.domain, ...client },
    file,
    ...more,
  });

function told(result: Result<OinKeyReport>): OinKeyReport | string {
  return result.ok ? result.value : renderFailures(result.failures).replaceAll(/ of \d{4}-\S+Z/g, ' of TIME');
}

/** Ids the client's private_key_jwt names, and all there are. */
async function onTenant() {
  const [client, credentials] = await Promise.all([
    tenant.auth0.clients.get(oinClientId),
    tenant.auth0.clients.credentials.list(oinClientId),
  ]);
  return {
    assigned: client.client_authentication_methods?.private_key_jwt?.credentials,
    all: credentials.map((credential) => credential.kid),
  };
}

/** An application with every permission of the deploy client but that of uploading keys. */
async function clientThatCanNotUpload() {
  const { scopes } = leastScopes(await shippedTenant(), false);
  const rest = scopes.filter((scope) => scope !== 'create:client_credentials');
  return machineClient(tenant.auth0, tenant.emulator.domain, rest);
}

async function shippedTenant() {
  const manifest = await readManifest({ rootDir: tenant.project.rootDir, environment: 'local' });
  if (!manifest.ok) throw new Error(renderFailures(manifest.failures));
  return manifest.value.tenant;
}

test('before a deploy there is no client to give a key to', async () => {
  expect(told(await key('okta-1.pem'))).toBe(
    'NOT_AS_DEPLOYED expected a deployed tenant: the OIN client, and every Action live and bound, before a key is usable, ' +
      'found no client "Okta OIN"\nFix: Run npm run deploy -- --env local first.\n',
  );
});

test(
  'an Action that is not bound keeps the key away',
  async () => {
    await restoreDeployed(tenant);
    const report = reportOf(await tenant.deploy());
    oinClientId = report.oinClientId;
    const { bindings } = tenant.auth0.actions.triggers;
    const bound = (await bindings.list('post-login')).data.map((binding) => binding.action?.name ?? '');
    const bind = (names: string[]) =>
      bindings.updateMany('post-login', {
        bindings: names.map((value) => ({ ref: { type: 'action_name', value }, display_name: value })),
      });
    await bind(bound.slice(1));
    expect(told(await key('okta-1.pem'))).toContain('found Action "express-configure-step-up" not bound\n');
    expect(await onTenant()).toEqual({ assigned: [], all: [] });
    await bind(bound);
  },
  MINUTE_MS,
);

test('a private key is refused and not repeated', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writeFile(fileOf('private.pem'), pem);
  const said = told(await key('private.pem'));
  await rm(fileOf('private.pem'));
  expect(said).toContain('private.pem OKTA_KEY_INVALID ');
  expect(said).toContain('found a private key\n');
  expect(said).not.toContain(pem.split('\n')[1]);
});

test('a refused upload leaves the client as it was, and names the missing scope', async () => {
  const said = told(await key('okta-1.pem', {}, await clientThatCanNotUpload()));
  expect(said).toContain('TENANT_REFUSED expected the tenant to accept this');
  expect(said).toContain('create:client_credentials');
  expect(await onTenant()).toEqual({ assigned: [], all: [] });
});

test('the command line shows the fingerprint, uploads and assigns', async () => {
  const { domain, deployClient, caFile } = tenant.emulator;
  const { code, stdout, stderr } = await runCommand(['oin', 'key', 'okta-1.pem', '--name', 'first'], {
    cwd: tenant.project.rootDir,
    env: {
      AUTH0_DOMAIN: domain,
      AUTH0_CLIENT_ID: deployClient.clientId,
      AUTH0_CLIENT_SECRET: deployClient.clientSecret,
      NODE_EXTRA_CA_CERTS: caFile,
    },
  });
  const fingerprint = oktaKeyId(FIRST);
  expect({ code, stderr }).toEqual({ code: 0, stderr: `okta-1.pem is key ${fingerprint}\n` });
  expect(stdout).toMatch(
    new RegExp(
      `^now usable: key ${fingerprint} of OIN client ${oinClientId} on ${domain}\n {2}usable {2}first {2}kid ${fingerprint} {2}\\S+Z\n$`,
    ),
  );
  expect(await onTenant()).toMatchObject({ assigned: [{}], all: [fingerprint] });
});

test('the same key again changes nothing', async () => {
  const before = await onTenant();
  expect(told(await key('okta-1.pem'))).toMatchObject({ status: 'unchanged', retired: [] });
  expect(await onTenant()).toEqual(before);
});

test('another key under an old name is refused', async () => {
  expect(told(await key('okta-2.pem', { name: 'first' }))).toBe(
    `OKTA_KEY_NAME expected no other key than ${oktaKeyId(SECOND)} under the name "first", ` +
      `found "first" (${oktaKeyId(FIRST)}) of TIME\n` +
      'Fix: Leave --name out, or choose another: a key can not be changed, only added.\n',
  );
});

test('the older key is not retired before the new one is usable', async () => {
  expect(told(await key('okta-2.pem', { retire: true }))).toBe(
    `OKTA_KEY_RETIRE expected key ${oktaKeyId(SECOND)} to be usable before older ones are retired, ` +
      `found "first" (${oktaKeyId(FIRST)}) of TIME\n` +
      'Fix: Run the command without --retire, see that Okta uses the new key, and then retire the older one.\n',
  );
  expect((await onTenant()).assigned).toHaveLength(1);
});

test('a refused upload leaves the key in use usable', async () => {
  const before = await onTenant();
  const said = told(await key('okta-2.pem', {}, await clientThatCanNotUpload()));
  expect(said).toContain('TENANT_REFUSED ');
  expect(await onTenant()).toEqual(before);
});

test('a new key is usable beside the old one', async () => {
  expect(told(await key('okta-2.pem'))).toMatchObject({
    status: 'added',
    keys: [
      { kid: oktaKeyId(FIRST), isUsable: true },
      { kid: oktaKeyId(SECOND), isUsable: true, name: `okta-${oktaKeyId(SECOND)}` },
    ],
  });
});

test('a third key is refused, with what to do', async () => {
  const said = told(await key('okta-3.pem'));
  expect(said).toContain('OKTA_KEY_LIMIT expected room for another key: Auth0 keeps 2 for a client, found "first" (');
  expect(said).toContain(
    'Fix: Retire the older one with the file of the newer one: npm run oin -- key NEWER.pem --retire --env NAME\n',
  );
  expect((await onTenant()).assigned).toHaveLength(2);
});

test('the newest key is never retired', async () => {
  expect(told(await key('okta-1.pem', { retire: true }))).toContain(
    'OKTA_KEY_RETIRE expected the file of the newest key: --retire takes away older ones, found "okta-',
  );
  expect((await onTenant()).assigned).toHaveLength(2);
});

test('--retire takes the older one away, and again is nothing', async () => {
  expect(told(await key('okta-2.pem', { retire: true }))).toMatchObject({ retired: ['first'] });
  expect(await onTenant()).toMatchObject({ assigned: [{}], all: [oktaKeyId(SECOND)] });
  expect(told(await key('okta-2.pem', { retire: true }))).toMatchObject({ retired: [], status: 'unchanged' });
  expect(await onTenant()).toMatchObject({ assigned: [{}], all: [oktaKeyId(SECOND)] });
});
