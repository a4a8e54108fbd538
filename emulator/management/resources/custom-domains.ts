/** Custom domains: kept and "verified" without asking DNS; the tenant goes on answering as localhost. */

import type { CustomDomainRecord } from '../../records/management.ts';
import { isoNow, type TenantState } from '../../state.ts';
import { collection } from '../collection.ts';
import { mergeMetadata } from '../metadata.ts';
import type { ManagementRequest } from '../operation.ts';
import {
  badRequest,
  conflict,
  customDomainsNotAllowed,
  noContent,
  notFound,
  ok,
  type Reply,
  tooMany,
} from '../reply.ts';
import { sharedList } from '../store.ts';

const inexistent = (id = ''): Reply => notFound(`The custom domain ${id} does not exist`, 'inexistent_custom_domain');

const find = (state: TenantState, id: string | undefined): CustomDomainRecord | undefined =>
  state.customDomains.find(({ custom_domain_id }) => custom_domain_id === id);

/** Returns the target of the domain's CNAME: a host of the tenant's, which does not exist here. */
const recordOf = ({ domain }: TenantState, id: string): string =>
  `${domain.replace(/[.:].*$/, '')}-${id.toLowerCase().replace('_', '-')}.edge.tenants.example`;

/** Metadata is merged key by key; what is null is taken away (recorded 2026-01). */
function changed(
  before: CustomDomainRecord,
  { domain_metadata, ...rest }: Partial<CustomDomainRecord>,
): CustomDomainRecord {
  const fields = Object.entries({ ...before, ...rest });
  const kept = fields.filter(([field, value]) => value !== null || !Object.hasOwn(rest, field));
  const merged = domain_metadata
    ? { domain_metadata: mergeMetadata<unknown>(Object(before.domain_metadata), Object(domain_metadata)) }
    : {};
  // A field that is null in a change is optional in a record.
  return { ...(Object.fromEntries(kept) as CustomDomainRecord), ...merged };
}

/** Returns the custom domain that was chosen, or the tenant's own domain (recorded 2026-01 and 2026-03). */
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

export const resource = collection<CustomDomainRecord>({
  name: 'custom-domains',
  path: '/custom-domains',
  noun: 'custom domain',
  store: sharedList('customDomains'),
  id: { field: 'custom_domain_id', prefix: 'cd_' },
  list: 'all or checkpoints',
  defaults: (state, { custom_domain_id = '', domain = '' }) => ({
    primary: state.customDomains.length === 0,
    is_default: false,
    status: 'pending_verification',
    verification: { methods: [{ name: 'CNAME', record: recordOf(state, custom_domain_id), domain }] },
    created_at: isoNow(state),
  }),
  changed,
  check({ domain }, state, before) {
    const isTaken = state.customDomains.some((other) => other !== before && other.domain === domain);
    return isTaken ? conflict(`The custom domain ${domain} already exists.`, 'custom_domain_conflict') : undefined;
  },
  answers: { inexistent, nothingToDelete: noContent },
  more: {
    'GET /custom-domains/default': getDefaultDomain,
    'PATCH /custom-domains/default': setDefaultDomain,
    'POST /custom-domains/{id}/verify': verifyCustomDomain,
  },
  kept: { domain: 'string' },
  entitle({ operation, state, entitlements }) {
    if (entitlements.maxCustomDomains === 0) return customDomainsNotAllowed();
    if (operation !== 'POST /custom-domains') return undefined;
    return tooMany(state.customDomains.length, entitlements.maxCustomDomains);
  },
  notes: {
    'POST /custom-domains': 'kept without effect',
    'POST /custom-domains/{id}/verify': 'always succeeds; DNS is not asked',
  },
  leftOut: { 'GET /custom-domains': ['q', 'sort'] },
});
