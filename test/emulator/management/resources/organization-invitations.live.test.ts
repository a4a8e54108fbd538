import { expect, test } from 'vitest';
import { refusal, startManagement } from '../management-rig.ts';

async function startWithApplication(client: object = {}) {
  const rig = await startManagement();
  const { client_id } = (
    await rig.call('POST', '/clients', {
      name: 'SaaS',
      organization_usage: 'allow',
      initiate_login_uri: 'https://app.acme.example/login?from=mail',
      ...client,
    })
  ).body;
  const acme = (await rig.call('POST', '/organizations', { name: 'acme', display_name: 'Acme Inc.' })).body.id;
  const path = `/organizations/${acme}/invitations`;
  const body = { inviter: { name: 'Ada' }, invitee: { email: 'ben@acme.test' }, client_id };
  return { rig, acme, path, body, client_id, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
}

test("an invitation leads to the application's login page with a ticket, and is sent by email", async () => {
  await using tenant = await startWithApplication();
  const { rig, acme, path, body } = tenant;
  const role = (await rig.call('POST', '/roles', { name: 'Admin' })).body.id;
  const made = await rig.call('POST', path, { ...body, roles: [role] });
  const { ticket_id } = made.body;
  expect(made).toMatchObject({ status: 200 });
  expect(made.body).toEqual({
    id: expect.stringMatching(/^uinv_/),
    organization_id: acme,
    ...body,
    roles: [role],
    app_metadata: {},
    user_metadata: {},
    ticket_id: expect.stringMatching(/^\w{32}$/),
    invitation_url: `https://app.acme.example/login?from=mail&invitation=${ticket_id}&organization=${acme}&organization_name=acme`,
    created_at: '2026-01-02T03:04:05.000Z',
    expires_at: '2026-01-09T03:04:05.000Z',
  });
  expect(rig.state.mails).toEqual([
    {
      id: expect.stringMatching(/^mail_/),
      text: expect.stringContaining(`Accept at ${made.body.invitation_url}`),
      to: 'ben@acme.test',
      subject: 'You have been invited to Acme Inc.',
      link: made.body.invitation_url,
      sent_at: '2026-01-02T03:04:05.000Z',
    },
  ]);
  expect((await rig.call('GET', `${path}/${made.body.id}`)).body).toEqual(made.body);
  expect((await rig.call('GET', `${path}/${made.body.id}?fields=invitee`)).body).toEqual({ invitee: body.invitee });
  expect((await rig.call('DELETE', `${path}/${made.body.id}`)).status).toBe(204);
  expect((await rig.call('GET', `${path}/${made.body.id}`)).body).toEqual(
    refusal(404, 'Not Found', 'The invitation does not exist.', 'inexistent_invitation'),
  );
});

test('no email where none is wanted; a lifetime of its own', async () => {
  await using tenant = await startWithApplication();
  const { rig, path, body } = tenant;
  const made = await rig.call('POST', path, { ...body, ttl_sec: 60, send_invitation_email: false });
  expect(made.body.expires_at).toBe('2026-01-02T03:05:05.000Z');
  expect(made.body).not.toHaveProperty('ttl_sec');
  expect(rig.state.mails).toEqual([]);
});

test('the list is paged, with start and limit where totals are asked for', async () => {
  await using tenant = await startWithApplication();
  const { rig, path, body } = tenant;
  for (const name of ['a', 'b', 'c']) {
    await rig.call('POST', path, { ...body, invitee: { email: `${name}@acme.test` } });
    rig.passMs(1000);
  }
  const emails = (rows: { invitee: { email: string } }[]) => rows.map(({ invitee }) => invitee.email);
  const page = (await rig.call('GET', `${path}?per_page=2&page=1&include_totals=true`)).body;
  expect({ ...page, invitations: emails(page.invitations) }).toEqual({
    start: 2,
    limit: 2,
    invitations: ['c@acme.test'],
  });
  expect(emails((await rig.call('GET', `${path}?sort=created_at:-1`)).body)).toEqual([
    'c@acme.test',
    'b@acme.test',
    'a@acme.test',
  ]);
});

test.each([
  [{}, { organization_usage: 'deny' }, /^The specified client_id \(\w+\) does not allow organizations\.$/],
  [{}, { initiate_login_uri: '' }, /^A default login route is required to generate the invitation url\.$/],
  [{ client_id: 'nobody' }, {}, /does not exist/],
  [{ connection_id: 'con_1' }, {}, /is not enabled for the organization/],
  [{ roles: ['rol_1'] }, {}, /^The role rol_1 does not exist\.$/],
  [{ roles: [] }, {}, /Array is too short/],
])('an invitation with %j to an application with %j is refused', async (more, client, message) => {
  await using tenant = await startWithApplication(client);
  const { rig, path, body } = tenant;
  expect((await rig.call('POST', path, { ...body, ...more })).body.message).toMatch(message);
  expect([rig.state.invitations, rig.state.mails]).toEqual([[], []]);
});

test("the tenant's login page serves applications without one", async () => {
  await using tenant = await startWithApplication({ initiate_login_uri: '' });
  const { rig, path, body } = tenant;
  await rig.call('PATCH', '/tenants/settings', { default_redirection_uri: 'https://acme.example/start' });
  expect((await rig.call('POST', path, body)).body.invitation_url).toMatch(
    /^https:\/\/acme\.example\/start\?invitation=/,
  );
});

test('an organization that does not exist has none, and takes its own with it', async () => {
  await using tenant = await startWithApplication();
  const { rig, acme, path, body } = tenant;
  expect((await rig.call('POST', '/organizations/org_none/invitations', body)).status).toBe(404);
  await rig.call('POST', path, body);
  await rig.call('DELETE', `/organizations/${acme}`);
  expect(rig.state.invitations).toEqual([]);
  expect((await rig.call('GET', path)).body).toMatchObject({ statusCode: 404 });
});
