/** Replaces oidc-provider's messages by Auth0's at `/authorize`, if a request for a login is refused. */
import type { ErrorOut, interactionPolicy, KoaContextWithOIDC } from 'oidc-provider';

import { toAuth0Message } from './refusal-messages.ts';

type Policy = ReturnType<typeof interactionPolicy.base>;

/** Makes `prompt=none` without a session end with Auth0's `login_required`. */
export function answerLoginRequired(policy: Policy): void {
  const check = policy.get('login')?.checks.get('no_session');
  if (check === undefined) throw new TypeError('oidc-provider’s policy has no check for a session');
  check.description = 'Login required';
}

/**
 * Returns the message of the page that is shown if the application cannot get the error: its address or the application
 * is unknown.
 */
export function errorPageMessage(ctx: KoaContextWithOIDC, out: ErrorOut): { error: string; description: string } {
  const params: Record<string, unknown> = ctx.oidc.params ?? ctx.query;
  if (out.error === 'invalid_redirect_uri') {
    const description = `Callback URL mismatch. ${params.redirect_uri} is not in the list of allowed callback URLs`;
    return { error: 'unauthorized_client', description };
  }
  if (out.error === 'invalid_client')
    return { error: 'invalid_request', description: `Unknown client: ${params.client_id}` };
  return { error: out.error, description: toAuth0Message(out.error_description ?? '') };
}
