import { newFields, newOptions } from './management/connection-defaults.ts';
import type { TenantState } from './state.ts';

/** The name of the database that Auth0 makes with every tenant. */
const NAME = 'Username-Password-Authentication';

/** Adds the database connection of a new tenant, with the options of any new one; no application may use it yet. */
export function seedDatabase(state: TenantState): void {
  state.connections.push({
    id: state.newId('con_'),
    name: NAME,
    strategy: 'auth0',
    ...newFields('auth0', NAME, ''),
    options: newOptions('auth0', { disable_self_service_change_password: false }),
    enabled_clients: [],
  });
}
