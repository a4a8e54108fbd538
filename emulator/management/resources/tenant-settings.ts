import type { TenantSettings, TenantState } from '../../state.ts';
import { withoutNulls } from '../metadata.ts';
import type { ManagementRequest } from '../operation.ts';
import { selectFields } from '../paging.ts';
import { badRequest, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { findResourceServer } from './resource-servers.ts';

type Patch = Partial<Omit<TenantSettings, 'flags'>> & { flags?: Record<string, boolean> };

/** Written in minutes and read in hours; an answer never has both (docs/notes/deploy-cli.md#lifetimes-of-sessions). */
const LIFETIMES = [
  'session_lifetime',
  'idle_session_lifetime',
  'ephemeral_session_lifetime',
  'idle_ephemeral_session_lifetime',
] as const;

const PAGES = ['change_password', 'guardian_mfa_page'] as const;

/** Lists the versions of Node.js for Actions, newest first (recorded 2026-05). */
const SANDBOX_VERSIONS = ['22', '18'];

/** Only a PATCH answers with these flags, and with what `/prompts` says (recorded 2026-05 and 2026-08). */
const FLAGS_OF_A_PATCH = {
  cannot_change_enforce_client_authentication_on_passwordless_start: true,
  enforce_client_authentication_on_passwordless_start: true,
};

const getSettings = ({ state, query }: ManagementRequest): Reply =>
  ok(selectFields({ ...state.settings, sandbox_versions_available: SANDBOX_VERSIONS }, query));

function updateSettings({ state, body }: ManagementRequest<Patch>): Reply {
  const { flags, ...rest } = body;
  if (rest.default_audience && !findResourceServer(state, rest.default_audience)) {
    return badRequest(`The default audience "${rest.default_audience}" does not exist.`);
  }
  // The redirection URI is taken away by an empty text too (recorded 2026-07).
  if (rest.default_redirection_uri === '') rest.default_redirection_uri = null;
  const changed: TenantSettings = { ...state.settings, ...rest, flags: { ...state.settings.flags, ...flags } };
  for (const page of PAGES) if (rest[page]) changed[page] = withoutEmptyHtml(rest[page]);
  for (const name of LIFETIMES) {
    const minutes = rest[`${name}_in_minutes`];
    if (typeof minutes === 'number') changed[name] = minutes / 60;
    delete changed[`${name}_in_minutes`];
  }
  // The settings without what is null are settings.
  state.settings = withoutNulls(changed) as TenantSettings;
  return ok(afterPatch(state));
}

/** Returns a page without an empty text, which auth0-deploy-cli sends for a page without its own. */
function withoutEmptyHtml(page: object): object {
  const { html, ...rest }: { html?: string } = { ...page };
  return html ? { ...rest, html } : rest;
}

function afterPatch({ settings, prompts }: TenantState): object {
  const login = { ...Object(settings.universal_login), ...(prompts.identifier_first && { identifier_first: true }) };
  return { ...settings, universal_login: login, flags: { ...settings.flags, ...FLAGS_OF_A_PATCH } };
}

export const resource = declareResource({
  name: 'tenant-settings',
  operations: {
    'GET /tenants/settings': getSettings,
    'PATCH /tenants/settings': updateSettings,
  },
  kept: { settings: { one: { friendly_name: 'string', flags: 'object' } } },
});
