import { AUDIENCE } from '../../../library/scopes.ts';
import type { Manifest } from './manifest.ts';

/** Returns the name of the role of `tenant.yaml` that has permissions of Express Configuration; `undefined` without one. */
export const adminRole = ({ tenant }: Pick<Manifest, 'tenant'>): string | undefined =>
  (tenant.roles ?? []).find(({ permissions = [] }) =>
    permissions.some(({ resource_server_identifier: api }) => api === AUDIENCE),
  )?.name;
