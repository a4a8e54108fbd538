/** Events of the triggers besides post-login, as far as this tenant fills them (Auth0's published typings, v2 of each). */
import type { JsonObject } from '../../state.ts';

interface CommonEvent {
  secrets: Record<string, string>;
  configuration: object;
  tenant: { id: string };
  request: RequestPart;
}

export interface RequestPart {
  ip: string;
  method: string;
  hostname: string;
  user_agent: string;
  language: string;
  geoip: object;
}

export interface ClientPart {
  client_id: string;
  name: string;
  metadata: Record<string, string>;
}

export interface ConnectionPart {
  id: string;
  name: string;
  strategy: string;
  metadata: Record<string, string>;
}

/** Describes the login request in which somebody registers. */
export interface TransactionPart {
  acr_values: string[];
  locale: string;
  protocol: string;
  requested_scopes: string[];
  ui_locales: string[];
  prompt: string[];
  response_type: string[];
  redirect_uri?: string;
  response_mode?: string;
  state?: string;
  login_hint?: string;
}

export interface CredentialsExchangeEvent extends CommonEvent {
  accessToken: { customClaims: JsonObject; scope: string[] };
  client: ClientPart;
  request: RequestPart & { body: Record<string, string> };
  resource_server: { identifier: string };
  transaction: { requested_scopes: string[]; target_scopes: string[] };
}

export interface PreUserRegistrationEvent extends CommonEvent {
  client?: ClientPart;
  connection: ConnectionPart;
  request: RequestPart & { body: Record<string, string> };
  transaction?: TransactionPart;
  user: JsonObject;
}

export interface PostUserRegistrationEvent extends CommonEvent {
  connection: ConnectionPart;
  transaction?: TransactionPart;
  user: JsonObject;
}

export interface PostChangePasswordEvent extends CommonEvent {
  connection: ConnectionPart;
  transaction: object;
  user: JsonObject;
}

/** Maps each trigger's handler to its event. */
export interface TriggerEvents {
  onExecuteCredentialsExchange: CredentialsExchangeEvent;
  onExecutePreUserRegistration: PreUserRegistrationEvent;
  onExecutePostUserRegistration: PostUserRegistrationEvent;
  onExecutePostChangePassword: PostChangePasswordEvent;
}
