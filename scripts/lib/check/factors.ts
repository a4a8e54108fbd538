import type { Failure } from '../failures.ts';
import { DEPENDENT_FACTORS } from '../manifest/auth0-names.ts';
import type { Manifest } from '../manifest/manifest.ts';

/** Refuses a factor that depends on another without one that does not: Auth0 takes it, and its people are locked out. */
export function checkFactors({ tenant, placeOf }: Manifest): Failure[] {
  const factors = tenant.guardianFactors ?? [];
  const enabled = factors.filter((factor) => factor.enabled).map((factor) => factor.name);
  const dependent = enabled.filter((name) => DEPENDENT_FACTORS.includes(name));
  const [first] = dependent;
  if (first === undefined || dependent.length < enabled.length) return [];
  return [
    {
      code: 'FACTOR_DEPENDENT',
      expected: `a factor such as otp or webauthn-roaming enabled beside ${dependent.join(', ')}`,
      found: 'none',
      where: placeOf(['guardianFactors', factors.findIndex((factor) => factor.name === first)]),
      fix: 'Enable one that depends on no other: otp, webauthn-roaming, push-notification, sms or duo.',
    },
  ];
}
