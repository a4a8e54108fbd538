import { expect, test } from 'vitest';
import { badRequest, startManagement } from '../management-rig.ts';

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
  const { body: read } = await rig.call('GET', '/tenants/settings');
  expect(read).toMatchObject({
    friendly_name: 'Acme',
    session_lifetime: 1.5,
    sandbox_versions_available: ['22', '18'],
  });
  expect((await rig.call('GET', '/tenants/settings?fields=friendly_name')).body).toEqual({ friendly_name: 'Acme' });
});

test('flags are merged, and the consent flag that the published schema lacks is one', async () => {
  await using rig = await startManagement();
  const flags = { use_scope_descriptions_for_consent: true };
  expect((await rig.call('PATCH', '/tenants/settings', { flags })).body.flags).toMatchObject({
    universal_login: true,
    cannot_change_enforce_client_authentication_on_passwordless_start: true,
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

test('a new tenant has its defaults, and null takes a setting away', async () => {
  await using rig = await startManagement();
  expect((await rig.call('GET', '/tenants/settings')).body).toMatchObject({
    change_password: { enabled: false },
    session_lifetime: 168,
    idle_session_lifetime: 72,
    resource_parameter_profile: 'audience',
  });
  const list = { country_codes: { list: ['CH'], mode: 'allow' } };
  expect((await rig.call('PATCH', '/tenants/settings', list)).body).toMatchObject(list);
  const cleared = await rig.call('PATCH', '/tenants/settings', { country_codes: null, universal_login: {} });
  expect(cleared).toMatchObject({ status: 200, body: { universal_login: {} } });
  expect(cleared.body).not.toHaveProperty('country_codes');
  const idle = await rig.call('PATCH', '/tenants/settings', { idle_ephemeral_session_lifetime_in_minutes: 90 });
  expect(idle.body.idle_ephemeral_session_lifetime).toBe(1.5);
});
