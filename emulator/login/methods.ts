import type { AuthenticationMethod } from '../../library/contract.ts';
import type { FactorStatus, FactorType } from '../runtime/factor-prompt.ts';
import type { TenantState } from '../state.ts';

/**
 * Factors that the emulator's pages can show, and what `/guardian/factors` calls them. Others that are on behave like a
 * browser that lacks them.
 */
const SHOWABLE: readonly (readonly [FactorType, string])[] = [
  ['otp', 'otp'],
  ['email', 'email'],
  ['phone', 'sms'],
  ['push-notification', 'push-notification'],
  ['webauthn-roaming', 'webauthn-roaming'],
  ['webauthn-platform', 'webauthn-platform'],
];

const FACTOR_OF_METHOD: Record<string, FactorType> = {
  totp: 'otp',
  phone: 'phone',
  push: 'push-notification',
  'webauthn-roaming': 'webauthn-roaming',
  'webauthn-platform': 'webauthn-platform',
};

/**
 * Returns enrolled factor types as `event.user.enrolledFactors` lists them: with `email` if that factor is on and the
 * address verified, since Auth0 enrols it automatically (docs/notes/actions-runtime.md#enrolled-factors).
 */
export function enrolledFactors(state: TenantState, userId: string): FactorType[] {
  const own = state.authenticationMethods
    .filter((method) => method.user_id === userId && method.confirmed)
    .flatMap((method) => FACTOR_OF_METHOD[method.type] ?? []);
  const user = state.users.find((row) => row.user_id === userId);
  const email: FactorType[] =
    user?.email !== undefined && user.email_verified && state.enabledFactors.has('email') ? ['email'] : [];
  return [...new Set([...own, ...email])];
}

export function factorStatus(state: TenantState, userId: string, challenged: Iterable<FactorType>): FactorStatus {
  return {
    usable: new Set(SHOWABLE.flatMap(([factor, name]) => (state.enabledFactors.has(name) ? [factor] : []))),
    enrolled: new Set(enrolledFactors(state, userId)),
    challenged: new Set(challenged),
    customizationOff: !state.settings.customize_mfa_in_postlogin_action,
    required: state.guardianPolicies.includes('all-applications'),
  };
}

/** The same number as oidc-provider's storage keeps. */
const KEPT_SESSIONS = 1_000;

/**
 * Keeps second factors, and what `recordMethod` added, of each browser session, newest last:
 * `event.authentication.methods` lives for the session, longer than the transaction that proved them
 * (docs/notes/actions-runtime.md#methods-of-authentication).
 */
export class SessionFactors {
  readonly #bySession = new Map<string, AuthenticationMethod[]>();

  add(sessionUid: string, method: AuthenticationMethod): void {
    const others = this.of(sessionUid).filter(({ name, type }) => name !== method.name || type !== method.type);
    this.#bySession.set(sessionUid, [...others, method]);
    const [oldest] = this.#bySession.keys();
    if (this.#bySession.size > KEPT_SESSIONS && oldest !== undefined) this.#bySession.delete(oldest);
  }

  forget(sessionUid: string): void {
    this.#bySession.delete(sessionUid);
  }

  of(sessionUid: string): AuthenticationMethod[] {
    return this.#bySession.get(sessionUid) ?? [];
  }
}
