/**
 * Auth0's generic user attribute profile, as its template `auth0-generic` has it (recorded, 2025-09). The default SCIM
 * mapping of each strategy is the part of it that names SCIM attributes: it equals the recorded mappings of okta
 * (2025-05, 32 entries) and waad (2025-11, 30 entries).
 */
export interface UserAttribute {
  label: string;
  description: string;
  /** The path of the attribute in a user. */
  auth0: string;
  required?: true;
  /** The claim of an OIDC provider. */
  claim?: string;
  saml?: readonly string[];
  /** The SCIM attribute of every strategy, unless `scimOf` has another one. */
  scim?: string;
  scimOf?: Readonly<Record<string, string>>;
  /** For the strategy okta only: the claim of its userinfo endpoint. */
  okta?: { mapping: string; display_name?: string };
}

const claims = (name: string): string => `http://schemas.xmlsoap.org/ws/2005/05/identity/claims/${name}`;
const enterprise = (name: string): string => `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.${name}`;
const workAddress = (part: string): string => `addresses[type eq "work"].${part}`;
const phone = (type: string): string => `phoneNumbers[type eq "${type}"].value`;
const userinfo = (claim: string): string => `\${context.userinfo.${claim}}`;

export const USER_ID_SAML: readonly string[] = [claims('nameidentifier'), claims('upn'), claims('name')];

export const USER_ATTRIBUTES: Readonly<Record<string, UserAttribute>> = {
  preferred_username: {
    label: 'Preferred username',
    description: 'Preferred username',
    auth0: 'preferred_username',
    claim: 'preferred_username',
    scimOf: { oidc: 'userName', okta: 'userName' },
  },
  username: {
    label: 'Username',
    description: 'Username',
    auth0: 'username',
    claim: 'preferred_username',
    scimOf: { samlp: 'userName' },
  },
  upn: {
    label: 'UPN',
    description: 'User Principal Name',
    auth0: 'upn',
    saml: [claims('upn')],
    scimOf: { waad: 'userName' },
  },
  email: {
    label: 'Email',
    description: 'Email',
    auth0: 'email',
    required: true,
    scim: 'emails[primary eq true].value',
    claim: 'email',
    saml: [claims('emailaddress')],
    scimOf: { waad: 'emails[type eq "work"].value' },
  },
  email_verified: {
    label: 'Email verified?',
    description: 'Is Email verified?',
    auth0: 'email_verified',
    claim: 'email_verified',
  },
  external_id: {
    label: 'External ID',
    description: 'External identifier',
    auth0: 'app_metadata.external_id',
    scim: 'externalId',
  },
  blocked: { label: 'Blocked', description: 'User blocked status', auth0: 'blocked', scim: 'active' },
  name: {
    label: 'Name',
    description: 'Full name',
    auth0: 'name',
    scim: 'displayName',
    claim: 'name',
    saml: [claims('name')],
  },
  given_name: {
    label: 'Given Name',
    description: 'First name',
    auth0: 'given_name',
    scim: 'name.givenName',
    claim: 'given_name',
    saml: [claims('givenname'), claims('name')],
  },
  family_name: {
    label: 'Family Name',
    description: 'Last name',
    auth0: 'family_name',
    scim: 'name.familyName',
    claim: 'family_name',
    saml: [claims('surname')],
  },
  middle_name_oidc: { label: 'Middle Name', description: 'Middle name', auth0: 'middle_name', claim: 'middle_name' },
  middle_name_scim: {
    label: 'Middle Name',
    description: 'Middle name',
    auth0: 'app_metadata.middle_name',
    scimOf: { okta: 'name.middleName' },
  },
  honorific_prefix: {
    label: 'Honorific Prefix',
    description: 'Honorific prefix',
    auth0: 'app_metadata.honorific_prefix',
    scimOf: { okta: 'name.honorificPrefix' },
  },
  honorific_suffix: {
    label: 'Honorific Suffix',
    description: 'Honorific suffix',
    auth0: 'app_metadata.honorific_suffix',
    scimOf: { okta: 'name.honorificSuffix' },
  },
  nickname: { label: 'Nickname', description: 'User nickname', auth0: 'nickname', scim: 'nickName', claim: 'nickname' },
  picture: {
    label: 'Picture',
    description: 'Profile picture URL',
    auth0: 'picture',
    scim: 'photos[type eq "photo"].value',
    claim: 'picture',
  },
  primary_phone_number: {
    label: 'Primary Phone Number',
    description: 'Primary phone number',
    auth0: 'app_metadata.primary_phone_number',
    scimOf: { okta: 'phoneNumbers[primary eq true].value' },
  },
  work_phone_number: {
    label: 'Work Phone Number',
    description: 'Work phone number',
    auth0: 'app_metadata.work_phone_number',
    scimOf: { oidc: phone('work'), samlp: phone('work'), waad: phone('work') },
  },
  home_phone_number: {
    label: 'Home Phone Number',
    description: 'Home phone number',
    auth0: 'app_metadata.home_phone_number',
    scimOf: { oidc: phone('home'), samlp: phone('home') },
  },
  phone_number: {
    label: 'Mobile Phone Number',
    description: 'Mobile phone number',
    auth0: 'phone_number',
    claim: 'phone_number',
    saml: [claims('mobilephone'), claims('homephone'), claims('otherphone')],
  },
  mobile_phone_number_scim: {
    label: 'Mobile Phone Number',
    description: 'Mobile phone number',
    auth0: 'app_metadata.mobile_phone_number',
    scim: phone('mobile'),
  },
  fax_number: {
    label: 'Fax Number',
    description: 'Fax number',
    auth0: 'app_metadata.fax_number',
    scimOf: { waad: phone('fax') },
  },
  street_address: {
    label: 'Street Address',
    description: 'Street address',
    auth0: 'app_metadata.street_address',
    scim: workAddress('streetAddress'),
  },
  city: { label: 'City', description: 'City', auth0: 'app_metadata.city', scim: workAddress('locality') },
  state: { label: 'State', description: 'State or province', auth0: 'app_metadata.state', scim: workAddress('region') },
  postal_code: {
    label: 'Postal Code',
    description: 'Postal code',
    auth0: 'app_metadata.postal_code',
    scim: workAddress('postalCode'),
  },
  postal_address: {
    label: 'Postal Address',
    description: 'Postal address',
    auth0: 'app_metadata.postal_address',
    scim: workAddress('formatted'),
  },
  country: { label: 'Country', description: 'Country', auth0: 'app_metadata.country', scim: workAddress('country') },
  profile_url: {
    label: 'Profile URL',
    description: 'Profile URL',
    auth0: 'app_metadata.profile_url',
    scim: 'profileUrl',
  },
  user_type: { label: 'User Type', description: 'User type', auth0: 'app_metadata.user_type', scim: 'userType' },
  title: { label: 'Title', description: 'Title', auth0: 'app_metadata.title', scim: 'title' },
  language: {
    label: 'Language',
    description: 'Preferred language',
    auth0: 'app_metadata.language',
    scim: 'preferredLanguage',
  },
  locale: { label: 'Locale', description: 'User locale', auth0: 'app_metadata.locale', scim: 'locale' },
  timezone_oidc: { label: 'Timezone', description: 'User timezone', auth0: 'timezone', claim: 'zoneinfo' },
  timezone_scim: { label: 'Timezone', description: 'User timezone', auth0: 'app_metadata.timezone', scim: 'timezone' },
  entitlements: {
    label: 'Entitlements',
    description: 'User entitlements',
    auth0: 'app_metadata.entitlements',
    scimOf: { oidc: 'entitlements', samlp: 'entitlements' },
  },
  role_saml: {
    label: 'Role',
    description: 'User role',
    auth0: 'role',
    saml: ['http://schemas.microsoft.com/ws/2008/06/identity/claims/role'],
  },
  roles_scim: {
    label: 'Roles',
    description: 'User roles',
    auth0: 'app_metadata.roles',
    scimOf: { oidc: 'roles', samlp: 'roles' },
  },
  employee_id: {
    label: 'Employee ID',
    description: 'Employee identifier',
    auth0: 'app_metadata.employee_id',
    scim: enterprise('employeeNumber'),
  },
  cost_center: {
    label: 'Cost Center',
    description: 'Cost center',
    auth0: 'app_metadata.cost_center',
    scim: enterprise('costCenter'),
  },
  organization: {
    label: 'Organization',
    description: 'Organization',
    auth0: 'app_metadata.organization',
    scim: enterprise('organization'),
  },
  division: {
    label: 'Division',
    description: 'Division',
    auth0: 'app_metadata.division',
    scim: enterprise('division'),
  },
  department: {
    label: 'Department',
    description: 'Department',
    auth0: 'app_metadata.department',
    scim: enterprise('department'),
  },
  manager: { label: 'Manager', description: 'Manager', auth0: 'app_metadata.manager', scim: enterprise('manager') },
  groups_saml: {
    label: "User's groups",
    description: "User's groups",
    auth0: 'groups_saml',
    saml: ['http://schemas.xmlsoap.org/claims/Group'],
  },
  federated_groups: {
    label: 'Federated groups',
    description: 'Federated groups',
    auth0: 'federated_groups',
    okta: { mapping: userinfo('groups'), display_name: 'groups' },
  },
  federated_locale: {
    label: 'Federated locale',
    description: 'Federated locale',
    auth0: 'federated_locale',
    okta: { mapping: userinfo('locale'), display_name: 'locale' },
  },
  federated_zoneinfo: {
    label: 'Federated zone info',
    description: 'Federated zone info',
    auth0: 'federated_zoneinfo',
    okta: { mapping: userinfo('zoneinfo') },
  },
};
