/** What surrounds Express Configuration in a tenant, for the preflight of a first deploy. */
import { describe, expect, test } from 'vitest';
import { badRequest, refusal, startManagement } from './management-rig.ts';

describe('prompts', () => {
  test('are Universal Login, identifier and password together, until changed', async () => {
    await using rig = await startManagement();
    const fresh = { universal_login_experience: 'new', identifier_first: false };
    expect((await rig.call('GET', '/prompts')).body).toEqual(fresh);
    const changed = { ...fresh, identifier_first: true };
    expect((await rig.call('PATCH', '/prompts', { identifier_first: true })).body).toEqual(changed);
    expect((await rig.call('GET', '/prompts')).body).toEqual(changed);
    const both = { ...changed, webauthn_platform_first_factor: true };
    expect((await rig.call('PATCH', '/prompts', { webauthn_platform_first_factor: true })).body).toEqual(both);
    expect((await rig.call('PATCH', '/prompts', { identifier_first: null })).body).toEqual({
      ...both,
      identifier_first: false,
    });
  });

  test('know no other settings', async () => {
    await using rig = await startManagement();
    expect((await rig.call('PATCH', '/prompts', { colour: 'red' })).body).toEqual(
      badRequest("Payload validation error: 'Additional properties not allowed: colour'."),
    );
  });
});

describe('custom domains', () => {
  const domain = { domain: 'login.example.com', type: 'auth0_managed_certs' };

  test('wait for verification, then are ready, then may go', async () => {
    await using rig = await startManagement();
    const { status, body } = await rig.call('POST', '/custom-domains', domain);
    expect(status).toBe(201);
    const pending = {
      ...domain,
      custom_domain_id: body.custom_domain_id,
      primary: true,
      status: 'pending_verification',
      verification: {
        methods: [
          {
            name: 'CNAME',
            record: expect.stringMatching(/^tenant-cd-[0-9a-z]{16}\.edge\.tenants\.example$/),
            domain: domain.domain,
          },
        ],
      },
      created_at: '2026-01-02T03:04:05.000Z',
    };
    expect(body).toEqual({ ...pending, is_default: false });
    const path = `/custom-domains/${body.custom_domain_id}`;
    expect((await rig.call('POST', `${path}/verify`)).body).toEqual({ ...pending, status: 'ready' });
    expect((await rig.call('GET', path)).body.status).toBe('ready');
    expect((await rig.call('DELETE', path)).status).toBe(204);
    expect((await rig.call('GET', path)).body).toEqual(
      refusal(
        404,
        'Not Found',
        `The custom domain ${body.custom_domain_id} does not exist`,
        'inexistent_custom_domain',
      ),
    );
  });

  test('are changed: metadata is merged, and what is null goes', async () => {
    await using rig = await startManagement();
    const { custom_domain_id: id } = (
      await rig.call('POST', '/custom-domains', { ...domain, domain_metadata: { a: '1' } })
    ).body;
    const patch = async (body: object) => (await rig.call('PATCH', `/custom-domains/${id}`, body)).body;
    const changed = await patch({ domain_metadata: { b: '2' }, relying_party_identifier: 'example.com' });
    expect(changed).toMatchObject({ domain_metadata: { a: '1', b: '2' }, relying_party_identifier: 'example.com' });
    const emptied = await patch({ domain_metadata: { a: null, b: null }, relying_party_identifier: null });
    expect(emptied.domain_metadata).toEqual({});
    expect(emptied).not.toHaveProperty('relying_party_identifier');
    expect((await rig.call('GET', `/custom-domains/${id}`)).body).toEqual(emptied);
    expect((await rig.call('PATCH', '/custom-domains/cd_0000000000000000', { tls_policy: 'recommended' })).status).toBe(
      404,
    );
  });

  test('one that is verified may be the default; until then it is the tenant’s own', async () => {
    await using rig = await startManagement();
    const { custom_domain_id: id } = (await rig.call('POST', '/custom-domains', domain)).body;
    const read = async () => (await rig.call('GET', '/custom-domains/default')).body;
    const choose = (name: string) => rig.call('PATCH', '/custom-domains/default', { domain: name });
    expect(await read()).toEqual({ domain: 'tenant.test' });
    expect((await choose(domain.domain)).body).toEqual(
      badRequest('The domain must be verified before it can be set as default.'),
    );
    await rig.call('POST', `/custom-domains/${id}/verify`);
    expect((await choose(domain.domain)).body).toMatchObject({ custom_domain_id: id, is_default: true });
    expect(await read()).toMatchObject({ custom_domain_id: id, is_default: true });
    expect((await choose('nowhere.example')).body).toEqual(badRequest('((The tenant has no domain nowhere.example.))'));
    expect((await choose('tenant.test')).body).toEqual({ domain: 'tenant.test' });
    expect((await rig.call('GET', `/custom-domains/${id}`)).body.is_default).toBe(false);
  });

  test('are a plain list, or pages by checkpoint', async () => {
    await using rig = await startManagement();
    await rig.call('POST', '/custom-domains', domain);
    await rig.call('POST', '/custom-domains', { ...domain, domain: 'login.example.org' });
    const names = (rows: { domain: string }[]) => rows.map((row) => row.domain);
    expect(names((await rig.call('GET', '/custom-domains')).body)).toEqual(['login.example.com', 'login.example.org']);
    const first = (await rig.call('GET', '/custom-domains?take=1')).body;
    expect(names(first.custom_domains)).toEqual(['login.example.com']);
    const second = (await rig.call('GET', `/custom-domains?take=1&from=${first.next}`)).body;
    expect(names(second.custom_domains)).toEqual(['login.example.org']);
  });

  test('exist once', async () => {
    await using rig = await startManagement();
    await rig.call('POST', '/custom-domains', domain);
    expect((await rig.call('POST', '/custom-domains', domain)).body).toEqual(
      refusal(409, 'Conflict', 'The custom domain login.example.com already exists.', 'custom_domain_conflict'),
    );
  });
});

describe('the email provider', () => {
  const provider = { name: 'sendgrid', default_from_address: 'no-reply@example.com' };
  const inexistent = refusal(404, 'Not Found', 'There is not a configured email provider', 'inexistent_email_provider');

  test('is none, then one, whose credentials are not shown', async () => {
    await using rig = await startManagement();
    expect((await rig.call('GET', '/emails/provider')).body).toEqual(inexistent);
    const body = { ...provider, credentials: { api_key: 'secret' } };
    const shown = { ...provider, credentials: {} };
    expect((await rig.call('POST', '/emails/provider', body)).body).toEqual({ ...shown, enabled: true });
    expect((await rig.call('POST', '/emails/provider', body)).status).toBe(409);
    const changed = await rig.call('PATCH', '/emails/provider', { enabled: false, credentials: { api_key: 'other' } });
    expect(changed.body).toEqual({ ...shown, enabled: false });
    expect(JSON.stringify(rig.state)).not.toContain('secret');
    expect((await rig.call('DELETE', '/emails/provider')).status).toBe(204);
    expect((await rig.call('PATCH', '/emails/provider', { enabled: true })).body).toEqual(inexistent);
  });
});
