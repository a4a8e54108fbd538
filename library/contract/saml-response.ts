/** Changes the SAML assertion that answers this login; in a login of another protocol the calls have no effect. */
export interface SAMLResponseAPI {
  /** `null` takes the attribute away. */
  setAttribute(attribute: string, value: SamlAttributeValue): void;
  setAudience(audience: string): void;
  setAuthnContextClassRef(authnContextClassRef: string): void;
  /** With `setKey`, signs with this key pair instead of the tenant's. */
  setCert(cert: string): void;
  setCreateUpnClaim(createUpnClaim: boolean): void;
  setDestination(destination: string): void;
  setDigestAlgorithm(digestAlgorithm: 'sha256' | 'sha1'): void;
  setEncryptionAlgorithm(encryptionAlgorithm: 'aes256-gcm' | 'aes256-cbc'): void;
  setEncryptionCert(encryptionCert: string): void;
  setEncryptionPublicKey(encryptionPublicKey: string): void;
  setIncludeAttributeNameFormat(includeAttributeNameFormat: boolean): void;
  setIssuer(issuer: string): void;
  setKey(key: string): void;
  setLifetimeInSeconds(lifetimeInSeconds: number): void;
  setMapIdentities(mapIdentities: boolean): void;
  setMapUnknownClaimsAsIs(mapUnknownClaimsAsIs: boolean): void;
  setNameIdentifierFormat(nameIdentifierFormat: string): void;
  setNameIdentifierProbes(nameIdentifierProbes: string[]): void;
  setPassthroughClaimsWithNoMapping(passthroughClaimsWithNoMapping: boolean): void;
  setRecipient(recipient: string): void;
  setRelayState(relayState: string): void;
  setSignatureAlgorithm(signatureAlgorithm: 'rsa-sha256' | 'rsa-sha1'): void;
  setSignResponse(signResponse: boolean): void;
  /** The certificate that requests of the service provider must be signed with. */
  setSigningCert(signingCert: string): void;
  setTypedAttributes(typedAttributes: boolean): void;
}

export type SamlAttributeValue = string | number | boolean | null | (string | number | boolean)[];
