/** Multi-factor authentication: which factors are on, and the tenant's policy. */

import { includesFactor } from '../entitlements.ts';
import type { ManagementRequest } from '../operation.ts';
import { badRequest, featureNotEnabled, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

const FACTORS = [
  'sms',
  'push-notification',
  'otp',
  'email',
  'duo',
  'webauthn-roaming',
  'webauthn-platform',
  'recovery-code',
];

const listFactors = ({ state, settings }: ManagementRequest): Reply =>
  ok(
    FACTORS.map((name) => ({
      name,
      enabled: state.enabledFactors.has(name),
      trial_expired: !includesFactor(settings.entitlements, name),
    })),
  );

/**
 * Any factor can be switched on alone: that email and webauthn-platform need another one beside them is advice of the
 * documentation (secure/multi-factor-authentication/enable-mfa), and no refusal (recorded traffic, 2023).
 */
function setFactor({ state, params, body }: ManagementRequest<{ enabled: boolean }>): Reply {
  const name = params.name ?? '';
  if (!FACTORS.includes(name)) return badRequest(`No enum match for: "${name}"`, 'invalid_uri');
  if (body.enabled) state.enabledFactors.add(name);
  else state.enabledFactors.delete(name);
  return ok({ enabled: body.enabled });
}

function setPolicies({ state, body }: ManagementRequest<string[]>): Reply {
  state.guardianPolicies = body;
  return ok(state.guardianPolicies);
}

export const resource = declareResource({
  name: 'guardian',
  operations: {
    'GET /guardian/factors': listFactors,
    'PUT /guardian/factors/{name}': setFactor,
    'GET /guardian/policies': ({ state }: ManagementRequest) => ok(state.guardianPolicies),
    'PUT /guardian/policies': setPolicies,
  },
  entitle({ operation, params, body, entitlements }) {
    if (!operation.startsWith('PUT /guardian/factors')) return undefined;
    const isIncluded = includesFactor(entitlements, params.name ?? '');
    return Object(body).enabled === true && !isIncluded ? featureNotEnabled() : undefined;
  },
});
