import type { Management } from 'auth0';

/**
 * Maps Auth0's types of authentication methods to those of `event.user.enrolledFactors` (docs: post-login event
 * object).
 */
const FACTOR_OF_METHOD: Readonly<Record<string, string>> = {
  totp: 'otp',
  phone: 'phone',
  push: 'push-notification',
  'push-notification': 'push-notification',
  guardian: 'push-notification',
  'webauthn-roaming': 'webauthn-roaming',
  'webauthn-platform': 'webauthn-platform',
  'recovery-code': 'recovery-code',
};

/** Returns the second factors among types of authentication methods, each once; email is never one of them. */
export const factorsOfMethods = (types: readonly string[]): string[] => [
  ...new Set(types.flatMap((type) => FACTOR_OF_METHOD[type] ?? [])),
];

/** Returns the second factors that a user has enrolled and confirmed. */
export const confirmedFactors = (methods: readonly Management.UserAuthenticationMethod[]): string[] =>
  factorsOfMethods(methods.filter(({ confirmed }) => confirmed !== false).map(({ type }) => type));
