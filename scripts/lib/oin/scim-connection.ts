import { type Management, type ManagementClient, ManagementError } from 'auth0';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { onlyOne } from '../tenant/by-name.ts';
import { collect } from '../tenant/read.ts';

/** A connection with SCIM, and the tokens it has. */
export interface ScimConnection {
  id: string;
  name: string;
  /** Expired ones too. */
  tokens: Management.ScimTokenItem[];
}

/** @param nameOrId ids begin with `con_` */
export async function findScimConnection(api: ManagementClient, nameOrId: string): Promise<Result<ScimConnection>> {
  const found = nameOrId.startsWith('con_')
    ? await unlessMissing(api.connections.get(nameOrId))
    : onlyOne('connection', nameOrId, await collect(api.connections.list({ name: nameOrId, take: 2 })));
  if (found?.id === undefined) return failed(unusable(`no connection "${nameOrId}"`));
  const { id, name = '', strategy } = found;
  const configuration =
    strategy === 'okta' ? await unlessMissing(api.connections.scimConfiguration.get(id)) : undefined;
  if (configuration === undefined) {
    return failed(unusable(strategy === 'okta' ? `"${name}" without SCIM` : `"${name}" of strategy ${strategy}`));
  }
  return ok({ id, name, tokens: await api.connections.scimConfiguration.tokens.get(id) });
}

/** Returns whether a token has no end, or a future one. */
export const isActive = ({ valid_until: until }: Management.ScimTokenItem, nowMs: number): boolean =>
  until === undefined || until === null || Date.parse(until) > nowMs;

async function unlessMissing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ManagementError && error.statusCode === 404) return undefined;
    throw error;
  }
}

const unusable = (found: string): Failure => ({
  code: 'SCIM_CONNECTION',
  expected: 'an Okta connection for which SCIM is set up, by name or id',
  found,
  fix: 'Run "Express Configure SCIM" in the Okta org first; the connection’s name is in Auth0, Authentication, Enterprise, Okta.',
});
