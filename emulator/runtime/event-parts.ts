import type { Context } from 'koa';
import type { ClientRecord, ConnectionRecord, TenantState } from '../state.ts';
import { splitList } from './split-list.ts';
import type { ClientPart, ConnectionPart, RequestPart, TransactionPart } from './triggers/events.ts';

/** Describes the client of a request. */
export type Requester = Pick<Context, 'ip' | 'method' | 'get'>;

export const requestPart = ({ domain }: TenantState, ctx: Requester): RequestPart => ({
  ip: ctx.ip,
  method: ctx.method,
  hostname: domain,
  user_agent: ctx.get('user-agent'),
  language: ctx.get('accept-language'),
  geoip: {},
});

export const clientPart = ({ client_id, name, client_metadata }: ClientRecord): ClientPart => ({
  client_id,
  name,
  metadata: client_metadata ?? {},
});

export const connectionPart = ({ id, name, strategy, metadata }: ConnectionRecord): ConnectionPart => ({
  id,
  name,
  strategy,
  metadata: metadata ?? {},
});

const PASSED_ON = ['redirect_uri', 'response_mode', 'state', 'login_hint'] as const;

/** @param parameters of `/authorize`, as they were asked */
export function transactionPart(parameters: Record<string, string>, protocol: string): TransactionPart {
  const passedOn = PASSED_ON.flatMap((name): [string, string][] => {
    const value = parameters[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    acr_values: splitList(parameters.acr_values),
    locale: 'en',
    protocol,
    requested_scopes: splitList(parameters.scope),
    ui_locales: splitList(parameters.ui_locales),
    prompt: splitList(parameters.prompt),
    response_type: splitList(parameters.response_type),
    ...Object.fromEntries(passedOn),
  };
}
