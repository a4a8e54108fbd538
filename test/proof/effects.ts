import { NOW_MS } from '../support/events.ts';

export type Call = [method: string, ...args: unknown[]];

/** What one Action leaves behind, or must leave behind. */
export interface Effects {
  /** The codes of a denial, in the order of docs/policy.md#the-decision. The denied person reads the first. */
  codes: string[];
  /** In order; writes of transaction metadata apart. */
  calls: Call[];
  /** Writes of transaction metadata. */
  notes: Record<string, unknown>;
}

/** Names and forms of the notes (docs/how-it-works.md#the-four-actions). */
export const NOTES = {
  /** Epoch milliseconds. */
  stepUpAt: 'express_configure_step_up_at',
  /** Epoch milliseconds, of the enroll Action. */
  enrollAt: 'express_configure_enroll_at',
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

/** @param factors `voice` and `sms` are deliveries of Auth0's one factor for phones; none leaves it all to the enroll Action */
export const challenged = (factors: readonly string[], options: { emailFirst: boolean }): Effects => ({
  codes: [],
  calls: [
    ...afterEmail(options.emailFirst),
    ...(factors.length > 0 ? [prompt('challengeWith', asAuth0Names(factors))] : []),
  ],
  notes: { [NOTES.stepUpAt]: NOW_MS },
});

export const enrolling = (factors: readonly string[]): Effects => ({
  codes: [],
  calls: [prompt('enrollWith', asAuth0Names(factors))],
  notes: { [NOTES.enrollAt]: NOW_MS },
});

function asAuth0Names(factors: readonly string[]): object[] {
  const deliveries = factors.filter((factor) => factor === 'voice' || factor === 'sms');
  const phone = { type: 'phone', options: { preferredMethod: deliveries.length > 1 ? 'both' : deliveries[0] } };
  return factors
    .filter((factor) => factor !== deliveries[1])
    .map((factor) => (factor === deliveries[0] ? phone : { type: factor }));
}

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

const prompt = (method: 'challengeWith' | 'enrollWith', [first, ...others]: readonly object[]): Call => [
  `authentication.${method}`,
  first,
  { additionalFactors: others },
];
