/** Multi-factor authentication: which factors are on, and the tenant's policy. */
import { includesFactor } from './entitlements.ts';
import type { ManagementRequest, Operations } from './operation.ts';
import { badRequest, ok, type Reply } from './reply.ts';

const INDEPENDENT = ['push-notification', 'sms', 'duo', 'otp', 'webauthn-roaming'];

/** Usable only next to an independent factor (secure/multi-factor-authentication/enable-mfa). */
const DEPENDENT = ['email', 'webauthn-platform'];

const FACTORS = [...INDEPENDENT, ...DEPENDENT, 'recovery-code'];

const listFactors = ({ state, settings }: ManagementRequest): Reply =>
  ok(
    FACTORS.map((name) => ({
      name,
      enabled: state.enabledFactors.has(name),
      trial_expired: !includesFactor(settings.entitlements, name),
    })),
  );

function checkDependence(after: ReadonlySet<string>): Reply | undefined {
  const dependent = DEPENDENT.find((name) => after.has(name));
  if (dependent === undefined || INDEPENDENT.some((name) => after.has(name))) return undefined;
  return badRequest(
    `The factor ${dependent} needs an independent factor to be enabled, one of ${INDEPENDENT.join(', ')}.`,
    'factor_dependency',
  );
}

function setFactor({ state, params, body }: ManagementRequest<{ enabled: boolean }>): Reply {
  const name = params.name ?? '';
  if (!FACTORS.includes(name)) return badRequest(`No enum match for: "${name}"`, 'invalid_uri');
  const after = new Set(state.enabledFactors);
  if (body.enabled) after.add(name);
  else after.delete(name);
  const refusal = checkDependence(after);
  if (refusal !== undefined) return refusal;
  state.enabledFactors = after;
  return ok({ enabled: body.enabled });
}

function setPolicies({ state, body }: ManagementRequest<string[]>): Reply {
  state.guardianPolicies = body;
  return ok(state.guardianPolicies);
}

export const guardianOperations: Operations = {
  'GET /guardian/factors': listFactors,
  'PUT /guardian/factors/{name}': setFactor,
  'GET /guardian/policies': ({ state }: ManagementRequest) => ok(state.guardianPolicies),
  'PUT /guardian/policies': setPolicies,
};
