import { describe, expect, test } from 'vitest';
import { authorize } from '../../../emulator/express/authorize.ts';
import { configureSso } from '../../../emulator/express/configure-sso.ts';
import type { OktaInstance } from '../../../emulator/express/types.ts';
import type { TenantState } from '../../../emulator/state.ts';
import { CLAIMS, createRig, INSTANCE } from './rig.ts';

function run(state: TenantState, claims: Record<string, unknown> = CLAIMS, instance: OktaInstance = INSTANCE) {
  const authorized = authorize(state, claims, ['express_configure:sso']);
  return 'refusal' in authorized ? authorized : configureSso(state, authorized.value, instance);
}

const causeOf = (outcome: ReturnType<typeof run>) => ('refusal' in outcome ? outcome.refusal : undefined);

describe('the first run', () => {
  test('makes the connection of what the SaaS team has set up', () => {
    const { state } = createRig();
    expect(run(state)).toEqual({
      value: {
        outcome: 'created',
        connection_id: 'con_2',
        connection_name: 'okta-acme-1',
        organization_id: 'org_acme',
        organization_name: 'acme',
        domain_aliases: ['acme.com', 'eu.acme.com'],
        redirect_uri: 'https://tenant.test/login/callback',
        initiate_login_uri_template: 'https://app.acme.example/login?organization={organization_id}',
        global_token_revocation_endpoint: 'https://tenant.test/oauth/global-token-revocation/connection/okta-acme-1',
      },
    });
    expect(state.connections).toEqual([
      {
        id: 'con_2',
        name: 'okta-acme-1',
        strategy: 'okta',
        realms: ['okta-acme-1'],
        is_domain_connection: false,
        display_name: 'okta-acme-1',
        show_as_button: false,
        authentication: { active: true },
        connected_accounts: { active: false },
        enabled_clients: ['saas', 'reports'],
        options: {
          type: 'back_channel',
          domain: 'acme.okta.test',
          issuer: 'https://acme.okta.test',
          jwks_uri: 'https://acme.okta.test/keys',
          // The rest of the org's addresses follow from its domain.
          authorization_endpoint: 'https://acme.okta.test/oauth2/v1/authorize',
          token_endpoint: 'https://acme.okta.test/oauth2/v1/token',
          userinfo_endpoint: 'https://acme.okta.test/oauth2/v1/userinfo',
          oidc_metadata: expect.objectContaining({ issuer: 'https://acme.okta.test' }),
          client_id: '0oa1',
          client_secret: 'upstream secret',
          scope: 'openid profile email',
          schema_version: 'oidc-V4',
          connection_settings: { pkce: 'auto' },
          domain_aliases: ['acme.com', 'eu.acme.com'],
          attribute_map: {
            mapping_mode: 'use_map',
            attributes: {
              email: '$' + '{context.tokenset.email}',
              'app_metadata.department': '$' + '{context.tokenset.dept}',
            },
          },
        },
      },
    ]);
    expect(state.organizations[0]?.enabled_connections).toEqual([
      { connection_id: 'con_2', assign_membership_on_login: true, show_as_button: true, is_signup_enabled: false },
    ]);
  });

  test('without enable_client has the linked applications only', () => {
    const { state, express } = createRig();
    express.enable_client = false;
    run(state);
    expect(state.connections[0]?.enabled_clients).toEqual(['reports']);
  });

  test('without enable_organization leaves the organization alone', () => {
    const { state, express } = createRig();
    express.enable_organization = false;
    run(state);
    expect(state.organizations[0]?.enabled_connections).toEqual([]);
    expect(state.connections[0]?.options.domain_aliases).toEqual(['acme.com', 'eu.acme.com']);
  });

  test('without a claim makes a connection without aliases', () => {
    const { state } = createRig();
    run(state, { ...CLAIMS, express_configuration: undefined });
    expect(state.connections[0]?.options).not.toHaveProperty('domain_aliases');
  });

  test.each([
    ['none', 'none', { assign_membership_on_login: false, show_as_button: false }],
    ['optional', 'optional', { assign_membership_on_login: true, show_as_button: true }],
    ['required', 'none', { assign_membership_on_login: true, show_as_button: false }],
  ])('membership %s and button %s of the profile', (assign_membership_on_login, show_as_button, expected) => {
    const { state, profile } = createRig();
    profile.organization = { assign_membership_on_login, show_as_button };
    run(state);
    expect(state.organizations[0]?.enabled_connections[0]).toMatchObject(expected);
  });

  test.each([
    ['listed nowhere', { enabled_features: ['scim'] }],
    [
      'left out for Okta',
      { enabled_features: ['universal_logout'], strategy_overrides: { okta: { enabled_features: ['scim'] } } },
    ],
  ])('has no logout endpoint with universal_logout %s', (_, features) => {
    const { state, profile } = createRig();
    Object.assign(profile, features);
    const outcome = run(state);
    expect('value' in outcome && outcome.value.global_token_revocation_endpoint).toBe(undefined);
  });

  test('names the connection as a connection may be named', () => {
    const { state, profile } = createRig();
    profile.connection_name_prefix_template = 'con-{org_id}-';
    run(state);
    expect(state.connections[0]?.name).toBe('con-org-acme-1');
    const strict = createRig({ underscoreInNames: 'refuse' });
    strict.profile.connection_name_prefix_template = 'con-{org_id}-';
    expect(causeOf(run(strict.state))).toEqual({
      status: 422,
      cause: "the prefix con-org_acme- has an underscore, which a connection's name may not have",
    });
  });
});

describe('the second run', () => {
  const rotated = { ...INSTANCE, client_secret: 'rotated' };

  test('updates the same connection, and takes nothing away that others added', () => {
    const { state, profile } = createRig();
    run(state);
    const [connection] = state.connections;
    connection?.enabled_clients.push('another');
    if (connection) connection.options.icon_url = 'https://acme.example/icon.png';
    profile.organization = { assign_membership_on_login: 'none', show_as_button: 'required' };
    const outcome = run(state, CLAIMS, rotated);
    expect(outcome).toMatchObject({ value: { outcome: 'updated', connection_name: 'okta-acme-1' } });
    expect(state.connections).toHaveLength(1);
    expect(state.expressConnections).toHaveLength(1);
    expect(connection?.enabled_clients).toEqual(['saas', 'reports', 'another']);
    expect(connection?.options).toMatchObject({
      client_secret: 'rotated',
      icon_url: 'https://acme.example/icon.png',
    });
    expect(state.organizations[0]?.enabled_connections).toEqual([
      { connection_id: 'con_2', assign_membership_on_login: false, show_as_button: true, is_signup_enabled: false },
    ]);
  });

  test.each([
    [{}, ['new.acme.com'], ['new.acme.com']],
    [{ aliasesOnRerun: 'merge' as const }, ['new.acme.com'], ['acme.com', 'eu.acme.com', 'new.acme.com']],
    [{}, undefined, ['acme.com', 'eu.acme.com']],
    [{ rerunWithoutClaim: 'clear' as const }, undefined, []],
  ])('with %j and the claim %j leaves the aliases %j', (unknowns, claimed, expected) => {
    const { state } = createRig(unknowns);
    run(state);
    run(state, { ...CLAIMS, express_configuration: claimed && { domain_aliases: claimed } });
    expect(state.connections[0]?.options.domain_aliases).toEqual(expected);
  });

  test('after the connection was deleted makes a new one', () => {
    const { state } = createRig();
    run(state);
    state.connections = [];
    expect(run(state)).toMatchObject({ value: { outcome: 'created' } });
  });

  test('for another organization is refused', () => {
    const { state } = createRig();
    state.organizations.push({ id: 'org_globex', name: 'globex', metadata: {}, enabled_connections: [] });
    run(state);
    expect(causeOf(run(state, { ...CLAIMS, org_id: 'org_globex' }))).toEqual({
      status: 409,
      cause: 'this app instance has a connection in the organization acme already: one is all it can have',
    });
  });

  test('by another instance in the same Okta org is refused', () => {
    const { state } = createRig();
    run(state);
    expect(causeOf(run(state, CLAIMS, { ...INSTANCE, client_id: '0oa2' }))).toEqual({
      status: 409,
      cause: 'another instance of this integration in the same Okta org has a connection already',
    });
  });
});

describe('a domain that another connection holds', () => {
  const elsewhere = {
    id: 'con_other',
    name: 'other-idp',
    strategy: 'oidc',
    options: { domain_aliases: ['EU.acme.com'] },
    enabled_clients: [],
  };

  test('is refused, and nothing is made', () => {
    const { state } = createRig();
    state.connections.push(elsewhere);
    expect(causeOf(run(state))).toEqual({
      status: 409,
      cause: 'the domain eu.acme.com is an alias of the connection other-idp already',
    });
    expect(state.connections).toHaveLength(1);
    expect(state.organizations[0]?.enabled_connections).toEqual([]);
  });

  test('is taken where the switch says that Auth0 allows it', () => {
    const { state } = createRig({ aliasTaken: 'allow' });
    state.connections.push(elsewhere);
    expect(run(state)).toHaveProperty('value');
  });
});

describe('a token is refused', () => {
  const without = (change: (rig: ReturnType<typeof createRig>) => void, claims: Record<string, unknown> = CLAIMS) => {
    const rig = createRig();
    change(rig);
    return causeOf(run(rig.state, claims));
  };
  const nothing = () => {};

  test('that is not of this tenant, or without the scope, or without organization', () => {
    const { state } = createRig();
    expect(authorize(state, undefined, [])).toEqual({
      refusal: { status: 401, cause: 'the token is not of this tenant, not for this API, or has expired' },
    });
    expect(without(nothing, { ...CLAIMS, scope: 'openid express_configure:scim' })).toEqual({
      status: 403,
      cause: 'the token lacks the scope express_configure:sso',
    });
    for (const org_id of [undefined, 'org_unknown']) {
      expect(without(nothing, { ...CLAIMS, org_id })).toEqual({
        status: 403,
        cause: 'the token names no organization of this tenant',
      });
    }
  });

  test('of a client that no published application names, or two do', () => {
    expect(without(nothing, { ...CLAIMS, azp: 'saas' })?.cause).toBe(
      'no application names the client saas as its okta_oin_client_id',
    );
    expect(without(({ state }) => Object.assign(state.clients[0] ?? {}, { app_type: 'spa' }))?.cause).toBe(
      'no application names the client oin as its okta_oin_client_id',
    );
    expect(
      without(({ state, express }) => Object.assign(state.clients[2] ?? {}, { express_configuration: express }))?.cause,
    ).toBe('Acme SaaS and Acme Reports name the same OIN client');
  });

  test('while the application names a profile that does not exist', () => {
    expect(without(({ express }) => Object.assign(express, { connection_profile_id: 'uap_1' }))).toEqual({
      status: 422,
      cause: 'Acme SaaS names no connection profile that exists',
    });
    expect(without(({ express }) => Object.assign(express, { user_attribute_profile_id: 'cop_1' }))).toEqual({
      status: 422,
      cause: 'Acme SaaS names no user attribute profile that exists',
    });
  });

  test.each([
    [{ domain_aliases: 'acme.com' }],
    [{ domain_aliases: ['acme.com', ''] }],
    [{ domain_aliases: ['acme.com\n'] }],
    [{ domain_aliases: ['*.acme.com'] }],
    [{ domain_aliases: { data: ['acme.com'] } }],
    [{}],
    ['acme.com'],
  ])('with the claim %j', (express_configuration) => {
    expect(without(nothing, { ...CLAIMS, express_configuration })).toEqual({
      status: 422,
      cause: 'express_configuration.domain_aliases of the token is not a list of domain names',
    });
  });
});
