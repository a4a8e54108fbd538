import { describe, expect, test } from 'vitest';
import { createApi } from '../../../../emulator/runtime/api.ts';
import { adminEvent } from '../../../support/events.ts';

const roles = ['admin', 'editor', 'viewer'].map((name) => ({ id: `rol_${name}`, name }));
const { api } = createApi(adminEvent(), { directory: { roles, groups: [{ id: 'grp_1', name: 'staff' }] } });

const STAFF = {
  id: 'grp_1',
  name: 'staff',
  tenant_name: 'tenant',
  created_at: '1970-01-01T00:00:00.000Z',
  updated_at: '1970-01-01T00:00:00.000Z',
  membership_created_at: '1970-01-01T00:00:00.000Z',
  assignment: '((direct))',
};

describe('roles and groups', () => {
  test('come in pages, with a cursor to the next', async () => {
    const first = await api.roles.getUserEffectiveRoles({ take: 2 });
    expect(first.roles.map(({ name }) => name)).toEqual(['admin', 'editor']);
    const second = await api.roles.getUserEffectiveRoles({ take: 2, ...(first.next ? { from: first.next } : {}) });
    expect(second).toEqual({ roles: [{ id: 'rol_viewer', name: 'viewer', type: 'tenant' }] });
    expect(await api.groups.getUserGroups()).toEqual({ groups: [STAFF] });
  });

  test('are found by id and name, and only where the user has them', async () => {
    const [admin, , viewer] = roles.map((role) => ({ ...role, type: 'tenant' }));
    expect(await api.roles.getUserEffectiveRolesByIds(['rol_viewer', 'rol_none'])).toEqual({ roles: [viewer] });
    expect(await api.roles.getUserEffectiveRolesByNames(['admin', 'owner'])).toEqual({ roles: [admin] });
  });

  test('a membership is an entry for every group that was asked for, by id or name: is_member tells', async () => {
    const { memberships } = await api.groups.hasGroupMembership(['grp_1', 'staff', 'grp_2', 'constructor']);
    const isMember = { is_member: true, matches: [{ id: 'grp_1', name: 'staff', group_type: 'tenant' }] };
    expect(memberships).toEqual({
      grp_1: isMember,
      staff: isMember,
      grp_2: { is_member: false },
      constructor: { is_member: false },
    });
  });

  test('two groups of one name both match, each with the type of where it is from', async () => {
    const groups = [
      { id: 'grp_a', name: 'ops', group_type: 'organization' as const },
      { id: 'grp_b', name: 'ops', connection_id: 'con_1' },
    ];
    const other = createApi(adminEvent(), { directory: { roles: [], groups } }).api;
    expect((await other.groups.hasGroupMembership(['ops'])).memberships.ops?.matches).toEqual([
      { id: 'grp_a', name: 'ops', group_type: 'organization' },
      { id: 'grp_b', name: 'ops', group_type: 'connection' },
    ]);
  });

  test('a role and a group have all the fields that they are given', async () => {
    const directory = {
      roles: [{ id: 'rol_1', name: 'lead', type: 'organization' }],
      groups: [{ ...STAFF, external_id: 'ext-1', assignment: 'scim' }],
    };
    const own = createApi(adminEvent(), { directory }).api;
    expect(await own.roles.getUserEffectiveRoles()).toEqual({ roles: directory.roles });
    expect(await own.groups.getUserGroups()).toEqual({ groups: directory.groups });
  });

  test.each([
    ['ids', () => api.roles.getUserEffectiveRolesByIds([])],
    ['names', () => api.roles.getUserEffectiveRolesByNames([])],
    ['groups', () => api.groups.hasGroupMembership([])],
  ])('are asked for with an array of %s that is not empty', async (name, call) => {
    await expect(call()).rejects.toThrow(`The "${name}" parameter must be a non-empty array of strings.`);
  });

  test('come in sensible pages', async () => {
    for (const take of [0, 1.5]) {
      await expect(api.roles.getUserEffectiveRoles({ take })).rejects.toThrow(
        'The "take" parameter must be a positive integer if provided.',
      );
    }
    const spoilt: object = { from: 1 };
    await expect(api.groups.getUserGroups(spoilt)).rejects.toThrow(
      'The "from" parameter must be a string if provided.',
    );
    await expect(api.groups.getUserGroups({ from: 'x' })).rejects.toThrow('((from is no cursor of an earlier page))');
  });
});
