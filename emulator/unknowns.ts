/**
 * Holds the choices for behaviour of Auth0 and Okta that nobody knows without a tenant. The default of each is the safe
 * answer.
 */
export interface Unknowns {
  /** How an email's domain is compared with a connection's `domain_aliases`. */
  aliasCase: 'insensitive' | 'exact';
  /** Two connections of one login hold the alias: `refuse` stops the login, `first` takes the older one. */
  aliasCollision: 'refuse' | 'first';
  /** Express Configuration names a domain that another connection holds. */
  aliasTaken: 'refuse' | 'allow';
  /** What a second run does with aliases that are no longer in the claim. */
  aliasesOnRerun: 'replace' | 'merge';
  /** What a second run does with the aliases when the token has no claim. */
  rerunWithoutClaim: 'keep' | 'clear';
  /** `_` in an organization's name or id, which a connection's name may not have. */
  underscoreInNames: 'hyphen' | 'refuse';
  /** Whether "Express Configure SCIM" needs `express_configure:sso` besides `express_configure:scim`. */
  scimNeedsSso: boolean;
  /** What happens if SCIM creates a user who has logged in before, and whom SCIM does not know. */
  scimExistingUser: 'adopt' | 'conflict';
  /** Whether `email_verified` of a provider's ID token counts where no map names it. */
  enterpriseEmailVerified: 'mapped' | 'claim';
  /**
   * Whether `/authorize` looks at `id_token_hint`. `ignored` hands it to the Actions as it was sent; `checked` refuses one
   * that this tenant did not sign for the application, and asks anybody but its user to log in.
   */
  idTokenHint: 'ignored' | 'checked';
}

export const SAFE_ANSWERS: Readonly<Unknowns> = {
  aliasCase: 'insensitive',
  aliasCollision: 'refuse',
  aliasTaken: 'refuse',
  aliasesOnRerun: 'replace',
  rerunWithoutClaim: 'keep',
  underscoreInNames: 'hyphen',
  scimNeedsSso: false,
  scimExistingUser: 'adopt',
  enterpriseEmailVerified: 'mapped',
  idTokenHint: 'ignored',
};
