import type { PostLoginAPI } from '../../../library/contract.ts';
import { checkText, refuse } from './check.ts';
import type { ApiContext } from './context.ts';

type SamlResponse = PostLoginAPI['samlResponse'];

const MAX_ATTRIBUTES_BYTES = 102_400;
const MAX_ATTRIBUTE_CHARACTERS = 1024;
const MAX_VALUE_CHARACTERS = 2048;
const MAX_PROBES = 10;

/** Throws the message of Auth0's harness if the setting does not accept the value. */
type Check = (setting: string, value: unknown) => void;

const text =
  (maxCharacters: number): Check =>
  (setting, value) =>
    checkText(setting, value, maxCharacters);

const flag: Check = (setting, value) => {
  if (typeof value !== 'boolean') refuse(setting, 'must be boolean');
};

const number: Check = (setting, value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(setting, 'must be number');
};

const oneOf =
  (...allowed: unknown[]): Check =>
  (setting, value) => {
    if (!allowed.includes(value)) refuse(setting, 'must be equal to one of the allowed values');
  };

const probes: Check = (setting, value) => {
  if (!Array.isArray(value)) refuse(setting, 'must be array');
  if (value.length > MAX_PROBES) refuse(setting, `must NOT have more than ${MAX_PROBES} items`);
  for (const [index, probe] of value.entries()) checkText(String(index), probe, 512);
};

type Setter = Exclude<keyof SamlResponse, 'setAttribute'>;

/** Settings by their setter, with what each takes. */
const SETTINGS: Record<Setter, [setting: string, check: Check]> = {
  setAudience: ['audience', text(2048)],
  setAuthnContextClassRef: ['authnContextClassRef', text(512)],
  setCert: ['cert', text(4096)],
  setCreateUpnClaim: ['createUpnClaim', flag],
  setDestination: ['destination', text(2048)],
  setDigestAlgorithm: ['digestAlgorithm', oneOf('sha256', 'sha1')],
  setEncryptionAlgorithm: ['encryptionAlgorithm', oneOf('aes256-gcm', 'aes256-cbc')],
  setEncryptionCert: ['encryptionCert', text(4096)],
  setEncryptionPublicKey: ['encryptionPublicKey', text(4096)],
  setIncludeAttributeNameFormat: ['includeAttributeNameFormat', flag],
  setIssuer: ['issuer', text(512)],
  setKey: ['key', text(4096)],
  setLifetimeInSeconds: ['lifetimeInSeconds', number],
  setMapIdentities: ['mapIdentities', flag],
  setMapUnknownClaimsAsIs: ['mapUnknownClaimsAsIs', flag],
  setNameIdentifierFormat: ['nameIdentifierFormat', text(512)],
  setNameIdentifierProbes: ['nameIdentifierProbes', probes],
  setPassthroughClaimsWithNoMapping: ['passthroughClaimsWithNoMapping', flag],
  setRecipient: ['recipient', text(2048)],
  setRelayState: ['RelayState', text(512)],
  setSignatureAlgorithm: ['signatureAlgorithm', oneOf('rsa-sha256', 'rsa-sha1')],
  setSignResponse: ['signResponse', flag],
  setSigningCert: ['signingCert', text(4096)],
  setTypedAttributes: ['typedAttributes', flag],
};

const SETTERS = Object.keys(SETTINGS) as Setter[];

/**
 * Makes `api.samlResponse`: checked and recorded, and without effect, as this tenant answers no login with a SAML
 * assertion. Its methods return `api`, as in Auth0's harness, though typed as `void`.
 */
export function samlResponseApi({ chained }: ApiContext): SamlResponse {
  const attributes: Record<string, unknown> = {};
  const setterOf = (method: Setter) => (value: unknown) => {
    const [setting, check] = SETTINGS[method];
    if (value !== undefined) check(setting, value);
    return chained(`samlResponse.${method}`, value);
  };
  const setters = SETTERS.map((method) => [method, setterOf(method)]);
  return {
    ...Object.fromEntries(setters),
    setAttribute(attribute: unknown, value: unknown = null) {
      Object.assign(attributes, { [String(attribute)]: value });
      if (Buffer.byteLength(JSON.stringify(attributes)) > MAX_ATTRIBUTES_BYTES) {
        throw new Error(`The total size of the SAML attributes exceeds the limit of ${MAX_ATTRIBUTES_BYTES} bytes.`);
      }
      if (attribute === undefined) refuse('', "must have required property 'attribute'");
      checkText('attribute', attribute, MAX_ATTRIBUTE_CHARACTERS);
      checkValue(value);
      return chained('samlResponse.setAttribute', attribute, value);
    },
  };
}

function checkValue(value: unknown): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkPart(String(index), item, 'string,number,boolean');
  } else if (value !== null) {
    checkPart('value', value, 'string,number,boolean,null,array');
  }
}

function checkPart(name: string, value: unknown, kinds: string): void {
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  if (typeof value !== 'string' && typeof value !== 'boolean' && !isNumber) refuse(name, `must be ${kinds}`);
  if (typeof value === 'string') checkText(name, value, MAX_VALUE_CHARACTERS);
}
