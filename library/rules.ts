import type { Code } from './codes.ts';
import type { Event } from './contract.ts';
import { nonBlank, own, read, strings } from './read.ts';
import { SCOPES, type Scope } from './scopes.ts';

/**
 * A rule looks at a login and answers with the scopes it is for: some of the two, all (`true`) or none (`false`). A
 * predicate `(event) => event.connection.strategy === 'auth0'` is a rule; an attribute or scope that the contract does
 * not know does not compile. A rule that throws denies the login (`EC_INTERNAL`).
 */
export type Rule = (event: Event, nowMs: number) => boolean | readonly Scope[];

/** A rule that denies what it matches, with its own code or (a bare rule) with `EC_NOT_AUTHORIZED`. */
export type ForbidRule = Rule | { code: Code; when: Rule };

/** Any forbid denies, and no permit denies. The order within the lists does not matter. */
export interface Policy {
  forbid: readonly ForbidRule[];
  permit: readonly Rule[];
}

/**
 * What a rule answers, as scopes; anything but `true` or a list of known scopes is none. Throws what the rule throws.
 */
export function scopesOf(rule: Rule, event: Event, nowMs: number): Scope[] {
  const answer = rule(event, nowMs);
  return SCOPES.filter((scope) => answer === true || (Array.isArray(answer) && answer.includes(scope)));
}

/** What every one of the rules permits. */
export const all =
  (...rules: [Rule, ...Rule[]]): Rule =>
  (event, nowMs) => {
    const answers = rules.map((rule) => scopesOf(rule, event, nowMs));
    return SCOPES.filter((scope) => answers.every((answer) => answer.includes(scope)));
  };

/** What at least one of the rules permits. */
export const any =
  (...rules: [Rule, ...Rule[]]): Rule =>
  (event, nowMs) => {
    const answers = rules.map((rule) => scopesOf(rule, event, nowMs));
    return SCOPES.filter((scope) => answers.some((answer) => answer.includes(scope)));
  };

/** Everything where the rule permits nothing, else nothing. */
export const not =
  (rule: Rule): Rule =>
  (event, nowMs) =>
    scopesOf(rule, event, nowMs).length === 0;

/**
 * A role of this name, held in this organization. Name every role that carries the permissions, or its holders are
 * denied.
 */
export const role =
  (names: readonly [string, ...string[]], scopes: readonly [Scope, ...Scope[]]): Rule =>
  (event) =>
    strings(read(event, 'authorization', 'roles')).some((name) => names.includes(name)) ? scopes : [];

/** The documentation's `app_metadata.is_admin`, strictly `true`. It does not say of which organization. */
export const adminFlag = (): Rule => (event) => own(read(event, 'user', 'app_metadata'), 'is_admin') === true;

/**
 * Strategies of customers' identity providers. Entra ID (`waad`) is not among them: an event does not tell whether its
 * connection uses Microsoft's common endpoint, where any Microsoft account logs in, so except such connections by name.
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

/** Of an event without a user nothing is known, and so not that there is no address. */
const hasAddress = (event: Event): boolean => {
  const email = read(event, 'user', 'email');
  const isAbsent = email === undefined || email === null || email === '';
  return !isAbsent || nonBlank(read(event, 'user', 'user_id')) === undefined;
};

/** Where the mailbox's owner was asked: by Auth0 (a database, an emailed code), by Google or by Apple. */
export const PROVES_ADDRESS: readonly string[] = ['auth0', 'email', 'google-oauth2', 'apple'];

/**
 * The user's address with A to Z in lower case; `undefined` where nobody proved it. An identity provider of a customer can
 * assert any address, verified or not: neither a login through one has an address here, nor an account made by one.
 */
export function verifiedEmail(event: Event): string | undefined {
  const [accountOf] = String(read(event, 'user', 'user_id')).split('|');
  const isProven =
    read(event, 'user', 'email_verified') === true &&
    isOneOf(PROVES_ADDRESS, read(event, 'connection', 'strategy')) &&
    isOneOf(PROVES_ADDRESS, accountOf);
  // Not `toLowerCase()` as a whole: other letters become A to Z by it.
  return isProven
    ? nonBlank(read(event, 'user', 'email'))?.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    : undefined;
}

const isOneOf = (list: readonly string[], value: unknown): boolean => typeof value === 'string' && list.includes(value);
