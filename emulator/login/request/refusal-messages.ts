/** Maps oidc-provider's refusals to the messages that a client of this tenant reads. */

/** Maps patterns to Auth0's messages, as far as they are known. `$1` is the first parameter that the text names. */
const PUBLISHED: readonly (readonly [RegExp, string])[] = [
  // Logs of Auth0 tenants in github.com/authlib/authlib/issues/288 and github.com/nextauthjs/next-auth/issues/301.
  [/^missing required parameters? '([^']+)'.*$/, 'Missing required parameter: $1'],
];

/**
 * Lists every other text that reaches a client; `*` matches anything, `%` one word. A test compares the list with
 * oidc-provider's sources.
 */
const OWN_TEXTS: readonly string[] = [
  'oops! something went wrong',
  'request is invalid',
  'invalid token provided',
  'client authentication failed',
  'grant request is invalid',
  "redirect_uri did not match any of the client's registered redirect_uris",
  'resource indicator is missing, or unknown',
  'unsupported grant_type requested',
  'unsupported response_mode requested',
  'unsupported response_type requested',
  // At `/authorize` and `/oauth/par`.
  'claims parameter should *',
  'could not parse the claims parameter JSON',
  'claims.% should *',
  'claims.% members must be null or objects',
  'invalid claims.id_token.acr.values type',
  'could not validate id_token_hint',
  'could not decode id_token_hint',
  'client is invalid',
  'requested grant type is not allowed for this client',
  'requested response_type is not allowed for this client',
  'requested response_mode is not allowed for the requested response_type',
  'requested response_mode is not allowed for this client or request',
  'authorization request resolved without requesting interactions but *',
  'Pushed Authorization Request must be used',
  'Request Object *',
  'request and request_uri parameters MUST NOT be used together',
  'request_uri is invalid, expired, or was already used',
  'invalid request_uri',
  'Web Message Response Mode Relay Mode is not supported',
  'unsupported prompt value requested',
  'prompt none must only be used alone',
  'invalid max_age parameter value',
  'authorization request has expired',
  'interaction session *',
  'authorization session and cookie identifier mismatch',
  'session not found',
  'session principal changed',
  'scope contains invalid characters',
  'requested scope is not allowed',
  'openid scope must be requested *',
  'code_challenge_method must be provided',
  'not supported value of code_challenge_method',
  'code_challenge must be provided with code_challenge_method',
  'Authorization Server policy requires PKCE to be used for this request',
  '% must be a string with a minimum length of 43 characters',
  '% must be a string with a maximum length of 128 characters',
  '% contains invalid characters',
  "'*' parameter must not be provided twice",
  "'*' parameters must not be provided twice",
  '% parameter not supported',
  '% parameter provided but not supported',
  'resource indicator must *',
  'only a single * is supported*',
  'only a single resource indicator value must be requested/resolved during Access Token Request',
  'End-User authentication is required',
  'End-User authentication could not be obtained',
  'id_token_hint and authenticated subject do not match',
  'requested subject could not be obtained',
  'none of the requested ACRs could be obtained',
  'requested ACR could not be obtained',
  'native clients require End-User interaction',
  'requested scopes not granted',
  'requested claims not granted',
  'interaction is required from the end-user',
  '% prompt was not resolved',
  // At the other endpoints.
  'client_id mismatch',
  'client authentication must only be provided using one mechanism',
  'client_id and client_secret in the authorization header are not properly encoded',
  'client_secret must be provided in the Authorization header',
  'invalid authorization header value format',
  'authorization header scheme must be `Bearer`',
  'invalid client_assertion format',
  'client_assertion_type must *',
  'no client authentication mechanism provided',
  'no access token provided',
  'access tokens must not be provided via query parameter',
  'access token must only be provided using one mechanism',
  'access token missing *',
  'refresh token missing requested *',
  'client is not authorized to revoke the presented token',
  'Structured JWT Tokens cannot be *',
  'origin * not allowed for client: *',
  'failed to parse the request body',
  'only * content-type bodies are supported on *',
  'multiple proof-of-possession mechanisms are not allowed',
  'unrecognized route or not allowed method (*',
  // At `/oidc/logout`.
  'client_id does not match the provided id_token_hint',
  'unrecognized id_token_hint audience',
  'post_logout_redirect_uri not registered',
  'xsrf token invalid',
  'could not find logout details',
];

const patternOf = (text: string): string =>
  text
    .split('*')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
    .replaceAll('%', '[\\w.]+');

const OWN = new RegExp(`^(?:${OWN_TEXTS.map(patternOf).join('|')})$`, 's');

/**
 * Returns Auth0's message for a refusal, or the refusal in ((double parentheses)) if Auth0's is unknown; other texts
 * unchanged.
 */
export function toAuth0Message(text: string): string {
  if (text.startsWith('((')) return text;
  for (const [pattern, words] of PUBLISHED) if (pattern.test(text)) return text.replace(pattern, words);
  return OWN.test(text) ? `((${text}))` : text;
}
