import { expect, test } from 'vitest';
import { authorize } from '../../../emulator/express/authorize.ts';
import { configureScim } from '../../../emulator/express/configure-scim.ts';
import { configureSso } from '../../../emulator/express/configure-sso.ts';
import { useScimToken } from '../../../emulator/scim/token.ts';
import { CLAIMS, createRig, INSTANCE } from './rig.ts';

function authorized(rig: ReturnType<typeof createRig>) {
  const outcome = authorize(rig.state, CLAIMS, ['express_configure:scim']);
  if ('refusal' in outcome) throw new Error(outcome.refusal.cause);
  return outcome.value;
}

test('SCIM gets the maps of the user attribute profile, with what says otherwise for Okta, and a token that works', () => {
  const rig = createRig();
  const { state } = rig;
  configureSso(state, authorized(rig), INSTANCE);
  const outcome = configureScim(state, authorized(rig), INSTANCE);
  expect(outcome).toEqual({
    value: {
      outcome: 'created',
      connection_id: 'con_2',
      base_url: 'https://tenant.test/scim/v2/connections/con_2',
      token: 'tok_3.4',
    },
  });
  expect(state.scimConfigurations).toEqual([
    {
      connection_id: 'con_2',
      user_id_attribute: 'externalId',
      mapping: [
        { auth0: 'email', scim: 'emails[primary eq true].value' },
        { auth0: 'app_metadata.department', scim: 'department' },
        { auth0: 'preferred_username', scim: 'userName' },
        { auth0: 'blocked', scim: 'active' },
      ],
      created_at: '2026-01-02T03:04:05.000Z',
      updated_on: '2026-01-02T03:04:05.000Z',
    },
  ]);
  expect(JSON.stringify(state.scimTokens)).not.toContain('tok_3.4');
  expect(useScimToken(state, 'con_2', 'tok_3.4')).toMatchObject({ last_used_at: '2026-01-02T03:04:05.000Z' });
  expect(useScimToken(state, 'con_other', 'tok_3.4')).toBeUndefined();
  expect(useScimToken(state, 'con_2', 'tok_3.5')).toBeUndefined();
});

test('a second run replaces its own token, and no other', () => {
  const rig = createRig();
  const { state } = rig;
  configureSso(state, authorized(rig), INSTANCE);
  configureScim(state, authorized(rig), INSTANCE);
  state.scimTokens.push({ token_id: 'tok_mine', connection_id: 'con_2', scopes: [], created_at: '', tokenHash: 'x' });
  const outcome = configureScim(state, authorized(rig), INSTANCE);
  expect(outcome).toMatchObject({ value: { outcome: 'updated' } });
  expect(state.scimConfigurations).toHaveLength(1);
  expect(state.scimTokens.map(({ token_id }) => token_id)).toEqual(['tok_mine', 'tok_5']);
});

test('SCIM is refused before SSO, and where the connection profile does not allow it', () => {
  const rig = createRig();
  expect(configureScim(rig.state, authorized(rig), INSTANCE)).toEqual({
    refusal: { status: 422, cause: 'the app instance has no connection yet: SSO comes first' },
  });
  configureSso(rig.state, authorized(rig), INSTANCE);
  rig.profile.enabled_features = ['universal_logout'];
  expect(configureScim(rig.state, authorized(rig), INSTANCE)).toEqual({
    refusal: { status: 403, cause: 'the connection profile does not list scim under enabled_features' },
  });
});
