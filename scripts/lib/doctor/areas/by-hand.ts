import { scopeOfCall } from '../../management-api/least-scopes.ts';
import { oktaValueLines, oktaValues } from '../../setup/okta-values.ts';
import { type Finding, finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** What only a person can do or see, with the values to compare where the tenant has them. */
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

/** Once all has been asked. */
export const listNotLookedAt = ({ tenant }: Subject): Finding[] =>
  [...tenant.refused]
    .filter(([, why]) => why === 'not allowed')
    .map(([call]) => finding('NOT_LOOKED_AT', `${call} needs ${scopeOfCall(call)}`));
