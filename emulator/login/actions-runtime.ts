import type { TriggerRuntime } from '../triggers/run-trigger.ts';
import type { SessionFactors } from './methods.ts';
import type { PushRequests } from './push.ts';
import type { SessionDevices } from './session-devices.ts';
import type { SessionMetadata } from './session-metadata.ts';

export interface ActionsRuntime extends TriggerRuntime {
  sessionFactors: SessionFactors;
  sessionMetadata: SessionMetadata;
  sessionDevices: SessionDevices;
  pushRequests: PushRequests;
}
