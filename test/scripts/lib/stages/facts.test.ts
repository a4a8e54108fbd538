import { expect, test } from 'vitest';
import type { Manifest } from '../../../../scripts/lib/manifest/manifest.ts';
import { factsAtStart, withFound } from '../../../../scripts/lib/stages/facts.ts';
import { foundation } from '../../../../scripts/lib/stages/foundation.ts';
import { oinClient } from '../../../../scripts/lib/stages/oin-client.ts';
import { publicSecrets, type TenantSession } from '../../../../scripts/lib/tenant/session.ts';

const OIN = { name: 'Okta', app_type: 'express_configuration' };
const PUBLISHED = {
  name: 'Portal',
  express_configuration: { connection_profile_id: 'Profile', user_attribute_profile_id: 'Attributes' },
};

async function* listOf<T>(...items: T[]) {
  yield* items;
}

/** A session that nobody can change, on a tenant with these applications and one profile that the dashboard made. */
function session(clients: object[]): TenantSession {
  const manifest = {
    tenant: { clients: [PUBLISHED, OIN], connectionProfiles: [{ name: 'Profile' }] },
    integration: { published: PUBLISHED, oin: OIN },
    environment: { file: 'local.yaml', ids: {}, secrets: [{ name: 'OIN_CLIENT_IDS', isPublic: true }] },
    placeOf: () => ({ file: 'tenant.yaml' }),
  };
  const api = {
    clients: { list: async () => listOf(...clients) },
    connectionProfiles: { list: async () => listOf({ id: 'cop_1', name: 'Made by the wizard' }) },
    userAttributeProfiles: { list: async () => listOf() },
  };
  return Object.freeze({
    built: { manifest: manifest as unknown as Manifest },
    api,
    secrets: Object.freeze({ OTHER: 'x' }),
    replace: false,
    prune: false,
  }) as unknown as TenantSession;
}

test('a stage returns the OIN client’s id that it finds, and leaves the session as it is', async () => {
  const one = session([{ ...OIN, client_id: 'oin_1' }]);
  const { differences, found } = await oinClient.compare(one, factsAtStart(one));
  expect({ differences, found }).toEqual({ differences: [], found: { oinClientId: 'oin_1' } });
  expect(publicSecrets(one, withFound(factsAtStart(one), found).oinClientId)).toEqual({ OIN_CLIENT_IDS: 'oin_1' });
  expect(publicSecrets(one, undefined)).toEqual({});
});

test('a stage returns what it adopts under another name, with a note for people', async () => {
  const express = { ...PUBLISHED.express_configuration, connection_profile_id: 'cop_1' };
  const one = session([{ name: 'Portal', client_id: 'portal_1', express_configuration: express }]);
  const { found } = await foundation.compare(one, factsAtStart(one));
  expect(found).toEqual({
    adopted: ['Made by the wizard'],
    notes: ['Adopted "Made by the wizard" in place of "Profile": "Portal" has its id.'],
  });
});

test('facts add up: an id stays until another is found, and each note is there once', () => {
  const start = factsAtStart({ secrets: { OIN_CLIENT_IDS: 'of the environment' } });
  expect(start).toEqual({ oinClientId: 'of the environment', adopted: [], notes: [] });
  const once = withFound(start, { notes: ['a', 'b'], adopted: ['p'] });
  expect(withFound(once, { oinClientId: 'oin_1', notes: ['b', 'c'] })).toEqual({
    oinClientId: 'oin_1',
    adopted: ['p'],
    notes: ['a', 'b', 'c'],
  });
  expect(withFound(once)).toEqual(once);
});
