import { expect, test } from 'vitest';
import { createState } from '../../../../emulator/state.ts';
import { badRequest, refusal, startManagement } from '../management-rig.ts';

async function startWithOrganization() {
  const rig = await startManagement();
  const acme = (await rig.call('POST', '/organizations', { name: 'acme' })).body.id;
  const path = `/organizations/${acme}/discovery-domains`;
  return { rig, acme, path, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

test('a domain is pending with a record to prove it by, then verified by whoever may write it', async () => {
  await using tenant = await startWithOrganization();
  const { rig, acme, path } = tenant;
  const made = await rig.call('POST', path, { domain: 'Acme.com' });
  expect(made).toMatchObject({
    status: 201,
    body: {
      id: expect.stringMatching(/^ord_\w{22}$/),
      domain: 'acme.com',
      status: 'pending',
      use_for_organization_discovery: true,
      verification_host: `_ss-verification.${acme}.acme.com`,
      verification_txt: expect.stringMatching(/^[0-9a-f]{32}$/),
    },
  });
  const one = `${path}/${made.body.id}`;
  expect((await rig.call('GET', one)).body).toEqual(made.body);
  expect((await rig.call('GET', `${path}/name/acme.com`)).body).toEqual(made.body);
  expect((await rig.call('PATCH', one, { status: 'verified', use_for_organization_discovery: false })).body).toEqual({
    ...made.body,
    status: 'verified',
    use_for_organization_discovery: false,
  });
  expect((await rig.call('DELETE', one)).status).toBe(204);
  const gone = { statusCode: 404, error: 'Not Found', message: 'No organization domain found by that id' };
  expect((await rig.call('GET', one)).body).toEqual(gone);
  // One that is gone is no error.
  expect((await rig.call('DELETE', one)).status).toBe(204);
});

test('domains are listed by checkpoint', async () => {
  await using tenant = await startWithOrganization();
  const { rig, path } = tenant;
  for (const domain of ['a.example', 'b.example']) await rig.call('POST', path, { domain });
  const first = (await rig.call('GET', `${path}?take=1`)).body;
  expect(first).toEqual({ domains: [expect.objectContaining({ domain: 'a.example' })], next: expect.any(String) });
  expect((await rig.call('GET', `${path}?take=1&from=${first.next}`)).body).toEqual({
    domains: [expect.objectContaining({ domain: 'b.example' })],
  });
});

test('a domain is once in an organization, and may be in another', async () => {
  await using tenant = await startWithOrganization();
  const { rig, path } = tenant;
  const other = (await rig.call('POST', '/organizations', { name: 'other' })).body.id;
  await rig.call('POST', path, { domain: 'acme.com' });
  expect(await rig.call('POST', path, { domain: 'ACME.com' })).toMatchObject({
    status: 409,
    body: refusal(
      409,
      'Conflict',
      '((The organization has this discovery domain already.))',
      'organization_discovery_domain_conflict',
    ),
  });
  expect((await rig.call('POST', `/organizations/${other}/discovery-domains`, { domain: 'acme.com' })).status).toBe(
    201,
  );
});

test('what is no domain, a 101st and an unknown organization are refused', async () => {
  await using tenant = await startWithOrganization();
  const { rig, path } = tenant;
  for (const domain of ['*.acme.com', 'acme.com.', 'a_b.example', '-a.example']) {
    expect((await rig.call('POST', path, { domain })).body.message).toMatch(
      /does not match pattern: .* on property domain/,
    );
  }
  for (let index = 0; index < 100; index += 1) await rig.call('POST', path, { domain: `d${index}.example` });
  expect((await rig.call('POST', path, { domain: 'one-more.example' })).body).toEqual(
    badRequest('((The organization has 100 discovery domains, the most it may have.))'),
  );
  expect((await rig.call('GET', '/organizations/org_none/discovery-domains')).status).toBe(404);
});

test('with the organization its domains go', async () => {
  await using tenant = await startWithOrganization();
  const { rig, acme, path } = tenant;
  await rig.call('POST', path, { domain: 'acme.com' });
  await rig.call('DELETE', `/organizations/${acme}`);
  expect(rig.state.discoveryDomains).toEqual([]);
});

test('where the tenant is slow, a domain is there for readers later, and for writers at once', async () => {
  const state = createState({
    domain: 'tenant.test',
    clock: () => nowMs,
    delays: { connectionMs: 0, visibilityMs: 500 },
  });
  let nowMs = Date.parse('2026-01-02T03:04:05.000Z');
  await using rig = await startManagement({ state });
  const acme = (await rig.call('POST', '/organizations', { name: 'acme' })).body.id;
  const path = `/organizations/${acme}/discovery-domains`;
  const { status, body } = await rig.call('POST', path, { domain: 'acme.com' });
  expect([status, Object.keys(body)]).toEqual([201, expect.not.arrayContaining(['visibleAtMs'])]);
  const places = [`${path}/${body.id}`, `${path}/name/acme.com`];
  const statuses = () => Promise.all(places.map(async (place) => (await rig.call('GET', place)).status));
  expect((await rig.call('PATCH', places[0] ?? '', { status: 'verified' })).status).toBe(200);
  expect((await rig.call('POST', path, { domain: 'acme.com' })).status).toBe(409);
  nowMs += 499;
  expect([await statuses(), (await rig.call('GET', path)).body.domains]).toEqual([[404, 404], []]);
  nowMs += 1;
  expect(await statuses()).toEqual([200, 200]);
  expect((await rig.call('GET', path)).body.domains).toEqual([{ ...body, status: 'verified' }]);
});
