import { NOW_MS } from '../support/events.ts';

export type Call = [method: string, ...args: unknown[]];

/** What one Action leaves behind, or must leave behind. */
export interface Effects {
  /** Of a denial, in the design's order. The first is what the denied person reads. */
  codes: string[];
  /** In order; writes of transaction metadata apart. */
  calls: Call[];
  /** Writes of transaction metadata. */
  notes: Record<string, unknown>;
}

/** Names and forms of the notes: the design leaves them open, but for `step_up_at`. */
export const NOTES = {
  /** Epoch milliseconds. */
  stepUpAt: 'step_up_at',
  /** The allowed factors, comma-separated, none of which was enrolled when step-up asked. */
  factorsAbsent: 'step_up_absent',
  /** `true`. */
  granted: 'express_configure_granted',
} as const;

export const SCOPES = ['sso', 'scim'] as const;
export type Scope = (typeof SCOPES)[number];

export const nothing = (): Effects => ({ codes: [], calls: [], notes: {} });

export const denied = (codes: string[]): Effects => ({
  codes,
  calls: [['access.deny', `Access denied (${codes[0]})`]],
  notes: {},
});

const afterEmail = (emailFirst: boolean): Call[] =>
  emailFirst ? [['authentication.challengeWith', { type: 'email' }]] : [];

export const challenged = (factors: readonly string[], options: { emailFirst: boolean }): Effects => ({
  codes: [],
  calls: [...afterEmail(options.emailFirst), prompt('challengeWith', factors)],
  notes: { [NOTES.stepUpAt]: NOW_MS },
});

export const enrolling = (factors: readonly string[], options: { emailFirst: boolean }): Effects => ({
  codes: [],
  calls: [...afterEmail(options.emailFirst), prompt('enrollWith', factors)],
  notes: { [NOTES.stepUpAt]: NOW_MS, [NOTES.factorsAbsent]: factors.join(',') },
});

/** Both scopes are told, one way or the other; in which order makes no difference. */
export const granting = (granted: readonly Scope[]): Effects => ({
  codes: [],
  calls: SCOPES.map((scope): Call => {
    const method = granted.includes(scope) ? 'addScope' : 'removeScope';
    return [`accessToken.${method}`, `express_configure:${scope}`];
  }),
  notes: { [NOTES.granted]: true },
});

export const claiming = (domains: readonly string[]): Effects => ({
  codes: [],
  calls: [['accessToken.setCustomClaim', 'express_configuration', { domain_aliases: domains }]],
  notes: {},
});

const prompt = (method: 'challengeWith' | 'enrollWith', [first, ...others]: readonly string[]): Call => [
  `authentication.${method}`,
  { type: first },
  { additionalFactors: others.map((type) => ({ type })) },
];
