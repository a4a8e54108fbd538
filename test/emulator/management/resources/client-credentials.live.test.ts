import { createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { expect, test } from 'vitest';
import { ecPublicPem, rsaPrivatePem, rsaPublicPem } from '../keys.ts';
import { badRequest, refusal, startManagement } from '../management-rig.ts';

async function startWithClient() {
  const rig = await startManagement();
  const { body } = await rig.call('POST', '/clients', { name: 'SaaS' });
  const path = `/clients/${body.client_id}/credentials`;
  const add = (more: object) => rig.call('POST', path, { credential_type: 'public_key', ...more });
  return { rig, clientId: body.client_id, path, add, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

test('a credential is named by the thumbprint of its key, and the key never comes back', async () => {
  await using tenant = await startWithClient();
  const pem = rsaPublicPem(2048);
  const { status, body } = await tenant.add({ pem, name: 'okta' });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^cred_\w{22}$/),
    name: 'okta',
    kid: await calculateJwkThumbprint(createPublicKey(pem).export({ format: 'jwk' })),
    alg: 'RS256',
    credential_type: 'public_key',
    created_at: '2026-01-02T03:04:05.000Z',
    updated_at: '2026-01-02T03:04:05.000Z',
  });
  expect((await tenant.rig.call('GET', tenant.path)).body).toEqual([body]);
  expect((await tenant.rig.call('GET', `${tenant.path}/${body.id}`)).body).toEqual(body);
});

test('a kid, an algorithm and an expiry are taken as given', async () => {
  await using tenant = await startWithClient();
  const given = { kid: 'my-own-kid-1', alg: 'PS256', expires_at: '2027-01-01T00:00:00.000Z' };
  const { body } = await tenant.add({ pem: rsaPublicPem(2048), ...given });
  expect(body).toMatchObject(given);
  const later = { expires_at: '2028-01-01T00:00:00.000Z' };
  expect((await tenant.rig.call('PATCH', `${tenant.path}/${body.id}`, later)).body).toMatchObject(later);
});

test('a private key, a short key, a key that is not RSA and no key are refused', async () => {
  await using tenant = await startWithClient();
  const message = async (pem?: string) => (await tenant.add(pem === undefined ? {} : { pem })).body.message;
  expect(await message(rsaPrivatePem())).toBe(
    "Payload validation error: 'The pem must hold a public key or a certificate, not a private key' on property pem.",
  );
  expect(await message(rsaPublicPem(1024))).toBe(
    "Payload validation error: 'The RSA key has 1024 bits, minimum 2048' on property pem.",
  );
  expect(await message(ecPublicPem())).toBe("Payload validation error: 'The key must be RSA, not ec' on property pem.");
  expect(await message('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n')).toBe(
    "Payload validation error: 'The pem holds no readable public key' on property pem.",
  );
  expect(await message()).toBe("Payload validation error: 'Missing required property: pem' on property pem.");
  expect(tenant.rig.state.credentials).toEqual([]);
});

test('a third credential is refused, and the same key twice', async () => {
  await using tenant = await startWithClient();
  const pem = rsaPublicPem(2048);
  await tenant.add({ pem });
  expect(await tenant.add({ pem })).toMatchObject({
    status: 400,
    body: badRequest('A credential with the same kid already exists.', 'credential_conflict'),
  });
  await tenant.add({ pem: rsaPublicPem(2048) });
  expect(await tenant.add({ pem: rsaPublicPem(2048) })).toMatchObject({
    status: 400,
    body: badRequest('A client can have at most 2 credentials.', 'too_many_credentials'),
  });
});

test('a credential in use cannot be deleted; one that is not, can', async () => {
  await using tenant = await startWithClient();
  const { body } = await tenant.add({ pem: rsaPublicPem(2048) });
  const use = (credentials: object[]) =>
    tenant.rig.call('PATCH', `/clients/${tenant.clientId}`, {
      client_authentication_methods: { private_key_jwt: { credentials } },
    });
  await use([{ id: body.id }]);
  expect(await tenant.rig.call('DELETE', `${tenant.path}/${body.id}`)).toMatchObject({
    status: 400,
    body: badRequest('The credential is in use by client_authentication_methods.', 'credential_in_use'),
  });
  await use([]);
  expect((await tenant.rig.call('DELETE', `${tenant.path}/${body.id}`)).status).toBe(204);
  expect((await tenant.rig.call('GET', tenant.path)).body).toEqual([]);
});

test('the credentials of a client that does not exist are 404', async () => {
  await using tenant = await startWithClient();
  const missing = refusal(404, 'Not Found', 'The client does not exist', 'inexistent_client');
  expect((await tenant.rig.call('GET', '/clients/nope/credentials')).body).toEqual(missing);
  const body = { credential_type: 'public_key', pem: rsaPublicPem(2048) };
  expect((await tenant.rig.call('POST', '/clients/nope/credentials', body)).body).toEqual(missing);
});
