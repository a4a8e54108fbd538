/** One event of a tenant's log, as far as it is read here. What Auth0 sends otherwise than documented counts as absent. */
export interface LogEvent {
  /** Empty if the event has none. */
  logId: string;
  /** ISO 8601; absent if it is not a time. */
  date?: string;
  type: string;
  description?: string;
  clientId?: string;
  userId?: string;
  userName?: string;
  organizationId?: string;
  organizationName?: string;
  connection?: string;
  /** `details.error.oauthError`. */
  oauthError?: string;
  /** `details.request.path`, of Management API operations. */
  path?: string;
}

export function toLogEvent(json: unknown): LogEvent {
  const fields = {
    date: toIso(field(json, 'date')),
    description: text(field(json, 'description')) ?? text(field(json, 'details', 'error', 'message')),
    clientId: text(field(json, 'client_id')),
    userId: text(field(json, 'user_id')),
    userName: text(field(json, 'user_name')),
    organizationId: text(field(json, 'organization_id')),
    organizationName: text(field(json, 'organization_name')),
    connection: text(field(json, 'connection')),
    oauthError: text(field(json, 'details', 'error', 'oauthError')),
    path: text(field(json, 'details', 'request', 'path')),
  };
  return {
    logId: text(field(json, 'log_id')) ?? text(field(json, '_id')) ?? '',
    type: text(field(json, 'type')) ?? '',
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  };
}

function field(json: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined,
    json,
  );
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function toIso(value: unknown): string | undefined {
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(date.valueOf()) ? undefined : date.toISOString();
}
