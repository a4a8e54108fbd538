import type { Code } from './codes.ts';
import type { Event } from './contract.ts';
import { nonBlank, own, read, strings } from './read.ts';
import { SCOPES, type Scope } from './scopes.ts';

/**
 * A rule takes a login and returns the scopes it applies to: some of the two, all (`true`) or none (`false`). A
 * predicate `(event) => event.connection.strategy === 'auth0'` is a rule. An attribute or scope that the contract does
 * not have does not compile. A rule that throws denies the login (`EC_INTERNAL`).
 */
export type Rule = (event: Event, nowMs: number) => boolean | readonly Scope[];

/** A forbid rule denies the logins it matches, with its own code or (a bare rule) with `EC_NOT_AUTHORIZED`. */
export type ForbidRule = Rule | { code: Code; when: Rule };

/**
 * Holds the rules of a team. A matching forbid rule denies, and so does the lack of a matching permit rule. The order within the
 * lists does not matter.
 */
export interface Policy {
  forbid: readonly ForbidRule[];
  permit: readonly Rule[];
}

/**
 * Returns the scopes that a rule permits. Any result except `true` or a list of known scopes permits none. Throws what
 * the rule throws.
 */
export function scopesOf(rule: Rule, event: Event, nowMs: number): Scope[] {
  const answer = rule(event, nowMs);
  return SCOPES.filter((scope) => answer === true || (Array.isArray(answer) && answer.includes(scope)));
}

/** Returns a rule that permits what every one of the rules permits. */
export const all =
  (...rules: [Rule, ...Rule[]]): Rule =>
  (event, nowMs) => {
    const answers = rules.map((rule) => scopesOf(rule, event, nowMs));
    return SCOPES.filter((scope) => answers.every((answer) => answer.includes(scope)));
  };

/** Returns a rule that permits what at least one of the rules permits. */
export const any =
  (...rules: [Rule, ...Rule[]]): Rule =>
  (event, nowMs) => {
    const answers = rules.map((rule) => scopesOf(rule, event, nowMs));
    return SCOPES.filter((scope) => answers.some((answer) => answer.includes(scope)));
  };

/** Returns a rule that permits all scopes if the given rule permits none, and else none. */
export const not =
  (rule: Rule): Rule =>
  (event, nowMs) =>
    scopesOf(rule, event, nowMs).length === 0;

/**
 * Permits the scopes to members who have one of these roles in this organization. Name every role that carries the
 * permissions, or its holders are denied.
 */
export const role =
  (names: readonly [string, ...string[]], scopes: readonly [Scope, ...Scope[]]): Rule =>
  (event) =>
    strings(read(event, 'authorization', 'roles')).some((name) => names.includes(name)) ? scopes : [];

/**
 * Permits all scopes if `app_metadata.is_admin` of the documentation is strictly `true`. The flag does not say for
 * which organization.
 */
export const adminFlag = (): Rule => (event) => own(read(event, 'user', 'app_metadata'), 'is_admin') === true;

/**
 * Lists the strategies of customers' identity providers. Entra ID (`waad`) is not among them: an event does not show
 * whether its connection uses Microsoft's common endpoint, where any Microsoft account logs in. Except such connections
 * by name.
 */
export const ENTERPRISE_STRATEGIES = [
  'ad',
  'adfs',
  'auth0-adldap',
  'google-apps',
  'oidc',
  'okta',
  'pingfederate',
  'samlp',
] as const;

/**
 * Forbids where there is an address and `email_verified` is not `true`. Auth0 can't verify enterprise users' addresses:
 * their connections are excepted by strategy or by name, of the identity that logged in and not of a linked one. A rule
 * sees an address by {@link verifiedEmail}, so that the address of an excepted login counts for nothing.
 */
export function unverifiedEmail(except: {
  exceptStrategies: readonly string[];
  exceptConnections: readonly string[];
}): ForbidRule {
  return {
    code: 'EC_UNVERIFIED_EMAIL',
    when: (event) =>
      hasAddress(event) &&
      read(event, 'user', 'email_verified') !== true &&
      !isOneOf(except.exceptStrategies, read(event, 'connection', 'strategy')) &&
      !isOneOf(except.exceptConnections, read(event, 'connection', 'name')),
  };
}

/** Returns whether the event's user may have an address. Without a user nothing is known, so the answer is yes. */
const hasAddress = (event: Event): boolean => {
  const email = read(event, 'user', 'email');
  const isAbsent = email === undefined || email === null || email === '';
  return !isAbsent || nonBlank(read(event, 'user', 'user_id')) === undefined;
};

/** Lists the providers that have asked the mailbox's owner: Auth0 (a database, an emailed code), Google and Apple. */
export const PROVES_ADDRESS: readonly string[] = ['auth0', 'email', 'google-oauth2', 'apple'];

/**
 * Returns the user's address with A to Z in lower case; `undefined` if nobody proved it. A customer's identity provider
 * can assert any address, verified or not: a login through such a provider, or to an account that it made, has no
 * address here.
 */
export function verifiedEmail(event: Event): string | undefined {
  const [accountOf] = String(read(event, 'user', 'user_id')).split('|');
  const isProven =
    read(event, 'user', 'email_verified') === true &&
    isOneOf(PROVES_ADDRESS, read(event, 'connection', 'strategy')) &&
    isOneOf(PROVES_ADDRESS, accountOf);
  // `toLowerCase()` would also turn letters outside A to Z into these letters.
  return isProven
    ? nonBlank(read(event, 'user', 'email'))?.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    : undefined;
}

const isOneOf = (list: readonly string[], value: unknown): boolean => typeof value === 'string' && list.includes(value);
