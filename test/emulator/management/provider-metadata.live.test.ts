import { describe, expect, test } from 'vitest';
import { type ManagementRig, startManagement } from './management-rig.ts';

const post = (rig: ManagementRig, strategy: string, options: object) =>
  rig.call('POST', '/connections', { name: 'customer', strategy, options });

describe('a connection to an Okta org', () => {
  test('has the metadata of the org, and the endpoints that were not sent', async () => {
    await using rig = await startManagement();
    const sent = {
      domain: 'harbour.okta.com',
      client_id: 'a',
      issuer: 'https://id.harbour.example',
      token_endpoint: null,
    };
    const { options, id } = (await post(rig, 'okta', sent)).body;
    expect(options).toMatchObject({
      issuer: 'https://id.harbour.example',
      authorization_endpoint: 'https://harbour.okta.com/oauth2/v1/authorize',
      token_endpoint: 'https://harbour.okta.com/oauth2/v1/token',
      userinfo_endpoint: 'https://harbour.okta.com/oauth2/v1/userinfo',
      jwks_uri: 'https://harbour.okta.com/oauth2/v1/keys',
      oidc_metadata: {
        issuer: 'https://harbour.okta.com',
        end_session_endpoint: 'https://harbour.okta.com/oauth2/v1/logout',
        id_token_signing_alg_values_supported: ['RS256'],
        request_parameter_supported: true,
        claims_parameter_supported: false,
      },
    });
    const changed = await rig.call('PATCH', `/connections/${id}`, { options: { domain: 'quay.okta.com' } });
    expect(changed.body.options.oidc_metadata.issuer).toBe('https://quay.okta.com');
    expect(changed.body.options.issuer).toBe('https://quay.okta.com');
  });

  test.each(['localhost:3000', 'localhost', '127.0.0.1', 'quay.okta.com/path', ''])(
    'has none at %j, which is no host of Okta',
    async (domain) => {
      await using rig = await startManagement();
      const { options } = (await post(rig, 'okta', { domain, token_endpoint: null })).body;
      expect(options).not.toHaveProperty('oidc_metadata');
      expect(options.token_endpoint).toBeNull();
    },
  );
});

describe('a connection to another OpenID provider', () => {
  const oidc_metadata = {
    issuer: 'https://id.quay.example',
    token_endpoint: 'https://id.quay.example/token',
    request_parameter_supported: true,
  };

  test('takes the endpoints from the metadata that was sent, and completes it', async () => {
    await using rig = await startManagement();
    const { options } = (await post(rig, 'oidc', { oidc_metadata, token_endpoint: null, userinfo_endpoint: null }))
      .body;
    expect(options).toMatchObject({ token_endpoint: 'https://id.quay.example/token', userinfo_endpoint: null });
    expect(options.oidc_metadata).toEqual({
      ...oidc_metadata,
      claims_parameter_supported: false,
      request_uri_parameter_supported: false,
      require_request_uri_registration: false,
    });
  });

  test('has none where only an address was sent: no request goes elsewhere', async () => {
    await using rig = await startManagement();
    const discovery_url = 'https://id.quay.example/.well-known/openid-configuration';
    const { options } = (await post(rig, 'oidc', { discovery_url, token_endpoint: null })).body;
    expect(options).not.toHaveProperty('oidc_metadata');
    expect(options.token_endpoint).toBeNull();
  });

  test('other strategies keep what they are given', async () => {
    await using rig = await startManagement();
    expect((await post(rig, 'samlp', { oidc_metadata })).body.options.oidc_metadata).toEqual(oidc_metadata);
  });
});
