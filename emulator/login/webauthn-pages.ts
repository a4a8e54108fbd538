import { type WebauthnFactor, webauthnPage } from '../pages/webauthn.ts';
import { findUser, type UserRecord } from '../state.ts';
import { factorEnrolled, factorProven } from './factor-proven.ts';
import type { PageContext, PageRoute, Submission } from './page-route.ts';
import { hasOthers } from './picker-pages.ts';
import { challengeOptions, verifyChallenge } from './webauthn-challenge.ts';
import { enrollmentOptions, verifyEnrollment } from './webauthn-enrollment.ts';

const userOf = ({ state, interaction }: PageContext): UserRecord => {
  const user = findUser(state, interaction.session?.accountId);
  if (user === undefined) throw new Error('a factor is asked for before anybody logged in');
  return user;
};

const ceremonyOf = (page: PageContext, factor: WebauthnFactor) => {
  const { state, relyingParty } = page;
  const user = userOf(page);
  return { state, relyingParty, factor, user, userId: user.user_id };
};

/** Maps the error names of the browser's API to texts (w3c.github.io/webauthn). */
const PROBLEMS = new Map([
  ['NotAllowedError', '((It was cancelled, or took too long.))'],
  ['InvalidStateError', '((It is enrolled already.))'],
  ['SecurityError', '((Open the tenant at http://localhost: credentials are bound to that name.))'],
]);

const FAILED = {
  'webauthn-platform': 'Device Key Verification Failed',
  'webauthn-roaming': 'Security Key Verification Failed',
};

const refusal = (factor: WebauthnFactor, problem: string | undefined): Submission => ({
  kind: 'again',
  error: [FAILED[factor], PROBLEMS.get(problem ?? '')].filter(Boolean).join(' '),
});

/** Asks the browser, and waits for an answer to this challenge on this page. */
function ask(
  page: PageContext,
  path: string,
  factor: WebauthnFactor,
  kind: 'challenge' | 'enroll',
  options: { challenge: string },
): string {
  page.relyingParty.challenges.issue(page.interaction.uid, path, options.challenge);
  return webauthnPage({ ...page.view, factor, kind, options: JSON.stringify(options), hasOthers: hasOthers(page) });
}

function challengeRoute(factor: WebauthnFactor): PageRoute {
  const path = `/u/mfa-${factor}-challenge`;
  return {
    path,
    prompt: 'mfa',
    factor: { kind: 'challenge', factor },
    scripted: true,
    view: async (page) => ask(page, path, factor, 'challenge', await challengeOptions(ceremonyOf(page, factor))),
    async submit(page, { response, problem }) {
      const challenge = page.relyingParty.challenges.take(page.interaction.uid, path);
      const proven = challenge !== undefined && (await verifyChallenge(ceremonyOf(page, factor), challenge, response));
      return proven ? factorProven(page, factor) : refusal(factor, problem);
    },
  };
}

function enrollmentRoute(factor: WebauthnFactor): PageRoute {
  const path = `/u/mfa-${factor}-enrollment`;
  return {
    path,
    prompt: 'mfa',
    factor: { kind: 'enroll', factor },
    scripted: true,
    view: async (page) => ask(page, path, factor, 'enroll', await enrollmentOptions(ceremonyOf(page, factor))),
    async submit(page, { response, problem }) {
      const challenge = page.relyingParty.challenges.take(page.interaction.uid, path);
      const method =
        challenge === undefined ? undefined : await verifyEnrollment(ceremonyOf(page, factor), challenge, response);
      if (method === undefined) return refusal(factor, problem);
      page.state.authenticationMethods.push(method);
      return factorEnrolled(page, factor);
    },
  };
}

const FACTORS: readonly WebauthnFactor[] = ['webauthn-platform', 'webauthn-roaming'];

export const webauthnRoutes: PageRoute[] = [...FACTORS.map(challengeRoute), ...FACTORS.map(enrollmentRoute)];
