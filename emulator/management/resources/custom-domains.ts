/** Custom domains: kept and "verified" without asking DNS; the tenant goes on answering as localhost. */

import type { CustomDomainRecord } from '../../records/management.ts';
import { isoNow, type TenantState } from '../../state.ts';
import { mergeMetadata } from '../metadata.ts';
import type { ManagementRequest } from '../operation.ts';
import { checkpointed, selectFields } from '../paging.ts';
import {
  badRequest,
  conflict,
  created,
  customDomainsNotAllowed,
  noContent,
  notFound,
  ok,
  type Reply,
  tooMany,
} from '../reply.ts';
import { declareResource } from '../resource.ts';

const inexistent = (id = ''): Reply => notFound(`The custom domain ${id} does not exist`, 'inexistent_custom_domain');

const find = (state: TenantState, id: string | undefined): CustomDomainRecord | undefined =>
  state.customDomains.find(({ custom_domain_id }) => custom_domain_id === id);

/** A bare array unless a checkpoint is asked for. */
function listCustomDomains({ state, query }: ManagementRequest): Reply {
  if (query.from !== undefined || query.take !== undefined) {
    return checkpointed(state.customDomains, 'custom_domains', query);
  }
  return ok(state.customDomains.map((row) => selectFields(row, query)));
}

/** Where the domain's CNAME has to lead: a host of the tenant's, here one that does not exist. */
const recordOf = ({ domain }: TenantState, id: string): string =>
  `${domain.replace(/[.:].*$/, '')}-${id.toLowerCase().replace('_', '-')}.edge.tenants.example`;

function createCustomDomain({ state, body }: ManagementRequest<{ domain: string; type: string }>): Reply {
  if (state.customDomains.some(({ domain }) => domain === body.domain)) {
    return conflict(`The custom domain ${body.domain} already exists.`, 'custom_domain_conflict');
  }
  const id = state.newId('cd_');
  const record: CustomDomainRecord = {
    ...body,
    custom_domain_id: id,
    primary: state.customDomains.length === 0,
    is_default: false,
    status: 'pending_verification',
    verification: { methods: [{ name: 'CNAME', record: recordOf(state, id), domain: body.domain }] },
    created_at: isoNow(state),
  };
  state.customDomains.push(record);
  return created(record);
}

function getCustomDomain({ state, params }: ManagementRequest): Reply {
  const record = find(state, params.id);
  return record ? ok(record) : inexistent(params.id);
}

interface Change {
  domain_metadata?: Record<string, string | null>;
  relying_party_identifier?: string | null;
  [field: string]: unknown;
}

/** Metadata is merged key by key; what is null is taken away (recorded 2026-01). */
function updateCustomDomain({ state, params, body }: ManagementRequest<Change>): Reply {
  const record = find(state, params.id);
  if (record === undefined) return inexistent(params.id);
  const { domain_metadata, ...rest } = body;
  Object.assign(record, rest);
  for (const [field, value] of Object.entries(rest)) if (value === null) delete record[field];
  if (domain_metadata) {
    record.domain_metadata = mergeMetadata(Object(record.domain_metadata), domain_metadata);
  }
  return ok(record);
}

/** The custom domain that was chosen, or the tenant's own domain (recorded 2026-01 and 2026-03). */
const getDefaultDomain = ({ state }: ManagementRequest): Reply =>
  ok(state.customDomains.find(({ is_default }) => is_default === true) ?? { domain: state.domain });

function setDefaultDomain({ state, body }: ManagementRequest<{ domain: string }>): Reply {
  const chosen = state.customDomains.find(({ domain }) => domain === body.domain);
  if (chosen === undefined && body.domain !== state.domain) {
    return badRequest(`((The tenant has no domain ${body.domain}.))`);
  }
  if (chosen !== undefined && chosen.status !== 'ready') {
    return badRequest('The domain must be verified before it can be set as default.');
  }
  for (const record of state.customDomains) record.is_default = record === chosen;
  return ok(chosen ?? { domain: state.domain });
}

function verifyCustomDomain({ state, params }: ManagementRequest): Reply {
  const record = find(state, params.id);
  if (record === undefined) return inexistent(params.id);
  record.status = 'ready';
  const { is_default: _notHere, ...shown } = record;
  return ok(shown);
}

function deleteCustomDomain({ state, params }: ManagementRequest): Reply {
  state.customDomains = state.customDomains.filter(({ custom_domain_id }) => custom_domain_id !== params.id);
  return noContent();
}

export const resource = declareResource({
  name: 'custom-domains',
  operations: {
    'GET /custom-domains': listCustomDomains,
    'POST /custom-domains': createCustomDomain,
    'GET /custom-domains/default': getDefaultDomain,
    'PATCH /custom-domains/default': setDefaultDomain,
    'GET /custom-domains/{id}': getCustomDomain,
    'PATCH /custom-domains/{id}': updateCustomDomain,
    'DELETE /custom-domains/{id}': deleteCustomDomain,
    'POST /custom-domains/{id}/verify': verifyCustomDomain,
  },
  notes: {
    'POST /custom-domains': 'kept without effect',
    'POST /custom-domains/{id}/verify': 'always succeeds; DNS is not asked',
  },
  leftOut: { 'GET /custom-domains': ['q', 'sort'] },
  kept: { customDomains: { list: { custom_domain_id: 'string', domain: 'string' } } },
  entitle({ operation, state, entitlements }) {
    if (entitlements.maxCustomDomains === 0) return customDomainsNotAllowed();
    if (operation !== 'POST /custom-domains') return undefined;
    return tooMany(state.customDomains.length, entitlements.maxCustomDomains);
  },
});
