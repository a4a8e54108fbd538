import type { JsonObject } from './json.ts';

/** Represents one event of the tenant's log. A field that does not apply is absent. */
export interface LogEvent {
  /** Sorts as the events happened. */
  log_id: string;
  date: string;
  /** Auth0's code, for instance `s` or `feacft` (deploy-monitor/logs/log-event-type-codes). */
  type: string;
  description?: string;
  tenant_name: string;
  hostname: string;
  ip: string;
  user_agent: string;
  client_id?: string;
  client_name?: string;
  user_id?: string;
  user_name?: string;
  connection?: string;
  connection_id?: string;
  strategy?: string;
  strategy_type?: string;
  organization_id?: string;
  organization_name?: string;
  audience?: string;
  scope?: string;
  details?: JsonObject;
}
