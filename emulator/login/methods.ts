import type { FactorStatus, FactorType } from '../runtime/factor-prompt.ts';
import type { TenantState } from '../state.ts';

/** One entry of `event.authentication.methods`. */
export interface AuthenticationMethod {
  name: string;
  type?: string;
  timestamp: string;
}

/** Factors the emulator's pages can show. Others that are on behave like a browser that lacks them. */
const SHOWABLE: readonly FactorType[] = ['otp'];

const FACTOR_OF_METHOD: Record<string, FactorType> = {
  totp: 'otp',
  'webauthn-roaming': 'webauthn-roaming',
  'webauthn-platform': 'webauthn-platform',
};

/**
 * Enrolled factor types as `event.user.enrolledFactors` lists them: with `email` when that factor is on and the address
 * verified, since Auth0 enrols it by itself.
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
    usable: new Set(SHOWABLE.filter((factor) => state.enabledFactors.has(factor))),
    enrolled: new Set(enrolledFactors(state, userId)),
    challenged: new Set(challenged),
  };
}

/**
 * Second factors of each browser session, newest last: `event.authentication.methods` lives for the session
 * (actions-runtime section 1), longer than the transaction that proved them.
 */
export class SessionFactors {
  readonly #bySession = new Map<string, AuthenticationMethod[]>();

  add(sessionUid: string, type: FactorType, atMs: number): void {
    const others = this.of(sessionUid).filter((method) => method.type !== type);
    this.#bySession.set(sessionUid, [...others, { name: 'mfa', type, timestamp: new Date(atMs).toISOString() }]);
  }

  of(sessionUid: string): AuthenticationMethod[] {
    return this.#bySession.get(sessionUid) ?? [];
  }
}
