/** Implements the message types of Guardian's phone factor. */
import type { MessageType } from '../../state.ts';
import { singleton } from '../singleton.ts';

export const resource = singleton<{ message_types: MessageType[] }>({
  name: 'phone-messages',
  path: '/guardian/factors/phone/message-types',
  method: 'PUT',
  // Empty until somebody says (recorded traffic); text messages are sent then.
  read: ({ phoneMessageTypes }) => ({ message_types: phoneMessageTypes }),
  write(state, { message_types }) {
    state.phoneMessageTypes = [...new Set(message_types)];
  },
});
