import { findOktaKey } from '../../tenant/okta-keys.ts';
import { authenticationCheck } from '../../verify/credential.ts';
import { type Finding, finding } from '../finding.ts';
import { SOON_MS, type Subject } from '../subject.ts';

const PROMPTS: readonly unknown[] = ['pre_login_prompt', 'post_login_prompt'];

/** The client Okta asks for tokens as. */
export function judgeOinClient({ tenant, built }: Subject): Finding[] {
  const { oinClient, oinConnections, clients } = tenant;
  if (clients === undefined) return [];
  if (oinClient === undefined) {
    // Told of the application that names it, where one does.
    if (tenant.application?.express_configuration) return [];
    return [finding('OIN_CLIENT_MISSING', `no client "${built.manifest.integration.oin.name}"`)];
  }
  const found: Finding[] = [];
  const slots = { client: oinClient.client_id ?? '' };
  const { organization_usage: usage, organization_require_behavior: behavior } = oinClient;
  if (usage === 'deny') found.push(finding('OIN_ORGANIZATION_USAGE', 'organization_usage is deny', slots));
  if (!PROMPTS.includes(behavior)) {
    found.push(finding('OIN_ORGANIZATION_PROMPT', `organization_require_behavior is ${behavior ?? 'unset'}`, slots));
  }
  if (behavior === 'post_login_prompt' && oinConnections?.length === 0) {
    found.push(finding('OIN_CONNECTION_MISSING', 'Prompt for Credentials, and no connection is enabled', slots));
  }
  const { status, detail } = authenticationCheck(oinClient);
  if (status === 'failed') found.push(finding('OIN_CLIENT_AUTHENTICATION', detail));
  return found;
}

/** Auth0 gives out names, ids and ends of keys, not the keys. */
export function judgeKeys({ tenant, pem, nowMs }: Subject): Finding[] {
  const { keys } = tenant;
  if (keys === undefined) return [];
  const usable = keys.filter(({ isUsable }) => isUsable);
  if (usable.length === 0) {
    const stored = keys.length === 0 ? 'no key' : `${keys.length} stored, none assigned`;
    return [finding('OIN_KEY_MISSING', stored)];
  }
  const found = usable.flatMap(({ name, kid, expiresAt }): Finding[] => {
    const leftMs = expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - nowMs;
    if (leftMs > SOON_MS) return [];
    return [
      finding(leftMs <= 0 ? 'OIN_KEY_EXPIRED' : 'OIN_KEY_EXPIRES_SOON', `key "${name || kid}" ends ${expiresAt}`),
    ];
  });
  if (usable.length > 1) {
    found.push(
      finding('OIN_KEY_SEVERAL', `${usable.map(({ name, kid }) => `"${name || kid}"`).join(' and ')} are usable`),
    );
  }
  if (pem === undefined) found.push(finding('OIN_KEY_STRENGTH_UNKNOWN', 'no okta_public_key in git'));
  else if (!findOktaKey(keys, pem)?.isUsable) {
    found.push(finding('OIN_KEY_NOT_FROM_GIT', `usable is ${usable.map(({ kid }) => kid).join(', ')}`));
  }
  return found;
}
