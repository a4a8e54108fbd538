import type { PostLoginAPI } from './api.ts';

/** Describes a factor that `enrollWith` accepts. `push` is another name of `push-notification`. */
export type EnrollableFactor =
  | PhoneFactor
  | {
      type: 'otp' | 'webauthn-platform' | 'webauthn-roaming' | 'push' | 'push-notification' | 'recovery-code';
      options?: Record<string, unknown>;
    };

/** Describes a factor that `challengeWith` accepts. Email can be challenged and needs no enrolment. */
export type Factor =
  | PhoneFactor
  | {
      type: 'otp' | 'email' | 'webauthn-platform' | 'webauthn-roaming' | 'recovery-code';
      options?: Record<string, unknown>;
    }
  | { type: 'push' | 'push-notification'; options?: { otpFallback?: boolean } };

interface PhoneFactor {
  type: 'phone';
  options?: { preferredMethod?: 'sms' | 'voice' | 'both' };
}

export interface AuthenticationAPI {
  challengeWith(factor: Factor, options?: { additionalFactors?: Factor[] }): void;
  challengeWithAny(factors: Factor[]): void;
  enrollWith(factor: EnrollableFactor, options?: { additionalFactors?: EnrollableFactor[] }): void;
  enrollWithAny(factors: EnrollableFactor[]): void;
  /** Works in `onContinuePostLogin` alone. */
  recordMethod(providerUrl: string): PostLoginAPI;
  setPrimaryUser(primaryUserId: string): void;
}

export interface MultifactorAPI {
  /** Asks at the end of the login, after all Actions. */
  enable<Provider extends MultifactorProvider>(
    provider: Provider,
    options?: MultifactorOptions<Provider>,
  ): PostLoginAPI;
}

export type MultifactorProvider = 'any' | 'none' | 'guardian' | 'google-authenticator' | 'duo';

export interface MultifactorOptions<Provider> {
  allowRememberBrowser?: boolean;
  providerOptions?: Provider extends 'duo' ? DuoOptions : never;
}

interface DuoOptions {
  host: string;
  ikey: string;
  skey: string;
  username?: string;
}
