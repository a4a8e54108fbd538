import { expect, test } from 'vitest';
import { badRequest, startManagement } from './management-rig.ts';

test('lifetimes are written in minutes and read in hours, never both', async () => {
  await using rig = await startManagement();
  const { status, body } = await rig.call('PATCH', '/tenants/settings', {
    friendly_name: 'Acme',
    session_lifetime_in_minutes: 90,
    idle_session_lifetime_in_minutes: 60,
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ friendly_name: 'Acme', session_lifetime: 1.5, idle_session_lifetime: 1 });
  expect(Object.keys(body).filter((key) => key.endsWith('_in_minutes'))).toEqual([]);
  expect((await rig.call('GET', '/tenants/settings')).body).toEqual(body);
  expect((await rig.call('GET', '/tenants/settings?fields=friendly_name')).body).toEqual({ friendly_name: 'Acme' });
});

test('flags are merged, and the consent flag that the published schema lacks is one', async () => {
  await using rig = await startManagement();
  const flags = { use_scope_descriptions_for_consent: true };
  expect((await rig.call('PATCH', '/tenants/settings', { flags })).body.flags).toEqual({
    enable_client_connections: true,
    use_scope_descriptions_for_consent: true,
  });
  expect((await rig.call('PATCH', '/tenants/settings', { flags: { no_such_flag: true } })).body).toEqual(
    badRequest("Payload validation error: 'Additional properties not allowed: no_such_flag' on property flags."),
  );
});

test('the switch that lets Actions choose factors is at the top level', async () => {
  await using rig = await startManagement();
  await rig.call('PATCH', '/tenants/settings', { customize_mfa_in_postlogin_action: true });
  expect(rig.state.settings.customize_mfa_in_postlogin_action).toBe(true);
});

test('a default audience must exist', async () => {
  await using rig = await startManagement();
  expect((await rig.call('PATCH', '/tenants/settings', { default_audience: 'urn:none' })).body).toEqual(
    badRequest('The default audience "urn:none" does not exist.'),
  );
  await rig.call('POST', '/resource-servers', { identifier: 'urn:orders' });
  expect((await rig.call('PATCH', '/tenants/settings', { default_audience: 'urn:orders' })).status).toBe(200);
  expect((await rig.call('PATCH', '/tenants/settings', { default_audience: '' })).status).toBe(200);
});
