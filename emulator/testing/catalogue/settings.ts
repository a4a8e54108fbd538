import type { FactorType } from '../../runtime/factor-prompt.ts';

/** The settings of the step-up that decide what comes of a login: `config.stepUp` of `actions/config.ts` fits. */
export interface CatalogueSettings {
  mode: 'required' | 'off';
  allowedFactors: readonly [FactorType, ...FactorType[]];
  emailFirst: 'always' | 'when-enrolling';
  passkeyAsFirstFactor: 'counts' | 'never';
  maxAgeSeconds: number;
  whenNoFactor: 'enroll' | 'deny';
  whenOnlyOtherFactors: 'deny' | { challengeThenEnroll: readonly string[] };
}
