import type { JsonValue } from '../state.ts';
import type { Command, CommandOf } from './command.ts';

/** Names factors as `challengeWith` and `enrollWith` do. */
export type FactorType =
  | 'otp'
  | 'email'
  | 'phone'
  | 'push-notification'
  | 'webauthn-platform'
  | 'webauthn-roaming'
  | 'recovery-code';

/**
 * Represents a queued `challengeWith` or `enrollWith`: its screen is shown after the Action that asked for it has
 * finished.
 */
export interface FactorRequest {
  kind: 'challenge' | 'enroll';
  /** The factors in the order requested; the first usable one is shown. */
  factors: string[];
  /** The user chooses before the first screen (`challengeWithAny`, `enrollWithAny`). */
  pick?: true;
}

export interface FactorPrompt {
  kind: 'challenge' | 'enroll';
  factor: FactorType;
  /** The other factors that the page offers, if any. */
  others?: FactorType[];
  /** The first screen is the choice between them. */
  pick?: true;
}

export interface FactorStatus {
  /** Factors that are on in the tenant and that the emulator's login can show. */
  usable: ReadonlySet<FactorType>;
  enrolled: ReadonlySet<FactorType>;
  /** Factors challenged in this transaction. */
  challenged: ReadonlySet<FactorType>;
  /** The tenant's `customize_mfa_in_postlogin_action` is off: challenge and enroll commands fail the login. */
  customizationOff?: boolean;
  /** The tenant's policy asks everyone for a factor (`all-applications`). */
  required?: boolean;
}

export type NextFactor =
  | { kind: 'none' }
  | { kind: 'prompt'; prompt: FactorPrompt }
  | { kind: 'impossible'; request: FactorRequest };

const typeOf = (value: JsonValue | undefined): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.type === 'string'
    ? [value.type === 'push' ? 'push-notification' : value.type]
    : [];

const typesOf = (value: JsonValue | undefined): string[] => (Array.isArray(value) ? value.flatMap(typeOf) : []);

/** Represents a recorded call that asks for a factor. */
export type FactorCommand = CommandOf<`authentication.${(typeof FACTOR_CALLS)[number]}`>;

const FACTOR_CALLS = ['challengeWith', 'challengeWithAny', 'enrollWith', 'enrollWithAny'] as const;

export const isFactorCommand = (command: Command): command is FactorCommand =>
  FACTOR_CALLS.some((call) => command.method === `authentication.${call}`);

/** Returns what the command asks for. */
export function factorRequest({ method, args: [first, options] }: FactorCommand): FactorRequest {
  const additional =
    typeof options === 'object' && options !== null && !Array.isArray(options)
      ? typesOf(options.additionalFactors)
      : [];
  switch (method) {
    case 'authentication.challengeWith':
      return { kind: 'challenge', factors: [...typeOf(first), ...additional] };
    case 'authentication.challengeWithAny':
      return { kind: 'challenge', factors: typesOf(first), pick: true };
    case 'authentication.enrollWith':
      return { kind: 'enroll', factors: [...typeOf(first), ...additional] };
    case 'authentication.enrollWithAny':
      return { kind: 'enroll', factors: typesOf(first), pick: true };
  }
}

/**
 * Returns the next screen for the queue's head, and takes satisfied requests off `queue`.
 *
 * Auth0's rules (docs/notes/actions-runtime.md#factor-commands): a factor that is off or not enrolled is ignored; if
 * none is left the login fails (`mfar`); a factor challenged in this transaction is not asked for again; a user who has
 * enrolled any factor but email must be challenged before another one can be enrolled.
 */
export function nextFactor(queue: FactorRequest[], status: FactorStatus): NextFactor {
  for (let request = queue[0]; request !== undefined; request = queue[0]) {
    const usable = usableFactors(request, status);
    const satisfied =
      request.kind === 'challenge'
        ? usable.some((factor) => status.challenged.has(factor))
        : usable.length > 0 && usable.every((factor) => status.enrolled.has(factor));
    if (satisfied) {
      queue.shift();
      continue;
    }
    const [factor, ...others] = usable.filter(
      (candidate) => status.enrolled.has(candidate) === (request.kind === 'challenge'),
    );
    const needsChallengeFirst = request.kind === 'enroll' && hasFactor(status) && status.challenged.size === 0;
    if (factor === undefined || needsChallengeFirst) return { kind: 'impossible', request };
    return { kind: 'prompt', prompt: promptFor(request, factor, others) };
  }
  return { kind: 'none' };
}

/** Email enrols itself, and does not count. */
const hasFactor = ({ enrolled }: FactorStatus): boolean => [...enrolled].some((factor) => factor !== 'email');

const promptFor = ({ kind, pick }: FactorRequest, factor: FactorType, others: FactorType[]): FactorPrompt =>
  others.length === 0 ? { kind, factor } : { kind, factor, others, ...(pick ? { pick } : {}) };

/** Returns the factors that can answer a prompt, the one that it shows first at the front. */
export const offeredFactors = ({ factor, others = [] }: FactorPrompt): FactorType[] => [factor, ...others];

/** Email enrols itself when the address is verified, and in no other way. */
function usableFactors({ kind, factors }: FactorRequest, { usable }: FactorStatus): FactorType[] {
  const asked = new Set(kind === 'enroll' ? factors.filter((factor) => factor !== 'email') : factors);
  return [...asked].flatMap((name) => [...usable].filter((factor) => factor === name));
}

/** Lists all factors that a login can ask for, email last. */
const ALL: FactorType[] = ['otp', 'push-notification', 'phone', 'webauthn-roaming', 'webauthn-platform', 'email'];

/** Maps the providers of `multifactor.enable` to factors. Guardian is Auth0's own service, with all of them. */
const PROVIDER_FACTORS = new Map<string, FactorType[]>([
  ['any', ALL],
  ['guardian', ALL],
  ['google-authenticator', ['otp']],
]);

/**
 * Returns what `multifactor.enable`, or else the tenant's policy, asks for when all Actions have run; `undefined` if a
 * factor was challenged in this transaction (docs/notes/actions-runtime.md#deferred-mfa). An unknown provider asks for
 * a factor that cannot be given.
 */
export function deferredRequest(provider: string | undefined, status: FactorStatus): FactorRequest | undefined {
  const asked = provider ?? (status.required ? 'any' : 'none');
  if (asked === 'none' || status.challenged.size > 0) return undefined;
  const factors: string[] = PROVIDER_FACTORS.get(asked) ?? [asked];
  const challenge: FactorRequest = { kind: 'challenge', factors };
  const enrolled = usableFactors(challenge, status).some((factor) => status.enrolled.has(factor));
  return enrolled ? challenge : { kind: 'enroll', factors };
}
