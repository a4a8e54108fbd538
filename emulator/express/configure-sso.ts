/** "Express Configure SSO & UL": makes the connection at the first run of an app instance, and updates it at every further one. */

import { delayed } from '../delays.ts';
import { changedOptions, newFields } from '../management/connection-defaults.ts';
import { newOrganizationConnection } from '../management/resources/organization-connections.ts';
import type { ExpressConnectionRecord } from '../records/express.ts';
import type { ConnectionRecord, TenantState } from '../state.ts';
import { type ConnectionPlan, hasFeature, planConnection } from './plan-connection.ts';
import { type Authorized, type OktaInstance, type Outcome, refused } from './types.ts';

const SUFFIX_LENGTH = 8;

/** Holds what Okta keeps in its app instance. */
export interface SsoResult {
  outcome: 'created' | 'updated';
  connection_id: string;
  connection_name: string;
  organization_id: string;
  organization_name: string;
  domain_aliases: string[];
  redirect_uri: string;
  initiate_login_uri_template: string;
  /** The address to which Okta sends logouts; absent if the connection profile does not allow Universal Logout. */
  global_token_revocation_endpoint?: string;
}

/** The connection an app instance manages, or why this instance may not have one here. */
export function findManaged(
  state: TenantState,
  { oinClientId, organization }: Pick<Authorized, 'oinClientId' | 'organization'>,
  { issuer, client_id }: Pick<OktaInstance, 'issuer' | 'client_id'>,
): Outcome<{ record: ExpressConnectionRecord; connection: ConnectionRecord } | undefined> {
  const record = state.expressConnections.find(
    (row) =>
      row.okta_issuer === issuer &&
      row.oin_client_id === oinClientId &&
      state.connections.some(({ id }) => id === row.connection_id),
  );
  const connection = state.connections.find(({ id }) => id === record?.connection_id);
  if (record === undefined || connection === undefined) return { value: undefined };
  if (record.okta_client_id !== client_id) {
    return refused(409, 'another instance of this integration in the same Okta org has a connection already');
  }
  if (record.org_id !== organization.id) {
    const other = state.organizations.find(({ id }) => id === record.org_id)?.name ?? record.org_id;
    return refused(
      409,
      `this app instance has a connection in the organization ${other} already: one is all it can have`,
    );
  }
  return { value: { record, connection } };
}

export function configureSso(state: TenantState, authorized: Authorized, instance: OktaInstance): Outcome<SsoResult> {
  const managed = findManaged(state, authorized, instance);
  if ('refusal' in managed) return managed;
  const existing = managed.value?.connection;
  const plan = planConnection({
    ...authorized,
    instance,
    existing,
    takenAliases: takenAliases(state, existing),
    suffix: state.newId('', SUFFIX_LENGTH),
    unknowns: state.unknowns,
  });
  if ('refusal' in plan) return plan;
  const connection = apply(state, authorized, instance, existing, plan.value);
  return { value: resultOf(state, authorized, connection, existing === undefined ? 'created' : 'updated') };
}

function takenAliases(state: TenantState, except: ConnectionRecord | undefined): Map<string, string> {
  const others = state.connections.filter((row) => row !== except);
  return new Map(
    others.flatMap(({ name, options }) => aliasesIn(options.domain_aliases).map((alias) => [alias, name])),
  );
}

const aliasesIn = (aliases: unknown): string[] =>
  Array.isArray(aliases) ? aliases.map((alias) => String(alias).toLowerCase()) : [];

function apply(
  state: TenantState,
  { oinClientId, organization }: Authorized,
  instance: OktaInstance,
  existing: ConnectionRecord | undefined,
  { name, options, clients, membership }: ConnectionPlan,
): ConnectionRecord {
  const connection = existing ?? newConnection(state, name);
  connection.options = changedOptions('okta', connection.options, options);
  connection.enabled_clients = [...new Set([...connection.enabled_clients, ...clients])];
  if (existing === undefined) {
    state.connections.push(connection);
    state.expressConnections.push({
      connection_id: connection.id,
      org_id: organization.id,
      oin_client_id: oinClientId,
      okta_issuer: instance.issuer,
      okta_client_id: instance.client_id,
      ...delayed(state, state.delays.connectionMs),
    });
  }
  const enabled = organization.enabled_connections.find((row) => row.connection_id === connection.id);
  if (membership !== undefined && enabled !== undefined) Object.assign(enabled, membership);
  if (membership !== undefined && enabled === undefined) {
    organization.enabled_connections.push(newOrganizationConnection({ connection_id: connection.id, ...membership }));
  }
  return connection;
}

/** Returns a new connection with the fields that Auth0 gives every connection of the strategy. */
const newConnection = (state: TenantState, name: string): ConnectionRecord => ({
  id: state.newId('con_'),
  name,
  strategy: 'okta',
  ...newFields('okta', name, ''),
  options: {},
  enabled_clients: [],
});

function resultOf(
  state: TenantState,
  { connectionProfile, express, organization }: Authorized,
  connection: ConnectionRecord,
  outcome: SsoResult['outcome'],
): SsoResult {
  const tenant = `https://${state.domain}`;
  return {
    outcome,
    connection_id: connection.id,
    connection_name: connection.name,
    organization_id: organization.id,
    organization_name: organization.name,
    domain_aliases: aliasesIn(connection.options.domain_aliases),
    redirect_uri: `${tenant}/login/callback`,
    initiate_login_uri_template: String(express.initiate_login_uri_template),
    ...(hasFeature(connectionProfile, 'universal_logout')
      ? { global_token_revocation_endpoint: `${tenant}/oauth/global-token-revocation/connection/${connection.name}` }
      : {}),
  };
}
