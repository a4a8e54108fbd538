import { oktaValueLines, oktaValues } from '../../setup/okta-values.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Describes what no API shows: every report lists it, and never ticks it. */
export const BY_HAND = {
  MANUAL_OKTA_ORG: {
    severity: 'manual',
    requirement: 'R01',
    why: 'The integration is built in an Okta Integrator Free Plan org.',
    fix: 'Have one, and a user there who is Super Admin, or App Admin and Org Admin.',
  },
  MANUAL_LOGIN_ENDPOINT: {
    severity: 'manual',
    requirement: 'R08',
    why: "Okta's tile leads to the application's own login route.",
    fix: 'See that it redirects to /authorize with organization (an id, org_…), connection, state, nonce and PKCE.',
  },
  MANUAL_LINKED_APPLICATIONS: {
    severity: 'manual',
    requirement: 'L4',
    why: 'Only the published application has a tile in Okta; linked ones share its connection.',
    fix: 'Tell customers how to reach the others.',
  },
  MANUAL_OIN_LISTING: {
    severity: 'manual',
    requirement: 'R28',
    why: 'The integration (OpenID Connect, Universal Logout, SCIM) and its catalogue entry are made in the OIN Wizard.',
    fix: 'Make it there with the values that MANUAL_OIN_VALUES lists.',
  },
  MANUAL_OIN_VALUES: {
    severity: 'manual',
    requirement: 'R29',
    why: 'What the OIN Wizard holds of this tenant can be read there alone.',
    fix: 'Compare it with these values.',
  },
  MANUAL_OIN_PROPERTIES: {
    severity: 'manual',
    requirement: 'R31',
    why: 'Redirect URI, initiate login URI, Universal Logout’s subject format and SCIM’s operations are set in the OIN Wizard.',
    fix: 'Enter "Issuer and Subject identifier" as the subject format, and Create, Read, Update and Deactivate for SCIM.',
  },
  MANUAL_TEST_ACCOUNT: {
    severity: 'manual',
    requirement: 'R34',
    why: 'Okta’s OIN team tests with an administrator’s account of yours.',
    fix: 'Make one in an organization of its own, with a random password of 15 characters or more.',
  },
  MANUAL_OIN_TESTS: {
    severity: 'manual',
    requirement: 'R35',
    why: 'Express Configuration of SSO and SCIM, assigning a user and Universal Logout are tried in Okta.',
    fix: 'Run each of them in your Integrator org.',
  },
  MANUAL_SUBMISSION: {
    severity: 'manual',
    requirement: 'R36',
    why: 'A submission holds the results of Okta’s SPEC and CRUD tests, which need a SCIM token of their own.',
    fix: 'Run the tests, enter their results, and submit in the OIN Wizard.',
  },
  MANUAL_CUSTOMER_GUIDE: {
    severity: 'manual',
    requirement: 'R38',
    why: 'Customers must know who of them may run Express Configuration.',
    fix: 'Publish a guide that names the role, and link it in the OIN Wizard.',
  },
} as const satisfies Descriptions;

const finding = findingOf(BY_HAND);

/** Lists what only a person can do or see, with the values to compare if the tenant has them. */
export function listByHand({ tenant, built, domain }: Subject): Finding[] {
  const { application, oinClient } = tenant;
  const express = application?.express_configuration;
  const linked = express?.linked_clients?.length ?? 0;
  const values = oktaValues(built.manifest.integration.published.express_configuration, {
    domain,
    displayName: oinClient?.name ?? built.manifest.integration.oin.name,
    oinClientId: oinClient?.client_id ?? '(none yet)',
    applicationClientId: application?.client_id ?? '(none yet)',
  });
  return [
    finding('MANUAL_OKTA_ORG', 'not on the tenant'),
    finding('MANUAL_LOGIN_ENDPOINT', express?.initiate_login_uri_template ?? 'no template yet'),
    ...(linked > 0 ? [finding('MANUAL_LINKED_APPLICATIONS', `${linked} linked`)] : []),
    finding('MANUAL_OIN_LISTING', 'in the OIN Wizard'),
    finding('MANUAL_OIN_VALUES', oktaValueLines(values).join('; ')),
    finding('MANUAL_OIN_PROPERTIES', 'in the OIN Wizard'),
    finding('MANUAL_TEST_ACCOUNT', 'with Okta'),
    finding('MANUAL_OIN_TESTS', 'in Okta'),
    finding('MANUAL_SUBMISSION', 'in the OIN Wizard'),
    finding('MANUAL_CUSTOMER_GUIDE', 'on your site'),
  ];
}
