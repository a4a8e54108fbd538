import { ENTERPRISE_STRATEGIES as EXCEPTED } from '../../../library/rules.ts';

/** The system API whose tokens Okta's administrators get. */
export { AUDIENCE as SYSTEM_API } from '../../../library/scopes.ts';

/**
 * Auth0's documentation asks for a factor that depends on no other beside these ("Multi-factor authentication factors").
 * A recorded tenant took them alone (2023): it is advice, which this project holds its own files to.
 */
export const DEPENDENT_FACTORS: readonly string[] = ['email', 'webauthn-platform', 'recovery-code'];

/** Strategies by which a customer's own identity provider says who has an account; all others are shared by customers. */
export const ENTERPRISE_STRATEGIES: readonly string[] = [...EXCEPTED, 'waad'];
