import type { ManagementRequest } from './operation.ts';
import { featureNotEnabled, type Reply } from './reply.ts';
import type { EntitledRequest, Resource } from './resource.ts';

/** Lists what whole families of paths require; a resource declares further requirements. */
const FAMILIES: readonly { applies: RegExp; refuse: (request: EntitledRequest) => boolean }[] = [
  { applies: / \/roles|\/roles$/, refuse: ({ entitlements }) => !entitlements.rbac },
  { applies: / \/organizations/, refuse: ({ entitlements }) => entitlements.maxOrganizations === 0 },
];

/** Refuses with 403 what the tenant's plan does not include, once token and request are found valid. */
export function checkEntitlements(
  operation: string,
  request: ManagementRequest,
  { entitle }: Pick<Resource, 'entitle'>,
): Reply | undefined {
  const entitled: EntitledRequest = { ...request, operation, entitlements: request.settings.entitlements };
  const isRefused = FAMILIES.some(({ applies, refuse }) => applies.test(operation) && refuse(entitled));
  return isRefused ? featureNotEnabled() : entitle?.(entitled);
}
