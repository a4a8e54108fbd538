import { normalizeDomain } from './domain-name.ts';
import type { DomainSettings } from './domain-settings.ts';
import { own } from './read.ts';
import type { Policy } from './rules.ts';
import { authFactor } from './step-up.ts';
import type { FirstChallenge, StepUpSettings } from './step-up-settings.ts';

/** Describes a setting that compiles and is still wrong. */
export interface SettingMistake {
  /** The file, relative to `actions/`. */
  file: 'config.ts' | 'policy.ts';
  /** The path of the setting: `config.stepUp.maxAgeSeconds`. */
  setting: string;
  expected: string;
  /** The value found, as JSON. */
  found: string;
}

const MAX_AGE_SECONDS = 3600;
/** The person sees the code, and it is logged beside other codes. */
const CODE = /^EC_[A-Z0-9_]{1,40}$/;

/** Checks what the types of `config.ts` and `policy.ts` cannot express. The build calls it; no Action contains it. */
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
    if (!isRight) mistakes.push({ file, setting, expected, found: foundIn(found) });
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

  const { whenOnlyOtherFactors } = config.stepUp;
  const accepted: unknown = own(whenOnlyOtherFactors, 'challengeThenEnroll');
  if (accepted === undefined) {
    demand(
      whenOnlyOtherFactors === 'deny',
      'config.ts',
      'config.stepUp.whenOnlyOtherFactors',
      "'deny' or { challengeThenEnroll: […] }",
      whenOnlyOtherFactors,
    );
  } else {
    demand(
      isFirstChallenges(accepted, allowedFactors),
      'config.ts',
      'config.stepUp.whenOnlyOtherFactors.challengeThenEnroll',
      `${FIRST_CHALLENGES.slice(0, -1).join(', ')} or ${FIRST_CHALLENGES.at(-1)}, each once and none that is in allowedFactors`,
      accepted,
    );
  }

  const { sources, metadataKey, required, onSourceDown, ownDomains } = domains;
  const names = sources.map((source) => source.name);
  const areSources = sources.every(isSource);
  const source = 'a list of sources, each { name, secrets, dependencies, read }';
  demand(areSources, 'config.ts', 'domains.sources', source, names);
  demand(isUnique(names), 'config.ts', 'domains.sources', 'each source once', names);
  const isKey = metadataKey === undefined || isMetadataKey(metadataKey);
  demand(isKey, 'config.ts', 'domains.metadataKey', METADATA_KEY_RULE, metadataKey);
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

const foundIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? 'an object'
    : (JSON.stringify(value) ?? typeof value);

/** Does not contain emailed codes or recovery codes: they are too weak to enrol another factor after them. */
const FIRST_CHALLENGES: readonly FirstChallenge[] = [
  'push-notification',
  'voice',
  'sms',
  'otp',
  'webauthn-roaming',
  'webauthn-platform',
];

function isFirstChallenges(value: unknown, allowedFactors: readonly string[]): boolean {
  if (!Array.isArray(value) || value.length === 0 || !isUnique(value)) return false;
  return value.every((name) =>
    FIRST_CHALLENGES.some((known) => known === name && !allowedFactors.includes(authFactor(known))),
  );
}

/** Returns whether a value is a domain source. A function, which was a source in earlier versions, is not. */
const isSource = (value: unknown): boolean =>
  typeof own(value, 'name') === 'string' &&
  typeof own(value, 'read') === 'function' &&
  Array.isArray(own(value, 'secrets')) &&
  Array.isArray(own(value, 'dependencies'));

/** Lists metadata keys that commands use for other data, in the parts `_2`, `_3`, … of long lists too. */
const KEYS_OF_COMMANDS = ['domain_claims', 'admin_accounts', 'onboarding_run', 'onboarded_by'];
const METADATA_KEY_RULE = `a letter and then letters, digits, - and _, none of ${KEYS_OF_COMMANDS.join(', ')}, and no number after _ at the end`;

const isMetadataKey = (key: unknown): boolean =>
  typeof key === 'string' && /^[A-Za-z][\w-]{0,99}$/.test(key) && !/_\d+$/.test(key) && !KEYS_OF_COMMANDS.includes(key);

const isUnique = (list: readonly unknown[]): boolean => new Set(list).size === list.length;
