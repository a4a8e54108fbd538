import { runsHere } from '#actions-testing';
import { type TenantFile, triggerOf } from '../manifest/tenant-file.ts';
import { type Connection, isLoopback } from '../tenant/connection.ts';

/**
 * Says which Actions of the file a local tenant keeps and never runs: a sentence for each trigger. Of another tenant there is nothing to
 * say: Auth0 runs them all.
 */
export function keptTriggers({ actions }: TenantFile, connection: Pick<Connection, 'domain'>): string[] {
  if (!isLoopback(connection)) return [];
  const triggers = [...new Set(actions.map(triggerOf))].filter((trigger) => !runsHere(trigger));
  return triggers.map((trigger) => {
    const kept = actions.filter((action) => triggerOf(action) === trigger);
    const names = kept.map(({ name }) => `"${name}"`).join(', ');
    return `The local tenant has no ${trigger}: it keeps ${names} and never runs ${kept.length > 1 ? 'them' : 'it'}.`;
  });
}
