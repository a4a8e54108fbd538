import type { SchemaObject } from 'ajv';
import type { FirstChallenge, StepUpSettings, StrongFactor } from '../../../library/step-up-settings.ts';

/**
 * Settings of the step-up that an environment may set for itself: those that name a factor, or mean something else where a
 * factor is missing. `mode` and `maxAgeSeconds` are not among them. They say how strict the step-up is, and no
 * subscription changes that.
 */
export type FactorSettings = Pick<
  StepUpSettings,
  'allowedFactors' | 'emailFirst' | 'passkeyAsFirstFactor' | 'whenNoFactor' | 'whenOnlyOtherFactors'
>;

/** Holds the settings in which an environment differs from `actions/config.ts`, by `actions:` of its file. */
export interface EnvironmentActions {
  stepUp: Partial<FactorSettings>;
}

const FACTORS: Readonly<Record<StrongFactor, true>> = {
  otp: true,
  'webauthn-roaming': true,
  'webauthn-platform': true,
  'push-notification': true,
  phone: true,
};
const FIRST_CHALLENGES: Readonly<Record<FirstChallenge, true>> = {
  otp: true,
  'webauthn-roaming': true,
  'webauthn-platform': true,
  'push-notification': true,
  voice: true,
  sms: true,
};

const listOf = (names: object): SchemaObject => ({
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { enum: Object.keys(names) },
});

const whenOnlyOtherFactors: SchemaObject = {
  if: { type: 'object' },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
  then: {
    type: 'object',
    required: ['challengeThenEnroll'],
    additionalProperties: false,
    properties: { challengeThenEnroll: listOf(FIRST_CHALLENGES) },
  },
  else: { const: 'deny' },
};

const FACTOR_SETTINGS: Readonly<Record<keyof FactorSettings, SchemaObject>> = {
  allowedFactors: listOf(FACTORS),
  emailFirst: { enum: ['always', 'when-enrolling'] },
  passkeyAsFirstFactor: { enum: ['counts', 'never'] },
  whenNoFactor: { enum: ['enroll', 'deny'] },
  whenOnlyOtherFactors,
};

/** The JSON Schema of `actions:` in an environment's file. */
export const ENVIRONMENT_ACTIONS_SCHEMA: SchemaObject = {
  type: 'object',
  required: ['stepUp'],
  additionalProperties: false,
  properties: {
    stepUp: { type: 'object', minProperties: 1, additionalProperties: false, properties: FACTOR_SETTINGS },
  },
};

/** Returns whether an environment can set this setting of `config.stepUp` for itself. */
export const isFactorSetting = (name: string): boolean => Object.hasOwn(FACTOR_SETTINGS, name);
