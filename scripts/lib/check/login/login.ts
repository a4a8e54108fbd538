import type { Failure } from '../../failures.ts';
import { DEPENDENT_FACTORS } from '../../manifest/auth0-names.ts';
import { describeIfKnown } from '../../manifest/describe-value.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { checkTenantSettings } from './tenant-settings.ts';

const NEEDED = { universal_login_experience: 'new', identifier_first: true } as const;
const SETTINGS = ['universal_login_experience', 'identifier_first'] as const;

/** Checks what every login of the tenant depends on: factors, settings of the tenant, and Universal Login. */
export const checkLogin = (manifest: Manifest): Failure[] => [
  ...checkFactors(manifest),
  ...checkTenantSettings(manifest),
  ...checkUniversalLogin(manifest),
];

/** Refuses a factor that depends on another without one that does not: Auth0 takes it, and its people are locked out. */
function checkFactors({ tenant, placeOf }: Manifest): Failure[] {
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

/**
 * Login settings with which the email domains of Okta's connections have no effect: home realm discovery takes
 * Universal Login with the identifier first. What the file does not say is not managed here.
 */
function checkUniversalLogin({ tenant, placeOf }: Manifest): Failure[] {
  const { prompts } = tenant;
  return SETTINGS.flatMap((setting): Failure[] => {
    const found = prompts?.[setting];
    if (found === undefined || found === NEEDED[setting]) return [];
    return [
      {
        code: 'HOME_REALM_DISCOVERY',
        expected: `${setting}: ${NEEDED[setting]}, without which nobody is sent to their Okta by their email domain`,
        found: describeIfKnown(['classic', false], found),
        where: placeOf(['prompts', setting]),
        fix: `Write ${setting}: ${NEEDED[setting]}, or leave it out to keep what the tenant has.`,
      },
    ];
  });
}
