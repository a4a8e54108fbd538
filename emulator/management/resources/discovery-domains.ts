/** Email domains of an organization, for finding it by a user's address. */

import { delayed, isVisible } from '../../delays.ts';
import { hexDigits } from '../../hex-digits.ts';
import type { DiscoveryDomainRecord } from '../../records/management.ts';
import type { TenantState } from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { checkpointed } from '../paging.ts';
import { badRequest, conflict, created, featureNotEnabled, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { hasOrganization, inexistentOrganization } from './organization-connections.ts';

type Settings = Partial<Pick<DiscoveryDomainRecord, 'status' | 'use_for_organization_discovery'>>;

/** Limits the domains of one organization (docs/notes/express-configuration.md#discovery-domains). */
const MAX_DOMAINS = 100;

/** Matches the published pattern of a domain in answers; public suffixes and addresses match too, as at Auth0. */
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)*${LABEL}$`);

const domainsOf = (state: TenantState, orgId: string | undefined): DiscoveryDomainRecord[] =>
  state.discoveryDomains.filter(({ org_id }) => org_id === orgId);

const view = ({ org_id: _owner, visibleAtMs: _delay, ...domain }: DiscoveryDomainRecord) => domain;

const inexistent = (): Reply => notFound('No organization domain found by that id');

type Found = { domain: DiscoveryDomainRecord } | { refusal: Reply };

function findDomain({ state, params }: ManagementRequest): Found {
  if (!hasOrganization(state, params.id)) return { refusal: inexistentOrganization() };
  const domain = domainsOf(state, params.id).find(
    ({ id, domain: name }) => id === params.discovery_domain_id || name === params.discovery_domain?.toLowerCase(),
  );
  return domain === undefined ? { refusal: inexistent() } : { domain };
}

function listDomains({ state, params, query }: ManagementRequest): Reply {
  if (!hasOrganization(state, params.id)) return inexistentOrganization();
  const visible = domainsOf(state, params.id).filter((domain) => isVisible(state, domain));
  return checkpointed(visible.map(view), 'domains', query);
}

function createDomain({ state, params, body }: ManagementRequest<Settings & { domain: string }>): Reply {
  const org_id = params.id ?? '';
  if (!hasOrganization(state, org_id)) return inexistentOrganization();
  if (!DOMAIN.test(body.domain)) {
    return badRequest(`Payload validation error: 'String does not match pattern: ${body.domain}' on property domain.`);
  }
  const name = body.domain.toLowerCase();
  const known = domainsOf(state, org_id);
  if (known.some(({ domain }) => domain === name)) {
    return conflict(
      '((The organization has this discovery domain already.))',
      'organization_discovery_domain_conflict',
    );
  }
  if (known.length >= MAX_DOMAINS) {
    return badRequest(`((The organization has ${MAX_DOMAINS} discovery domains, the most it may have.))`);
  }
  const domain: DiscoveryDomainRecord = {
    id: state.newId('ord_', 22),
    org_id,
    domain: name,
    status: body.status ?? 'pending',
    use_for_organization_discovery: body.use_for_organization_discovery ?? true,
    verification_host: `_ss-verification.${org_id}.${name}`,
    verification_txt: hexDigits(state, 32),
    ...delayed(state, state.delays.visibilityMs),
  };
  state.discoveryDomains.push(domain);
  return created(view(domain));
}

function getDomain(request: ManagementRequest): Reply {
  const found = findDomain(request);
  if ('refusal' in found) return found.refusal;
  return isVisible(request.state, found.domain) ? ok(view(found.domain)) : inexistent();
}

/** Changes a domain. `verified` needs no proof, as at Auth0: a caller with the scope vouches for it. */
function updateDomain(request: ManagementRequest<Settings>): Reply {
  const found = findDomain(request);
  if ('refusal' in found) return found.refusal;
  Object.assign(found.domain, request.body);
  return ok(view(found.domain));
}

/** Deletes a domain; deleting a missing one is not an error (recorded 2025-10). */
function deleteDomain({ state, params }: ManagementRequest): Reply {
  if (!hasOrganization(state, params.id)) return inexistentOrganization();
  state.discoveryDomains = state.discoveryDomains.filter(
    ({ org_id, id }) => org_id !== params.id || id !== params.discovery_domain_id,
  );
  return noContent();
}

export const resource = declareResource({
  name: 'discovery-domains',
  operations: {
    'GET /organizations/{id}/discovery-domains': listDomains,
    'POST /organizations/{id}/discovery-domains': createDomain,
    'GET /organizations/{id}/discovery-domains/name/{discovery_domain}': getDomain,
    'GET /organizations/{id}/discovery-domains/{discovery_domain_id}': getDomain,
    'PATCH /organizations/{id}/discovery-domains/{discovery_domain_id}': updateDomain,
    'DELETE /organizations/{id}/discovery-domains/{discovery_domain_id}': deleteDomain,
  },
  notes: {
    'POST /organizations/{id}/discovery-domains': 'at most 100; `verified` without proof, as at Auth0',
  },
  kept: { discoveryDomains: { list: { id: 'string', org_id: 'string', domain: 'string', status: 'string' } } },
  entitle: ({ entitlements }) => (entitlements.discoveryDomains ? undefined : featureNotEnabled()),
});
