/** Custom domains: kept and "verified" without asking DNS; the tenant goes on answering as localhost. */
import type { CustomDomainRecord } from '../management-records.ts';
import { isoNow, type TenantState } from '../state.ts';
import type { ManagementRequest, Operations } from './operation.ts';
import { checkpointed, selectFields } from './paging.ts';
import { conflict, created, noContent, notFound, ok, type Reply } from './reply.ts';

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

export const customDomainOperations: Operations = {
  'GET /custom-domains': listCustomDomains,
  'POST /custom-domains': createCustomDomain,
  'GET /custom-domains/{id}': getCustomDomain,
  'DELETE /custom-domains/{id}': deleteCustomDomain,
  'POST /custom-domains/{id}/verify': verifyCustomDomain,
};
