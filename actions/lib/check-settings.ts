import { normalizeDomain } from './domain-name.ts';
import type { DomainSettings } from './domain-settings.ts';
import type { Policy } from './rules.ts';
import type { StepUpSettings } from './step-up-settings.ts';

/** A setting that compiles and yet is wrong. */
export interface SettingMistake {
  /** Below `actions/`. */
  file: 'config.ts' | 'policy.ts';
  /** As a path: `config.stepUp.maxAgeSeconds`. */
  setting: string;
  expected: string;
  /** JSON. */
  found: string;
}

const MAX_AGE_SECONDS = 3600;
/** It is told to the person and logged beside others. */
const CODE = /^EC_[A-Z0-9_]{1,40}$/;

/** What the types of `config.ts` and `policy.ts` can't tell. For the build: no Action carries it. */
export function checkSettings(
  config: { stepUp: StepUpSettings },
  domains: DomainSettings,
  policy: Policy,
): SettingMistake[] {
  const mistakes: SettingMistake[] = [];
  const demand = (
    isRight: boolean,
    file: SettingMistake['file'],
    setting: string,
    expected: string,
    found: unknown,
  ) => {
    if (!isRight) mistakes.push({ file, setting, expected, found: JSON.stringify(found) ?? typeof found });
  };

  const { maxAgeSeconds, allowedFactors } = config.stepUp;
  const isAge = Number.isInteger(maxAgeSeconds) && maxAgeSeconds >= 1 && maxAgeSeconds <= MAX_AGE_SECONDS;
  demand(
    isAge,
    'config.ts',
    'config.stepUp.maxAgeSeconds',
    `a whole number from 1 to ${MAX_AGE_SECONDS}`,
    maxAgeSeconds,
  );
  demand(isUnique(allowedFactors), 'config.ts', 'config.stepUp.allowedFactors', 'each factor once', allowedFactors);

  const { sources, required, onSourceDown, ownDomains } = domains;
  const names = sources.map((source) => source.name);
  demand(isUnique(sources), 'config.ts', 'domains.sources', 'each source once', names);
  demand(
    !(required && onSourceDown === 'omit'),
    'config.ts',
    'domains.onSourceDown',
    "'deny' where domains are required",
    onSourceDown,
  );
  ownDomains.forEach((domain, index) => {
    const normal = normalizeDomain(domain);
    const expected = normal === undefined ? 'a domain such as acme-saas.com' : `the normal form ${normal}`;
    demand(normal === domain, 'config.ts', `domains.ownDomains[${index}]`, expected, domain);
  });

  demand(policy.permit.length > 0, 'policy.ts', 'policy.permit', 'at least one rule, or nobody may', policy.permit);
  policy.forbid.forEach((rule, index) => {
    const code = typeof rule === 'function' ? undefined : rule.code;
    const isCode = code === undefined || CODE.test(code);
    demand(isCode, 'policy.ts', `policy.forbid[${index}].code`, 'EC_ and capitals, digits or underscores', code);
  });
  return mistakes;
}

const isUnique = (list: readonly unknown[]): boolean => new Set(list).size === list.length;
