import type { TenantSettings } from '../state.ts';
import type { ManagementRequest, Operations } from './operation.ts';
import { selectFields } from './paging.ts';
import { badRequest, ok, type Reply } from './reply.ts';
import { findResourceServer } from './resource-servers.ts';

type Patch = Partial<Omit<TenantSettings, 'flags'>> & {
  flags?: Record<string, boolean>;
  session_lifetime_in_minutes?: number;
  idle_session_lifetime_in_minutes?: number;
};

const getSettings = ({ state, query }: ManagementRequest): Reply => ok(selectFields(state.settings, query));

const inHours = (minutes: number): number => minutes / 60;

/** Lifetimes are written in minutes and read in hours, with never both in an answer (deploy-cli.md section 2). */
function updateSettings({ state, body }: ManagementRequest<Patch>): Reply {
  const { flags, session_lifetime_in_minutes: session, idle_session_lifetime_in_minutes: idle, ...rest } = body;
  if (rest.default_audience && !findResourceServer(state, rest.default_audience)) {
    return badRequest(`The default audience "${rest.default_audience}" does not exist.`);
  }
  Object.assign(state.settings, rest, {
    flags: { ...state.settings.flags, ...flags },
    ...(session === undefined ? {} : { session_lifetime: inHours(session) }),
    ...(idle === undefined ? {} : { idle_session_lifetime: inHours(idle) }),
  });
  return ok(state.settings);
}

export const tenantSettingsOperations: Operations = {
  'GET /tenants/settings': getSettings,
  'PATCH /tenants/settings': updateSettings,
};
