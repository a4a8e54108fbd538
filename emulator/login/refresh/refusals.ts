import { errors } from 'oidc-provider';

/** Returns an error of the token endpoint with Auth0's status and text. */
export const refusal = (error: string, description: string): Error =>
  Object.assign(new errors.CustomOIDCProviderError(error, description), { status: 403, statusCode: 403 });

/** Returns Auth0's answer to an unknown or invalid refresh token. */
export const unknownToken = (): Error => refusal('invalid_grant', 'Unknown or invalid refresh token.');
