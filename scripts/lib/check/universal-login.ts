import type { Failure } from '../failures.ts';
import { describeIfKnown } from '../manifest/describe-value.ts';
import type { Manifest } from '../manifest/manifest.ts';

const NEEDED = { universal_login_experience: 'new', identifier_first: true } as const;
const SETTINGS = ['universal_login_experience', 'identifier_first'] as const;

/**
 * Login settings with which the email domains of Okta's connections have no effect: home realm discovery takes
 * Universal Login with the identifier first. What the file does not say is not managed here.
 */
export function checkUniversalLogin({ tenant, placeOf }: Manifest): Failure[] {
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
