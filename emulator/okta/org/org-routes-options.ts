import type { Okta } from '../okta.ts';
import type { OktaOrg } from './org.ts';
import type { OrgProvider } from './org-provider.ts';

export interface OrgRoutesOptions {
  org: OktaOrg;
  provider: OrgProvider;
  okta: Okta;
  /** The integration's name. */
  application: () => string;
}
