import type { StepUpSettings } from '../../../library/step-up-settings.ts';
import { declaredStepUp } from '../bundle/step-up.ts';
import type { Failure } from '../failures.ts';
import { describeIfKnown } from '../manifest/describe-value.ts';
import type { Manifest } from '../manifest/manifest.ts';

type StepUp = Pick<StepUpSettings, 'mode' | 'allowedFactors' | 'emailFirst' | 'whenOnlyOtherFactors'>;
type GuardianFactor = NonNullable<Manifest['tenant']['guardianFactors']>[number];

/** Actions for which every administrator is refused, because the tenant does not let them ask for a factor. */
export async function checkStepUp(rootDir: string, manifest: Manifest): Promise<Failure[]> {
  const stepUp = await declaredStepUp(rootDir);
  return stepUp?.mode === 'required' ? whatStepUpNeeds(stepUp, manifest) : [];
}

/** Returns what `check` says of settings that work and are weak: text messages before an enrolment. */
export async function stepUpWarnings(rootDir: string): Promise<string[]> {
  const stepUp = await declaredStepUp(rootDir);
  return stepUp?.mode === 'required' && acceptedBefore(stepUp).includes('sms') ? [SIM_SWAP] : [];
}

const SIM_SWAP =
  "challengeThenEnroll of actions/config.ts accepts 'sms': who has the password and moves the phone number to another SIM card (SIM swap) can enrol a second factor";

const acceptedBefore = ({ whenOnlyOtherFactors: setting }: StepUp): readonly string[] =>
  setting === 'deny' ? [] : setting.challengeThenEnroll;

/** The Management API's name of a factor; `voice` and `sms` are the deliveries of its factor for phones. */
export const factorName = (type: string): string => (type === 'phone' || type === 'voice' ? 'sms' : type);

function whatStepUpNeeds(stepUp: StepUp, { tenant, placeOf }: Manifest): Failure[] {
  const failures: Failure[] = [];
  const customized = tenant.tenant?.customize_mfa_in_postlogin_action;
  if (customized !== true) {
    failures.push({
      code: 'STEP_UP_IMPOSSIBLE',
      expected: 'customize_mfa_in_postlogin_action: true, without which Actions can not ask for a factor',
      found: describeIfKnown([false], customized),
      where: placeOf(['tenant', 'customize_mfa_in_postlogin_action']),
      fix: "Write it under `tenant:`, or set stepUp.mode to 'off' in actions/config.ts.",
    });
  }
  const { guardianFactors: factors } = tenant;
  const enabled = (factors ?? []).filter((factor) => factor.enabled).map((factor) => factor.name);
  if (factors !== undefined) failures.push(...allowedButOff(stepUp, factors, placeOf));
  const off = acceptedBefore(stepUp).filter((factor) => factors !== undefined && !enabled.includes(factorName(factor)));
  if (off.length > 0) {
    failures.push({
      code: 'STEP_UP_IMPOSSIBLE',
      expected: `the factors of challengeThenEnroll (actions/config.ts) enabled: ${[...new Set(off.map(factorName))].join(', ')}`,
      found: enabled.join(', ') || 'none',
      where: placeOf(['guardianFactors']),
      fix: `Enable them here, or take ${off.join(', ')} out of challengeThenEnroll: a challenge of a factor that is off fails the login.`,
    });
  }
  return failures;
}

/**
 * Refuses each allowed factor that the tenant has off, one by one: who has enrolled it would be challenged in vain, and
 * nobody can enrol it. Where `emailFirst` is `always`, the emailed code is demanded like an allowed factor.
 */
function allowedButOff(stepUp: StepUp, factors: readonly GuardianFactor[], placeOf: Manifest['placeOf']): Failure[] {
  const enabled = factors.filter((factor) => factor.enabled).map((factor) => factor.name);
  const allowed = stepUp.allowedFactors.map(factorName);
  if (!allowed.some((name) => enabled.includes(name))) {
    return [
      {
        code: 'STEP_UP_IMPOSSIBLE',
        expected: `one of the factors that actions/config.ts allows enabled: ${allowed.join(', ')}`,
        found: enabled.join(', ') || 'none',
        where: placeOf(['guardianFactors']),
        fix: 'Enable one of them here, or allow another in actions/config.ts.',
      },
    ];
  }
  const demanded = [
    ...stepUp.allowedFactors.map((factor) => ({
      name: factorName(factor),
      by: `stepUp.allowedFactors allows ${factor}`,
      fix: `take ${factor} out of stepUp.allowedFactors`,
    })),
    ...(stepUp.emailFirst === 'always'
      ? [{ name: 'email', by: "stepUp.emailFirst is 'always'", fix: "set stepUp.emailFirst to 'when-enrolling'" }]
      : []),
  ];
  return demanded
    .filter(({ name }) => !enabled.includes(name))
    .map(({ name, by, fix }): Failure => {
      const index = factors.findIndex((factor) => factor.name === name);
      return {
        code: 'FACTOR_OFF',
        expected: `factor ${name} enabled, as ${by} in actions/config.ts`,
        found: index < 0 ? 'no such factor in the list' : 'enabled: false',
        where: placeOf(index < 0 ? ['guardianFactors'] : ['guardianFactors', index, 'enabled']),
        fix: `Enable it here, or ${fix} in actions/config.ts.`,
      };
    });
}
