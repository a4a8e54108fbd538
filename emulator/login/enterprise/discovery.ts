/** Home realm discovery: which customer's identity provider a login goes to. */

import { isEnterprise } from '../../management/enterprise-strategies.ts';
import { type ConnectionRecord, findClient, type OrganizationRecord, type TenantState } from '../../state.ts';
import { connectionsInUse } from '../connections-in-use.ts';
import { connectionsInLogin, organizationOf } from '../organization.ts';
import type { Interaction, PageContext, Submission } from '../page-route.ts';
import { progressIn } from '../progress.ts';

/** The path at which a login at a connection's own provider begins. */
export const UPSTREAM_PATH = '/_local/upstream';

/** Enterprise connections a login may use: the organization's, or without one those enabled for the application. */
function enterpriseConnections(
  state: TenantState,
  clientId: string,
  organization: OrganizationRecord | undefined,
): ConnectionRecord[] {
  return connectionsInLogin(state, clientId, organization).filter(({ strategy }) => isEnterprise(strategy));
}

/**
 * Returns those whose aliases are compared with an email (docs/notes/express-configuration.md#domain-aliases): enabled for
 * the application and, in an organization, for that one too. "Prompt for Credentials" looks at all that any organization
 * has besides (manage-users/organizations/login-flows-for-organizations), which is why an administrator may be led
 * elsewhere at the second Express Configuration.
 */
function discoverableConnections(
  state: TenantState,
  clientId: string,
  organization: OrganizationRecord | undefined,
): ConnectionRecord[] {
  const own = enterpriseConnections(state, clientId, organization).filter(({ enabled_clients }) =>
    enabled_clients.includes(clientId),
  );
  const asksForCredentials = findClient(state, clientId)?.organization_require_behavior === 'post_login_prompt';
  if (organization !== undefined || !asksForCredentials) return own;
  const ofAny = state.organizations.flatMap((row) => connectionsInUse(row).map(({ connection_id }) => connection_id));
  return state.connections.filter((row) => own.includes(row) || (isEnterprise(row.strategy) && ofAny.includes(row.id)));
}

/** Both, in the organization of an interaction where there is one. */
export function connectionsOfInteraction(state: TenantState, { params, lastSubmission }: Interaction) {
  const organization = organizationOf(state, params.organization, progressIn(lastSubmission));
  const clientId = String(params.client_id);
  return {
    usable: enterpriseConnections(state, clientId, organization),
    discoverable: discoverableConnections(state, clientId, organization),
  };
}

function aliasesOf({ options }: ConnectionRecord): string[] {
  const { domain_aliases } = options;
  return Array.isArray(domain_aliases) ? domain_aliases.filter((alias) => typeof alias === 'string') : [];
}

/** Returns the part after the last `@`; `undefined` for anything but an email address, for instance a username. */
const domainOf = (identifier: string): string | undefined => /^[^@\s]+@([^@\s]+)$/.exec(identifier)?.[1];

/** Returns the connections that have the domain of an identifier as an alias, exactly: subdomains are other domains. */
export function connectionsForIdentifier(
  { unknowns: { aliasCase } }: Pick<TenantState, 'unknowns'>,
  connections: ConnectionRecord[],
  identifier: string,
): ConnectionRecord[] {
  const normal = (text: string): string => (aliasCase === 'exact' ? text : text.toLowerCase());
  const domain = domainOf(identifier);
  if (domain === undefined) return [];
  return connections.filter((row) => aliasesOf(row).some((alias) => normal(alias) === normal(domain)));
}

/** Returns where a typed identifier leads if a provider checks it; `undefined` if the tenant does. */
export function discoverProvider({ state, interaction }: PageContext, identifier: string): Submission | undefined {
  const { discoverable } = connectionsOfInteraction(state, interaction);
  const [first, second] = connectionsForIdentifier(state, discoverable, identifier);
  if (first === undefined) return undefined;
  if (second !== undefined && state.unknowns.aliasCollision === 'refuse') {
    return { kind: 'again', error: `((${first.name} and ${second.name} both claim this email domain))` };
  }
  return { kind: 'goto', path: UPSTREAM_PATH, progress: { identifier, connectionId: first.id } };
}

/** Returns where `/authorize?connection=` leads at once: the provider of an enterprise connection. */
export function namedProviderUrl(state: TenantState, { params, prompt, uid }: Interaction): string | undefined {
  const named = state.connections.find((row) => row.name === params.connection);
  const leads = prompt.name === 'login' && named !== undefined && isEnterprise(named.strategy);
  return leads ? `${UPSTREAM_PATH}?state=${uid}` : undefined;
}
