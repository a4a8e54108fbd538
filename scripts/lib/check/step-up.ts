import type { StepUpSettings } from '../../../actions/lib/step-up-settings.ts';
import { evaluate } from '../bundle/evaluate.ts';
import type { Failure } from '../failures.ts';
import type { Manifest } from '../manifest/manifest.ts';

type StepUp = Pick<StepUpSettings, 'mode' | 'allowedFactors'>;

const ENTRY = `
import { config } from './actions/config.ts';
stepUp = config.stepUp;
`;

/** Actions for which every administrator is refused, because the tenant does not let them ask for a factor. */
export async function checkStepUp(rootDir: string, manifest: Manifest): Promise<Failure[]> {
  const { stepUp } = await evaluate<{ stepUp: StepUp | undefined }>(rootDir, ENTRY, { stepUp: undefined });
  return stepUp?.mode === 'required' ? whatStepUpNeeds(stepUp, manifest) : [];
}

/** The Management API's name of a factor. */
export const factorName = (type: string): string => (type === 'phone' ? 'sms' : type);

function whatStepUpNeeds({ allowedFactors }: StepUp, { tenant, placeOf }: Manifest): Failure[] {
  const failures: Failure[] = [];
  const customized = tenant.tenant?.customize_mfa_in_postlogin_action;
  if (customized !== true) {
    failures.push({
      code: 'STEP_UP_IMPOSSIBLE',
      expected: 'customize_mfa_in_postlogin_action: true, without which Actions can not ask for a factor',
      found: JSON.stringify(customized) ?? 'nothing',
      where: placeOf(['tenant', 'customize_mfa_in_postlogin_action']),
      fix: "Write it under `tenant:`, or set stepUp.mode to 'off' in actions/config.ts.",
    });
  }
  const { guardianFactors: factors } = tenant;
  const enabled = (factors ?? []).filter((factor) => factor.enabled).map((factor) => factor.name);
  const names = allowedFactors.map(factorName);
  if (factors !== undefined && !names.some((name) => enabled.includes(name))) {
    failures.push({
      code: 'STEP_UP_IMPOSSIBLE',
      expected: `one of the factors that actions/config.ts allows enabled: ${names.join(', ')}`,
      found: enabled.join(', ') || 'none',
      where: placeOf(['guardianFactors']),
      fix: 'Enable one of them here, or allow another in actions/config.ts.',
    });
  }
  return failures;
}
