import { describe, expect, test } from 'vitest';
import { checkSnapshot, SnapshotError, takeSnapshot, withSnapshot } from '../../../emulator/inspector/snapshot.ts';
import { type ClientRecord, createState } from '../../../emulator/state.ts';

const NOW_MS = Date.parse('2026-01-02T03:04:05.000Z');
const client = (client_id: string): ClientRecord => ({ client_id, name: client_id, is_first_party: true });
const grant = (client_id: string, domain: string) => ({
  ...{ id: `cgr_${client_id}`, client_id, scope: ['read:roles'], subject_type: 'client' as const },
  audience: `https://${domain}/api/v2/`,
});

function tenant(domain: string, seeded: string) {
  const state = createState({ domain, clock: () => NOW_MS });
  state.clients.push(client(seeded));
  state.clientGrants.push(grant(seeded, domain));
  return state;
}

function saved() {
  const state = tenant('localhost:1', 'deploy-then');
  state.clients.push(client('app'));
  state.clientGrants.push(grant('app', 'localhost:1'));
  state.enabledFactors.add('otp');
  state.roles.push({ id: 'rol_1', name: 'Admin', permissions: [] });
  return takeSnapshot(state, ['deploy-then']);
}

const asJson = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value));

function refusal(json: unknown): unknown[] {
  try {
    checkSnapshot(json);
    return [];
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    return [error.problem, error.message];
  }
}

describe('a snapshot', () => {
  test('holds what the tenant does, and nothing of the start but its applications’ ids', () => {
    const snapshot = saved();
    expect(snapshot).toMatchObject({
      format: 'express-configure local tenant',
      version: 1,
      savedAt: '2026-01-02T03:04:05.000Z',
      domain: 'localhost:1',
      seededClients: ['deploy-then'],
    });
    expect(snapshot.state.enabledFactors).toEqual(['otp']);
    for (const field of ['domain', 'clock', 'newId', 'newUuid', 'newCode', 'unknowns'])
      expect(snapshot.state).not.toHaveProperty(field);
  });

  test('is loaded into another start: its applications, its address, its switches', () => {
    const now = tenant('localhost:2', 'deploy-now');
    now.roles.push({ id: 'rol_2', name: 'Gone', permissions: [] });
    const seeds = { clients: now.clients, clientGrants: now.clientGrants };
    const state = withSnapshot(now, checkSnapshot(asJson(saved())), seeds);
    expect(state.clients.map(({ client_id }) => client_id)).toEqual(['deploy-now', 'app']);
    expect(state.clientGrants).toEqual([grant('deploy-now', 'localhost:2'), grant('app', 'localhost:2')]);
    expect(state.roles).toEqual([{ id: 'rol_1', name: 'Admin', permissions: [] }]);
    expect(state.enabledFactors).toEqual(new Set(['otp']));
    expect([state.domain, state.clock(), state.newId, state.unknowns]).toEqual([
      'localhost:2',
      NOW_MS,
      now.newId,
      now.unknowns,
    ]);
    expect(now.roles).toEqual([{ id: 'rol_2', name: 'Gone', permissions: [] }]);
  });

  test('has the deployed version of an Action among its versions, as one', () => {
    const snapshot = saved();
    const version = { id: 'v1', number: 1, code: '', dependencies: [], secrets: [] };
    const action = {
      ...{ id: 'a', name: 'a', code: '', runtime: 'node22', dependencies: [], secrets: [] },
      ...{ supported_triggers: [], builtAtMs: 0, versions: [version], deployed: { ...version } },
    };
    snapshot.state.actions = [action];
    const { actions } = withSnapshot(tenant('localhost:2', 'x'), snapshot, { clients: [], clientGrants: [] });
    expect(actions[0]?.versions).toEqual([version]);
    expect(actions[0]?.deployed).toBe(actions[0]?.versions[0]);
  });

  test('empties what it does not name', () => {
    const now = tenant('localhost:2', 'deploy-now');
    now.emailProvider = { name: 'smtp', enabled: true };
    const state = withSnapshot(now, saved(), { clients: [], clientGrants: [] });
    expect(state.emailProvider).toBeUndefined();
  });
});

describe('is refused', () => {
  test('when it is of a newer version, with what to do', () => {
    expect(refusal({ ...saved(), version: 2 })).toEqual([
      'newer-version',
      'the snapshot has version 2, and this emulator reads up to 1: load it with the emulator that saved it, or a newer one',
    ]);
  });

  const withState = (fields: object) => ({ ...saved(), state: { ...saved().state, ...fields } });
  const { roles: _, ...stateWithoutRoles } = saved().state;

  test.each<[string, unknown]>([
    ['format must be "express-configure local tenant"', null],
    ['format must be "express-configure local tenant"', []],
    ['format must be "express-configure local tenant"', { version: 1 }],
    ['version must be a positive integer', { ...saved(), version: '1' }],
    ['version must be a positive integer', { ...saved(), version: 0 }],
    ['savedAt must be a date', { ...saved(), savedAt: 'yesterday' }],
    ['domain must be a string', { ...saved(), domain: 1 }],
    ['seededClients must be a list of strings', { ...saved(), seededClients: [1] }],
    ['state must be an object', { ...saved(), state: [] }],
    ['state.roles is missing', { ...saved(), state: stateWithoutRoles }],
    ['state.roles must be a list', withState({ roles: {} })],
    ['state.roles[0] must be an object', withState({ roles: [null] })],
    ['state.roles[0].permissions must be a list', withState({ roles: [{ id: 'r', name: 'n' }] })],
    ['state.settings.friendly_name must be a string', withState({ settings: {} })],
    ['state.guardianPolicies must be a list', withState({ guardianPolicies: 'all' })],
    ['state.clock is not expected', withState({ clock: 1 })],
    ['state.toString is not known', withState({ toString: [] })],
    [
      'state.actions[0].versions[0].secrets[0].value must be a string',
      withState({
        actions: [
          {
            ...{ id: 'a', name: 'a', code: '', runtime: 'node22', dependencies: [], secrets: [] },
            ...{ supported_triggers: [], builtAtMs: 0 },
            versions: [{ id: 'v', number: 1, code: '', dependencies: [], secrets: [{ name: 'KEY' }] }],
          },
        ],
      }),
    ],
  ])('when malformed: %s', (what, json) => {
    expect(refusal(json)).toEqual(['malformed', `the snapshot is malformed: ${what}`]);
  });
});
