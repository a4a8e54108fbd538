/**
 * Exports what a team's `actions/` needs, as `express-configure/actions`: factories of the Actions, rules and what rules
 * read with, domain sources, a preset, and the types of all of them. Nothing else of the library is a team's to import.
 */
export type { AdminAttribute, AdminAttributeWriter, ReadScopes } from './admin-attribute.ts';
export type { Code } from './codes.ts';
export type * from './contract.ts';
export type { DecisionSettings } from './decision.ts';
export { normalizeDomain } from './domain-name.ts';
export type { DomainSettings, DomainSource, SourceAnswer, SourceFailure } from './domain-settings.ts';
export { domains } from './domains-action.ts';
export { enroll } from './enroll-action.ts';
export { externalApi } from './external-api.ts';
export { grant } from './grant-action.ts';
export { organizationAdmin } from './organization-admin.ts';
export { organizationMetadata } from './organization-metadata.ts';
export { own, read } from './read.ts';
export {
  adminFlag,
  all,
  any,
  ENTERPRISE_STRATEGIES,
  type ForbidRule,
  not,
  type Policy,
  type Rule,
  role,
  scopesOf,
  unverifiedEmail,
  verifiedEmail,
} from './rules.ts';
export type { Scope } from './scopes.ts';
export { stepUp } from './step-up-action.ts';
export {
  emailThenPlatform,
  type FactorChoice,
  type FirstChallenge,
  type StepUpSettings,
  type StrongFactor,
} from './step-up-settings.ts';
export type { Config, Team } from './team.ts';
