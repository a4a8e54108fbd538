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

  test('are asked for with an array that holds something, and sensible pages', async () => {
    await expect(api.roles.getUserEffectiveRolesByIds([])).rejects.toThrow(
      '((roleIds must be a non-empty array of strings))',
    );
    await expect(api.groups.hasGroupMembership([])).rejects.toThrow(
      '((groupIds must be a non-empty array of strings))',
    );
    await expect(api.roles.getUserEffectiveRoles({ take: 0 })).rejects.toThrow('((take must be a positive integer))');
    await expect(api.groups.getUserGroups({ from: 'x' })).rejects.toThrow('((from is no cursor of an earlier page))');
  });
});
