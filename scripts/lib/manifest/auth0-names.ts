import type { EnterpriseStrategy } from '../../../library/contract.ts';
import { ENTERPRISE_STRATEGIES as EXCEPTED } from '../../../library/rules.ts';

/** Identifies the system API whose tokens Okta's administrators get. */
export { AUDIENCE as SYSTEM_API } from '../../../library/scopes.ts';

/**
 * Lists the dependent factors. Auth0's documentation requires a factor that depends on no other besides these
 * ("Multi-factor authentication factors"). A recorded tenant accepted them alone (2023), so it is advice; this project
 * requires it of its own files.
 */
export const DEPENDENT_FACTORS: readonly string[] = ['email', 'webauthn-platform', 'recovery-code'];

/** Strategies by which a customer's own identity provider says who has an account; all others are shared by customers. */
export const ENTERPRISE_STRATEGIES: readonly EnterpriseStrategy[] = [...EXCEPTED, 'waad'];

/** Returns whether connections of a strategy lead to a customer's own identity provider. */
export const isEnterpriseStrategy = (strategy: unknown): boolean =>
  ENTERPRISE_STRATEGIES.some((known) => known === strategy);
