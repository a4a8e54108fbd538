import { parseClientList } from './client-list.ts';
import type { Code, DenyCode } from './codes.ts';
import type { Event } from './contract.ts';
import { isInteractiveProtocol } from './protocols.ts';
import { nonBlank, read } from './read.ts';
import { type ForbidRule, type Policy, type Rule, scopesOf } from './rules.ts';
import { asksForNothing, requestedScopes, SCOPES, type Scope } from './scopes.ts';

export interface DecisionSettings {
  /** What a permitted member gets if the client requested only scopes of OpenID Connect. */
  whenNoScopeRequested: 'permitted' | 'deny';
}

export interface Decision {
  /** All reasons for a denial, the first one to show first; empty if allowed. */
  denied: Code[];
  /** Permitted and requested; empty where denied. */
  granted: Scope[];
  /** The client asked for no scope of an API, and got what is permitted. */
  scopeDefaulted: boolean;
}

/**
 * Decides from the event alone who may express-configure (never from `event.request`, which is new after every resume).
 * All rules are evaluated, any reason for a denial denies, and the order of the policy's rules does not matter.
 */
export function decide(event: Event, policy: Policy, settings: DecisionSettings, nowMs: number): Decision {
  const permits = policy.permit.map((rule) => scopesOf(rule, event, nowMs));
  const permitted = SCOPES.filter((scope) => permits.some((scopes) => scopes.includes(scope)));
  const requested = requestedScopes(event);
  const scopeDefaulted = asksForNothing(event) && settings.whenNoScopeRequested === 'permitted';
  const granted = scopeDefaulted ? permitted : permitted.filter((scope) => requested.includes(scope));

  const denied: Code[] = [...loginCodes(event), ...forbidCodes(policy, event, nowMs)];
  if (permitted.length === 0) denied.push('EC_NOT_AUTHORIZED');
  else if (granted.length === 0) denied.push('EC_SCOPE_NONE');

  if (denied.length > 0) return { denied: [...new Set(denied)], granted: [], scopeDefaulted: false };
  return { denied: [], granted, scopeDefaulted };
}

function loginCodes(event: Event): DenyCode[] {
  const codes: DenyCode[] = [];
  const clientIds = parseClientList(read(event, 'secrets', 'OIN_CLIENT_IDS'));
  const clientId = read(event, 'client', 'client_id');
  if (clientIds.length === 0) codes.push('EC_CONFIG');
  else if (!clientIds.some((known) => known === clientId)) codes.push('EC_CLIENT');
  if (!isInteractive(event)) codes.push('EC_PROTOCOL');
  if (nonBlank(read(event, 'organization', 'id')) === undefined) codes.push('EC_NO_ORG');
  return codes;
}

/** A person at a browser: only there can a second factor be asked for. */
function isInteractive(event: Event): boolean {
  const prompt = read(event, 'transaction', 'prompt') ?? [];
  const protocol = read(event, 'transaction', 'protocol');
  return isInteractiveProtocol(protocol) && Array.isArray(prompt) && !prompt.includes('none');
}

function forbidCodes(policy: Policy, event: Event, nowMs: number): Code[] {
  return policy.forbid
    .map(withCode)
    .filter(({ when }) => scopesOf(when, event, nowMs).length > 0)
    .map(({ code }) => code)
    .sort()
    .sort((a, b) => rank(a) - rank(b));
}

const withCode = (rule: ForbidRule): { code: Code; when: Rule } =>
  typeof rule === 'function' ? { code: 'EC_NOT_AUTHORIZED', when: rule } : rule;

/** Ours first, then a team's own (by name), the generic one last. */
function rank(code: Code): number {
  if (code === 'EC_UNVERIFIED_EMAIL') return 0;
  return code === 'EC_NOT_AUTHORIZED' ? 2 : 1;
}
