/** How codes reach phones, as Guardian's phone factor has it. */

import type { MessageType } from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { ok } from '../reply.ts';
import { declareResource } from '../resource.ts';

export const resource = declareResource({
  name: 'phone-messages',
  operations: {
    /** Empty until somebody says (recorded traffic); text messages are sent then. */
    'GET /guardian/factors/phone/message-types': ({ state }: ManagementRequest) =>
      ok({ message_types: state.phoneMessageTypes }),
    'PUT /guardian/factors/phone/message-types': ({
      state,
      body,
    }: ManagementRequest<{ message_types: MessageType[] }>) => {
      state.phoneMessageTypes = [...new Set(body.message_types)];
      return ok({ message_types: state.phoneMessageTypes });
    },
  },
});
