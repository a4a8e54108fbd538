import type { FactorType } from '../../runtime/factor-prompt.ts';

/**
 * Holds the step-up settings that decide the result of a login: `config.stepUp` of `actions/config.ts` has this shape.
 */
export interface CatalogueSettings {
  mode: 'required' | 'off';
  allowedFactors: readonly [FactorType, ...FactorType[]];
  emailFirst: 'always' | 'when-enrolling';
  passkeyAsFirstFactor: 'counts' | 'never';
  maxAgeSeconds: number;
  whenNoFactor: 'enroll' | 'deny';
  whenOnlyOtherFactors: 'deny' | { challengeThenEnroll: readonly string[] };
}
