/** The system API whose tokens Okta's administrators get. */
export const SYSTEM_API = 'urn:auth0:express-configure';

/**
 * Auth0 turns on email and platform WebAuthn only beside a factor that depends on no other (docs: "Multi-factor
 * authentication factors").
 */
export const DEPENDENT_FACTORS: readonly string[] = ['email', 'webauthn-platform', 'recovery-code'];
