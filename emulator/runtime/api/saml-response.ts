import type { PostLoginAPI } from '../../../actions/contract.ts';
import type { ApiContext } from './context.ts';

/** Recorded, and without effect: this tenant answers no login with a SAML assertion. */
export function samlResponseApi({ record }: ApiContext): PostLoginAPI['samlResponse'] {
  const setter =
    (method: string) =>
    (...args: unknown[]): void =>
      record(`samlResponse.${method}`, ...args);
  return {
    setAttribute: (attribute, value) => record('samlResponse.setAttribute', attribute, value ?? null),
    setAudience: setter('setAudience'),
    setAuthnContextClassRef: setter('setAuthnContextClassRef'),
    setCert: setter('setCert'),
    setCreateUpnClaim: setter('setCreateUpnClaim'),
    setDestination: setter('setDestination'),
    setDigestAlgorithm: setter('setDigestAlgorithm'),
    setEncryptionAlgorithm: setter('setEncryptionAlgorithm'),
    setEncryptionCert: setter('setEncryptionCert'),
    setEncryptionPublicKey: setter('setEncryptionPublicKey'),
    setIncludeAttributeNameFormat: setter('setIncludeAttributeNameFormat'),
    setIssuer: setter('setIssuer'),
    setKey: setter('setKey'),
    setLifetimeInSeconds: setter('setLifetimeInSeconds'),
    setMapIdentities: setter('setMapIdentities'),
    setMapUnknownClaimsAsIs: setter('setMapUnknownClaimsAsIs'),
    setNameIdentifierFormat: setter('setNameIdentifierFormat'),
    setNameIdentifierProbes: setter('setNameIdentifierProbes'),
    setPassthroughClaimsWithNoMapping: setter('setPassthroughClaimsWithNoMapping'),
    setRecipient: setter('setRecipient'),
    setRelayState: setter('setRelayState'),
    setSignatureAlgorithm: setter('setSignatureAlgorithm'),
    setSignResponse: setter('setSignResponse'),
    setSigningCert: setter('setSigningCert'),
    setTypedAttributes: setter('setTypedAttributes'),
  };
}
