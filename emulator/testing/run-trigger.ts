import type { CacheRecord } from '../../library/contract.ts';
import type { ActionResult } from '../runtime/command.ts';
import { currentNetwork, NO_NETWORK, runInNetwork } from '../runtime/network.ts';
import { createTriggerApi, type TriggerCall } from '../runtime/triggers/trigger-api.ts';
import { ownSecrets, refuseUndeclared } from './declared-secrets.ts';
import { NOW_MS } from './login-event.ts';
import { endedAsExpected, type RunOptions, resultOf } from './run-action.ts';
import type { TestAction } from './test-action.ts';

/**
 * Runs one Action of credentials-exchange, pre- or post-user-registration or post-change-password with an event, as the local tenant
 * does, and returns its commands and logs. The event stays as it was.
 *
 * @param call the handler, and the event as a whole
 * @throws Error with its cause, where the Action threw. With `expectsError`, where it did not
 * @throws TypeError where the event has a secret that `tenant.yaml` does not name for this Action
 */
export async function runTriggerAction(
  action: TestAction,
  call: TriggerCall,
  options: Pick<RunOptions, 'expectsError' | 'clock' | 'cache' | 'network'> = {},
): Promise<ActionResult> {
  const { clock = () => NOW_MS, cache = new Map<string, CacheRecord>(), network } = options;
  refuseUndeclared([action], call.event.secrets);
  const own = structuredClone(call);
  own.event.secrets = ownSecrets(action, own.event.secrets);
  const { api, commands } = createTriggerApi(own, { cache, clock });
  const { logs, error } = await runInNetwork(network ?? currentNetwork() ?? NO_NETWORK, () =>
    action.instance.execute(own.handler, [own.event, api], { clock }),
  );
  return endedAsExpected(action, resultOf(commands, logs, error), options);
}
