/** Decides which connection "Express Configure SSO & UL" makes from the SaaS team's settings, as a pure function. */
import type { ConnectionRecord, JsonObject, OrganizationConnection, ProfileRecord } from '../state.ts';
import type { Unknowns } from '../unknowns.ts';
import { oidcAttributeMap } from './attribute-maps.ts';
import { connectionName } from './connection-name.ts';
import { type Authorized, type OktaInstance, type Outcome, refused } from './types.ts';

export interface PlanInput extends Authorized {
  instance: OktaInstance;
  /** The connection that an earlier run of the same app instance made. */
  existing: ConnectionRecord | undefined;
  /** All other connections' aliases, lower case, with the connection's name. */
  takenAliases: ReadonlyMap<string, string>;
  /** Makes a new name unique. */
  suffix: string;
  unknowns: Readonly<Unknowns>;
}

export interface ConnectionPlan {
  name: string;
  options: JsonObject;
  /** The clients to enable on the connection; others stay enabled. */
  clients: string[];
  /** The organization's settings; absent with `enable_organization: false`. */
  membership?: Pick<OrganizationConnection, 'assign_membership_on_login' | 'show_as_button'>;
}

export function planConnection(input: PlanInput): Outcome<ConnectionPlan> {
  const { application, express, connectionProfile, userAttributeProfile, organization, instance, existing } = input;
  const aliases = aliasesAfter(input);
  const taken = (aliases ?? []).find((alias) => input.takenAliases.has(alias.toLowerCase()));
  if (taken !== undefined && input.unknowns.aliasTaken === 'refuse') {
    const owner = input.takenAliases.get(taken.toLowerCase());
    return refused(409, `the domain ${taken} is an alias of the connection ${owner} already`);
  }
  const name = existing
    ? { value: existing.name }
    : connectionName(connectionProfile, organization, input.suffix, input.unknowns);
  if ('refusal' in name) return name;
  return {
    value: {
      name: name.value,
      options: {
        ...existing?.options,
        type: 'back_channel',
        domain: instance.domain,
        issuer: instance.issuer,
        jwks_uri: instance.jwks_uri,
        client_id: instance.client_id,
        client_secret: instance.client_secret,
        scope: 'openid profile email',
        connection_settings: { pkce: 'auto' },
        attribute_map: oidcAttributeMap(userAttributeProfile),
        ...(aliases === undefined ? {} : { domain_aliases: aliases }),
      },
      clients: [...(express.enable_client === true ? [application.client_id] : []), ...linkedClients(express)],
      ...(express.enable_organization === true ? { membership: membershipOf(connectionProfile) } : {}),
    },
  };
}

function aliasesAfter({ aliases, existing, unknowns }: PlanInput): string[] | undefined {
  const before = existing?.options.domain_aliases;
  const known = Array.isArray(before) ? before.map(String) : undefined;
  if (known === undefined) return aliases;
  if (aliases === undefined) return unknowns.rerunWithoutClaim === 'keep' ? known : [];
  return unknowns.aliasesOnRerun === 'merge' ? [...new Set([...known, ...aliases])] : aliases;
}

function linkedClients({ linked_clients }: JsonObject): string[] {
  const list = Array.isArray(linked_clients) ? linked_clients : [];
  return list.flatMap((row) =>
    typeof row === 'object' && row !== null && 'client_id' in row && typeof row.client_id === 'string'
      ? [row.client_id]
      : [],
  );
}

/**
 * Returns the membership settings. For Express Configuration `optional` membership is treated as `required`
 * (enterprise-connections/connection-profile).
 */
function membershipOf({ organization }: ProfileRecord) {
  const { assign_membership_on_login = 'none', show_as_button = 'none' }: Record<string, unknown> = {
    ...(typeof organization === 'object' ? organization : {}),
  };
  return {
    assign_membership_on_login: assign_membership_on_login !== 'none',
    show_as_button: show_as_button !== 'none',
  };
}

/** Returns whether the connection profile enables `scim` or `universal_logout`; its override for Okta wins. */
export function hasFeature({ enabled_features, strategy_overrides }: ProfileRecord, feature: string): boolean {
  const overrides: { okta?: { enabled_features?: unknown } } = {
    ...(isObject(strategy_overrides) ? strategy_overrides : {}),
  };
  const features = overrides.okta?.enabled_features ?? enabled_features;
  return Array.isArray(features) && features.includes(feature);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
