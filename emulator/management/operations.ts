import { actionBindingOperations } from './action-bindings.ts';
import { actionVersionOperations } from './action-versions.ts';
import { actionOperations } from './actions.ts';
import { clientCredentialOperations } from './client-credentials.ts';
import { clientOperations } from './clients.ts';
import type { Operations } from './operation.ts';
import { resourceServerOperations } from './resource-servers.ts';

/** Everything that is emulated. After adding to it, run `extract-openapi.ts`. */
export const operations: Operations = {
  ...actionOperations,
  ...actionVersionOperations,
  ...actionBindingOperations,
  ...clientOperations,
  ...clientCredentialOperations,
  ...resourceServerOperations,
};
