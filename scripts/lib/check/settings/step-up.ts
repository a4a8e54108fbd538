import type { StepUpSettings } from '../../../../library/step-up-settings.ts';
import type { BuiltTenant } from '../../build/build-tenant.ts';
import type { Failure, Place } from '../../failures.ts';
import { describeIfKnown } from '../../manifest/describe-value.ts';
import type { Environment } from '../../manifest/environment.ts';
import type { FactorSettings } from '../../manifest/environment-actions.ts';
import { type Manifest, TENANT_FILE } from '../../manifest/manifest.ts';

type StepUp = Pick<StepUpSettings, 'mode' | 'allowedFactors' | 'emailFirst' | 'whenOnlyOtherFactors'>;

const CONFIG = 'actions/config.ts';

/** Finds Actions that would refuse every administrator, because the tenant does not let them ask for a factor. */
export const checkStepUp = ({ stepUp, manifest }: Pick<BuiltTenant, 'stepUp' | 'manifest'>): Failure[] =>
  stepUp?.mode === 'required' ? whatStepUpNeeds(stepUp, manifest) : [];

/** Returns what `check` says of settings that work and are weak: text messages before an enrolment. */
export function stepUpWarnings({ stepUp, manifest }: Pick<BuiltTenant, 'stepUp' | 'manifest'>): string[] {
  if (stepUp?.mode !== 'required' || !acceptedBefore(stepUp).includes('sms')) return [];
  const { file } = sourceOf('whenOnlyOtherFactors', manifest.environment);
  return [`challengeThenEnroll of ${file} ${SIM_SWAP}`];
}

const SIM_SWAP =
  "accepts 'sms': who has the password and moves the phone number to another SIM card (SIM swap) can enrol a second factor";

const acceptedBefore = ({ whenOnlyOtherFactors: setting }: StepUp): readonly string[] =>
  setting === 'deny' ? [] : setting.challengeThenEnroll;

/** The Management API's name of a factor; `voice` and `sms` are the deliveries of its factor for phones. */
export const factorName = (type: string): string => (type === 'phone' || type === 'voice' ? 'sms' : type);

/** Says where a setting of the step-up comes from: `actions/config.ts`, or this place in the environment's file. */
interface SettingSource {
  file: string;
  where?: Place;
}

function sourceOf(key: keyof FactorSettings, { file, actions, placeOfSetting }: Environment): SettingSource {
  const isOwn = actions !== undefined && Object.hasOwn(actions.stepUp, key);
  return isOwn ? { file, where: placeOfSetting(['stepUp', key]) } : { file: CONFIG };
}

function whatStepUpNeeds(stepUp: StepUp, manifest: Manifest): Failure[] {
  const { tenant, placeOf } = manifest;
  const failures: Failure[] = [];
  const customized = tenant.tenant?.customize_mfa_in_postlogin_action;
  if (customized !== true) {
    failures.push({
      code: 'STEP_UP_IMPOSSIBLE',
      expected: 'customize_mfa_in_postlogin_action: true, without which Actions can not ask for a factor',
      found: describeIfKnown([false], customized),
      where: placeOf(['tenant', 'customize_mfa_in_postlogin_action']),
      fix: `Write it under \`tenant:\`, or set stepUp.mode to 'off' in ${CONFIG}.`,
    });
  }
  if (tenant.guardianFactors === undefined) return failures;
  return [...failures, ...allowedButOff(stepUp, manifest), ...acceptedButOff(stepUp, manifest)];
}

const enabledIn = ({ tenant }: Manifest): string[] =>
  (tenant.guardianFactors ?? []).filter((factor) => factor.enabled).map((factor) => factor.name);

/**
 * Refuses each allowed factor that is off in this environment, one by one: a user who enrolled it cannot pass its
 * challenge, and nobody can enrol it. If `emailFirst` is `always`, the emailed code is required like an allowed factor.
 */
function allowedButOff(stepUp: StepUp, manifest: Manifest): Failure[] {
  const { environment, placeOf } = manifest;
  const enabled = enabledIn(manifest);
  const source = sourceOf('allowedFactors', environment);
  const allowed = stepUp.allowedFactors.map(factorName);
  if (!allowed.some((name) => enabled.includes(name))) {
    return [
      {
        code: 'STEP_UP_IMPOSSIBLE',
        expected: `one of the factors that ${source.file} allows enabled: ${allowed.join(', ')}`,
        found: enabled.join(', ') || 'none',
        where: source.where ?? placeOf(['guardianFactors']),
        fix: `Enable one of them under \`guardianFactors:\` of ${TENANT_FILE}, or allow another in ${source.file}.`,
      },
    ];
  }
  const off = stepUp.allowedFactors
    .filter((factor) => !enabled.includes(factorName(factor)))
    .map((factor) =>
      factorOff(manifest, 'allowedFactors', {
        factor: factorName(factor),
        reason: `stepUp.allowedFactors of ${source.file} has ${factor}`,
        change: `take ${factor} out of stepUp.allowedFactors`,
      }),
    );
  if (stepUp.emailFirst !== 'always' || enabled.includes('email')) return off;
  const reason = `stepUp.emailFirst of ${sourceOf('emailFirst', environment).file} is 'always'`;
  return [
    ...off,
    factorOff(manifest, 'emailFirst', { factor: 'email', reason, change: "set stepUp.emailFirst to 'when-enrolling'" }),
  ];
}

function factorOff(
  { tenant, environment, placeOf }: Manifest,
  key: keyof FactorSettings,
  { factor, reason, change }: { factor: string; reason: string; change: string },
): Failure {
  const source = sourceOf(key, environment);
  const index = (tenant.guardianFactors ?? []).findIndex(({ name }) => name === factor);
  const listed = placeOf(index < 0 ? ['guardianFactors'] : ['guardianFactors', index, 'enabled']);
  return {
    code: 'FACTOR_OFF',
    expected: `factor ${factor} enabled, as ${reason}`,
    found: index < 0 ? `no such factor under guardianFactors of ${TENANT_FILE}` : 'enabled: false',
    where: source.where ?? listed,
    fix:
      source.where === undefined
        ? `Enable it here, or ${change} in ${CONFIG}, or for this environment alone under \`actions:\` of ${environment.file}.`
        : `Enable it under \`guardianFactors:\` of ${TENANT_FILE}, or ${change} here.`,
  };
}

function acceptedButOff(stepUp: StepUp, manifest: Manifest): Failure[] {
  const enabled = enabledIn(manifest);
  const off = acceptedBefore(stepUp).filter((factor) => !enabled.includes(factorName(factor)));
  if (off.length === 0) return [];
  const { file, where } = sourceOf('whenOnlyOtherFactors', manifest.environment);
  return [
    {
      code: 'STEP_UP_IMPOSSIBLE',
      expected: `the factors of challengeThenEnroll (${file}) enabled: ${[...new Set(off.map(factorName))].join(', ')}`,
      found: enabled.join(', ') || 'none',
      where: where ?? manifest.placeOf(['guardianFactors']),
      fix: `Enable them under \`guardianFactors:\` of ${TENANT_FILE}, or take ${off.join(', ')} out of challengeThenEnroll: a challenge of a factor that is off fails the login.`,
    },
  ];
}
