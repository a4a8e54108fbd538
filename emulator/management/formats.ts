import { isIPv4, isIPv6 } from 'node:net';

/**
 * Checks the `format`s that Auth0's schemas name. If Auth0 does not publish a rule, the check is the loosest that still
 * refuses a plain name.
 */
type Format = RegExp | ((text: string) => boolean);

const isUrl = (text: string): boolean => URL.canParse(text);
const isHttpsUrl = (text: string): boolean => isUrl(text) && new URL(text).protocol === 'https:';
const isHttpUrl = (text: string): boolean => isUrl(text) && /^https?:$/.test(new URL(text).protocol);

/** Placeholders such as `{organization_name}` are replaced by a letter, which is valid in every part of a URL. */
const filledIn = (text: string): string => text.replaceAll(/\{[a-z_.]+\}/g, 'x');

/** Allows https and three variables (docs/notes/express-configuration.md#initiate-login-template). */
const isInitiateLoginTemplate = (text: string): boolean =>
  isHttpsUrl(text.replaceAll(/\{(organization_name|organization_id|connection_name)\}/g, 'x')) &&
  !/[{}]/.test(text.replaceAll(/\{(organization_name|organization_id|connection_name)\}/g, ''));

/** Returns whether a text is an address range such as `192.0.2.0/24`. */
function isRange(text: string, isAddress: (address: string) => boolean, bits: number): boolean {
  const [, address = '', length] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  return isAddress(address) && Number(length) <= bits;
}

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const HOSTNAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const HTML_COLOR = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;

export const formats: Record<string, Format> = {
  'absolute-https-uri-or-empty': (text) => text === '' || isHttpsUrl(text),
  'absolute-https-uri-with-placeholders-or-empty': (text) => text === '' || isHttpsUrl(filledIn(text)),
  'absolute-uri-or-empty': (text) => text === '' || isUrl(text),
  acr: /^\S+$/,
  'callback-url': (text) => isUrl(filledIn(text)),
  cidr: (text) => isRange(text, isIPv4, 32),
  'client-id': /^[A-Za-z0-9_-]{1,64}$/,
  'client-grant-id': /^cgr_[A-Za-z0-9]+$/,
  'connection-id': /^con_[A-Za-z0-9]+$/,
  'connection-profile-id': /^cop_[A-Za-z0-9]+$/,
  'connection-realm': /^\S{1,128}$/,
  'credential-id': /^cred_[A-Za-z0-9]+$/,
  'date-time': (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)),
  'ec-initiate-login-uri-template-url': isInitiateLoginTemplate,
  email: EMAIL,
  'email-or-empty': (text) => text === '' || EMAIL.test(text),
  hostname: HOSTNAME,
  'hostname-rfc2181': HOSTNAME,
  'html-color': HTML_COLOR,
  'html-color-or-null': HTML_COLOR,
  'non-empty-string': /\S/,
  'session-id': /^\S+$/,
  'strict-https-uri': isHttpsUrl,
  'flow-id': /^af_[A-Za-z0-9]+$/,
  'flows-vault-connections-id': /^ac_[A-Za-z0-9]+$/,
  'forms-custom-identifier': /^\S+$/,
  'forms-expression': /^.*$/s,
  'forms-file-extension': /^\.?[A-Za-z0-9]+$/,
  'forms-hex-color': HTML_COLOR,
  'forms-url-https': isHttpsUrl,
  ipv4: isIPv4,
  ipv6: isIPv6,
  ipv6_cidr: (text) => isRange(text, isIPv6, 128),
  'organization-id': /^org_[A-Za-z0-9]+$/,
  'organization-name': /^[a-z0-9][a-z0-9_-]{0,49}$/,
  'role-id': /^rol_[A-Za-z0-9]+$/,
  'strict-https-uri-or-null': isHttpsUrl,
  'strict-uri': isHttpUrl,
  uri: isUrl,
  url: isHttpUrl,
  'url-or-null': isHttpUrl,
  // Addresses of native applications match too; they have a scheme of their own.
  'url-with-placeholders': (text) => isUrl(filledIn(text)),
  'user-attribute-profile-id': /^uap_[A-Za-z0-9]+$/,
  'user-id': /^\S+$/,
  'user-id-with-max-length': /^\S{1,300}$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
};
