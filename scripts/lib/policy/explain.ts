import type { Event } from '../../../library/contract.ts';
import type { ForbidRule, Rule } from '../../../library/rules.ts';
import type { Scope } from '../../../library/scopes.ts';
import type { LoadedPolicy } from './load-policy.ts';
import type { RuleSource } from './rule-sources.ts';
import { watchedEvent } from './watched-event.ts';

/** Holds what one rule, alone, decides about a login. */
export interface RuleVerdict extends RuleSource {
  list: 'forbid' | 'permit';
  /** `throws` denies the login with EC_INTERNAL. */
  outcome: 'forbids' | 'permits' | 'does not match' | 'throws';
  /** The scopes of a rule that permits. */
  scopes: Scope[];
  /** The code of a rule that forbids. */
  code?: string;
  error?: string;
  /** The fields that it read, by path; `null` for missing ones. */
  read: Record<string, unknown>;
}

export interface Explanation {
  decision: 'allowed' | 'denied';
  granted: Scope[];
  /** Every reason against, in order. */
  codes: string[];
  scopeDefaulted: boolean;
  rules: RuleVerdict[];
}

/** Decides as the Actions do, and asks each rule for itself. */
export function explain(
  { policy, config, decide, scopesOf }: LoadedPolicy,
  sources: Record<'forbid' | 'permit', RuleSource[]>,
  event: Event,
  nowMs: number,
): Explanation {
  const ask = (list: RuleVerdict['list'], rule: Rule, source: RuleSource | undefined, code?: string): RuleVerdict => {
    const { event: watched, reads } = watchedEvent(event);
    const asked = attempt(() => scopesOf(rule, watched, nowMs));
    const scopes = asked.value ?? [];
    const matches = list === 'forbid' ? 'forbids' : 'permits';
    return {
      where: source?.where ?? { file: '' },
      text: source?.text ?? '',
      list,
      outcome: asked.error !== undefined ? 'throws' : scopes.length > 0 ? matches : 'does not match',
      scopes: list === 'permit' ? scopes : [],
      ...(code !== undefined && { code }),
      ...(asked.error !== undefined && { error: asked.error }),
      read: Object.fromEntries([...reads].map(([path, value]) => [path, value ?? null])),
    };
  };
  const decided = attempt(() => decide(event, policy, config, nowMs));
  const { denied, granted, scopeDefaulted } = decided.value ?? {
    denied: ['EC_INTERNAL'],
    granted: [],
    scopeDefaulted: false,
  };
  return {
    decision: denied.length > 0 ? 'denied' : 'allowed',
    granted,
    codes: denied,
    scopeDefaulted,
    rules: [
      ...policy.forbid.map((rule, index) => ask('forbid', ruleOf(rule), sources.forbid[index], codeOf(rule))),
      ...policy.permit.map((rule, index) => ask('permit', rule, sources.permit[index])),
    ],
  };
}

const ruleOf = (rule: ForbidRule): Rule => (typeof rule === 'function' ? rule : rule.when);
const codeOf = (rule: ForbidRule): string => (typeof rule === 'function' ? 'EC_NOT_AUTHORIZED' : rule.code);

function attempt<T>(work: () => T): { value?: T; error?: string } {
  try {
    return { value: work() };
  } catch (error) {
    return { error: String(error) };
  }
}
