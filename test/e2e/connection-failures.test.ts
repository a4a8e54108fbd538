import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderFailures } from '../../scripts/lib/render.ts';
import { keyClient, machineClient } from '../support/machine-client.ts';
import {
  always,
  CAUSES,
  COMMANDS,
  expectFailure,
  expectGivenUp,
  type FailureRig,
  failureRig,
} from './connection-failures.ts';
import { MINUTE_MS } from './deploy-rig.ts';

let tenant: FailureRig;
beforeAll(async () => {
  tenant = await failureRig();
});
afterAll(() => tenant.close());

test.each(Object.entries(CAUSES))('plan tells %s apart', (_, cause) => expectFailure(tenant, 'plan', cause), MINUTE_MS);

/** All of them are tried by `npm run test:deep`. */
const SAMPLE = [
  ['import', 'a certificate for another name'],
  ['import', 'a wrong secret'],
  ['import', 'a storm of 429'],
  ['import', 'a connection that breaks'],
  ['verify', 'errors of the server'],
] as const;

test.each(SAMPLE)(
  '%s tells %s as a plan does',
  async (command, name) => {
    const cause = CAUSES[name];
    if (cause === undefined) throw new Error(`no cause ${name}`);
    await expectFailure(tenant, command, cause);
  },
  MINUTE_MS,
);

test(
  'a server that never answers is given up',
  () => expectGivenUp(tenant, 'import', 'POST /oauth/token', 10),
  MINUTE_MS,
);

describe('a missing scope is named', () => {
  const everyScope = async (but: string) => {
    const { data } = await tenant.auth0.clientGrants.list({ client_id: tenant.emulator.deployClient.clientId });
    return (data[0]?.scope ?? []).filter((scope) => scope !== but);
  };

  test.each([
    ['plan', 'read:roles', 'GET'],
    ['import', 'create:roles', 'POST'],
  ] as const)(
    'by %s: %s',
    async (command, scope, method) => {
      const client = await machineClient(tenant.auth0, tenant.emulator.domain, await everyScope(scope));
      await expectFailure(tenant, command, {
        connection: () => client,
        code: 'TENANT_REFUSED',
        found: `403 Insufficient scope, expected any of: ${scope} (${method} /api/v2/roles)`,
        fix: `Add ${scope} to the application's grant for the Management API and run the command again`,
      });
    },
    MINUTE_MS,
  );
});

test(
  'a key that the application does not have is told by a plan and by an import alike, and not shown',
  async () => {
    const { clientId } = await keyClient(tenant.auth0, tenant.emulator.domain, ['read:roles']);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { domain, caFile } = tenant.emulator;
    for (const command of ['plan', 'import'] as const) {
      const said = renderFailures(
        await COMMANDS[command](tenant.project.rootDir, { domain, caFile, clientId, privateKeyPem }),
      );
      expect(said).toContain(
        'TENANT_CREDENTIALS expected a Management API token, found 401 access_denied: Unauthorized',
      );
      expect(said).toContain('the public half of AUTH0_CLIENT_PRIVATE_KEY is a credential of that application');
      expect(
        privateKeyPem
          .split('\n')
          .slice(1, -2)
          .filter((line) => said.includes(line)),
      ).toEqual([]);
    }
  },
  MINUTE_MS,
);

describe('of a write by auth0-deploy-cli that has no answer it is said that it may have been carried out', () => {
  test.each([
    ['drop-after', 'UND_ERR_SOCKET other side closed (POST /api/v2/roles), so that it may have been carried out'],
    [
      'server-error',
      '500 An internal server error occurred (POST /api/v2/roles), so that it may have been carried out',
    ],
  ] as const)(
    '%s',
    async (effect, found) => {
      const code = effect === 'server-error' ? 'TENANT_BUSY' : 'TENANT_UNREACHABLE';
      const faults = always('/api/v2/roles', effect, { methods: ['POST'] });
      await expectFailure(tenant, 'import', { faults, code, found, fix: 'un the command again' });
    },
    MINUTE_MS,
  );
});
