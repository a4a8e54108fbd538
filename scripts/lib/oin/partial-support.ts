/** Describes the answer to "Partial support" of Universal Logout in the OIN Wizard. */
export interface PartialSupport {
  isPartial: boolean;
  /** The reason, for people. */
  reason: string;
}

interface Application {
  name?: string | undefined;
  grant_types?: readonly string[] | undefined;
  oidc_logout?: unknown;
}

/**
 * "Check Partial support if you do not use OIDC back-channel logout between Auth0 and your application but your
 * application uses refresh tokens" (Express Configuration, "Complete your integration configuration"). Of an application
 * with neither it says nothing; since nothing ends its own session either, it counts as partial here: claiming less is
 * the safe reading. Of several applications one is enough.
 */
export function partialSupport(applications: readonly Application[]): PartialSupport {
  const partial = applications.filter((application) => backChannelUrls(application).length === 0);
  if (partial.length === 0) {
    return { isPartial: false, reason: `back-channel logout ends the sessions of ${namesOf(applications)}` };
  }
  return { isPartial: true, reason: partial.map(whyPartial).join('; ') };
}

const whyPartial = (application: Application): string =>
  (application.grant_types ?? []).includes('refresh_token')
    ? `${namesOf([application])} has no oidc_logout.backchannel_logout_urls and uses refresh tokens`
    : `${namesOf([application])} has neither oidc_logout.backchannel_logout_urls nor refresh tokens: the documentation does not say, and nothing ends its own session`;

function backChannelUrls({ oidc_logout: logout }: Application): unknown[] {
  const urls =
    typeof logout === 'object' && logout !== null ? Reflect.get(logout, 'backchannel_logout_urls') : undefined;
  return Array.isArray(urls) ? urls : [];
}

const namesOf = (applications: readonly Application[]): string =>
  applications.map(({ name = '' }) => `"${name}"`).join(' and ');
