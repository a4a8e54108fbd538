import { describe, expect, test } from 'vitest';
import { createApi } from '../../../../emulator/runtime/api.ts';
import { adminEvent } from '../../../support/events.ts';

const roles = ['admin', 'editor', 'viewer'].map((name) => ({ id: `rol_${name}`, name }));
const { api } = createApi(adminEvent(), { directory: { roles, groups: [{ id: 'grp_1', name: 'staff' }] } });

describe('roles and groups', () => {
  test('come in pages, with a cursor to the next', async () => {
    const first = await api.roles.getUserEffectiveRoles({ take: 2 });
    expect(first.roles.map(({ name }) => name)).toEqual(['admin', 'editor']);
    const second = await api.roles.getUserEffectiveRoles({ take: 2, ...(first.next ? { from: first.next } : {}) });
    expect(second).toEqual({ roles: [{ id: 'rol_viewer', name: 'viewer' }] });
    expect(await api.groups.getUserGroups()).toEqual({ groups: [{ id: 'grp_1', name: 'staff' }] });
  });

  test('are found by id and name, and only where the user has them', async () => {
    expect(await api.roles.getUserEffectiveRolesByIds(['rol_viewer', 'rol_none'])).toEqual({ roles: [roles[2]] });
    expect(await api.roles.getUserEffectiveRolesByNames(['admin', 'owner'])).toEqual({ roles: [roles[0]] });
    expect(await api.groups.hasGroupMembership(['grp_1', 'grp_2'])).toEqual({
      memberships: { grp_1: true, grp_2: false },
    });
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
