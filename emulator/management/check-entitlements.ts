import { isEnterprise } from './enterprise-strategies.ts';
import { type Entitlements, includesFactor } from './entitlements.ts';
import type { ManagementRequest } from './operation.ts';
import { customDomainsNotAllowed, featureNotEnabled, type Reply, tooManyEntities } from './reply.ts';

interface Checked extends ManagementRequest {
  entitlements: Entitlements;
}

interface Rule {
  /** Of operations, as the published specification names them. */
  applies: RegExp;
  refuse: (request: Checked) => Reply | undefined;
}

const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;

const tooMany = (count: number, max: number): Reply | undefined => (count >= max ? tooManyEntities() : undefined);

function refuseConnection({ state, body, entitlements }: Checked): Reply | undefined {
  if (!isEnterprise(field(body, 'strategy'))) return undefined;
  if (entitlements.maxEnterpriseConnections === 0) return featureNotEnabled();
  const count = state.connections.filter(({ strategy }) => isEnterprise(strategy)).length;
  return tooMany(count, entitlements.maxEnterpriseConnections);
}

function refuseFactor({ params, body, entitlements }: Checked): Reply | undefined {
  const isIncluded = includesFactor(entitlements, params.name ?? '');
  return field(body, 'enabled') === true && !isIncluded ? featureNotEnabled() : undefined;
}

const RULES: Rule[] = [
  {
    applies: / \/roles|\/roles$/,
    refuse: ({ entitlements }) => (entitlements.rbac ? undefined : featureNotEnabled()),
  },
  {
    applies: / \/organizations/,
    refuse: ({ entitlements }) => (entitlements.maxOrganizations === 0 ? featureNotEnabled() : undefined),
  },
  {
    applies: / \/organizations\/\{id\}\/discovery-domains/,
    refuse: ({ entitlements }) => (entitlements.discoveryDomains ? undefined : featureNotEnabled()),
  },
  {
    applies: /^POST \/organizations$/,
    refuse: ({ state, entitlements }) => tooMany(state.organizations.length, entitlements.maxOrganizations),
  },
  {
    applies: /^POST \/clients$/,
    refuse: ({ state, entitlements }) => tooMany(state.clients.length, entitlements.maxClients),
  },
  { applies: /^POST \/connections$/, refuse: refuseConnection },
  { applies: /^PUT \/guardian\/factors/, refuse: refuseFactor },
  {
    applies: / \/custom-domains/,
    refuse: ({ entitlements }) => (entitlements.maxCustomDomains === 0 ? customDomainsNotAllowed() : undefined),
  },
  {
    applies: /^POST \/custom-domains$/,
    refuse: ({ state, entitlements }) => tooMany(state.customDomains.length, entitlements.maxCustomDomains),
  },
];

/** What the tenant's plan does not include is 403, once token and request are found valid. */
export function checkEntitlements(operation: string, request: ManagementRequest): Reply | undefined {
  const { entitlements } = request.settings;
  for (const { applies, refuse } of RULES) {
    const refusal = applies.test(operation) ? refuse({ ...request, entitlements }) : undefined;
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
