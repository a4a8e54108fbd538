import type { Event } from '../contract.ts';
import type { Code } from './codes.ts';
import { own, read, strings } from './read.ts';
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
 * Forbids where `email_verified` is not `true`. Auth0 can't verify enterprise users' addresses, and users with only a
 * username have none: their connections are excepted by strategy (`okta`, `samlp`) or by name.
 */
export function unverifiedEmail(except: {
  exceptStrategies: readonly string[];
  exceptConnections: readonly string[];
}): ForbidRule {
  const isOneOf = (list: readonly string[], value: unknown) => typeof value === 'string' && list.includes(value);
  return {
    code: 'EC_UNVERIFIED_EMAIL',
    when: (event) =>
      read(event, 'user', 'email_verified') !== true &&
      !isOneOf(except.exceptStrategies, read(event, 'connection', 'strategy')) &&
      !isOneOf(except.exceptConnections, read(event, 'connection', 'name')),
  };
}
