/** The tenant's own email provider. Emails go to the outbox with it or without. */

import type { EmailProviderRecord } from '../../records/management.ts';
import type { ManagementRequest } from '../operation.ts';
import { selectFields } from '../paging.ts';
import { conflict, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

/** Credentials show as an empty object (recorded traffic, 2026-08). */
const view = (provider: EmailProviderRecord) => ({ ...provider, credentials: {} });

interface Body extends Partial<EmailProviderRecord> {
  credentials?: unknown;
}

const inexistent = (): Reply => notFound('There is not a configured email provider', 'inexistent_email_provider');

function getProvider({ state, query }: ManagementRequest): Reply {
  return state.emailProvider ? ok(selectFields(view(state.emailProvider), query)) : inexistent();
}

function createProvider({ state, body }: ManagementRequest<Body & { name: string }>): Reply {
  if (state.emailProvider) return conflict('The email provider already exists.', 'email_provider_conflict');
  const { credentials: _notKept, ...rest } = body;
  state.emailProvider = { enabled: true, ...rest };
  return created(view(state.emailProvider));
}

function updateProvider({ state, body }: ManagementRequest<Body>): Reply {
  if (state.emailProvider === undefined) return inexistent();
  const { credentials: _notKept, ...rest } = body;
  Object.assign(state.emailProvider, rest);
  return ok(view(state.emailProvider));
}

function deleteProvider({ state }: ManagementRequest): Reply {
  state.emailProvider = undefined;
  return noContent();
}

export const resource = declareResource({
  name: 'email-provider',
  operations: {
    'GET /emails/provider': getProvider,
    'POST /emails/provider': createProvider,
    'PATCH /emails/provider': updateProvider,
    'DELETE /emails/provider': deleteProvider,
  },
  notes: {
    'POST /emails/provider': 'credentials are not kept; emails go to `/_local/mail`',
  },
  kept: { emailProvider: { one: { name: 'string', enabled: 'boolean' }, optional: true } },
});
