import { emailThenPlatform, type StepUpSettings } from '../../../library/step-up-settings.ts';
import type { SettingsOf } from './environment-settings.ts';
import { evaluate } from './evaluate.ts';

const ENTRY = `
import { config } from './actions/config.ts';
stepUp = config.stepUp;
`;

/**
 * Returns `config.stepUp` of the project in this environment; that of the documentation where its sources do not load, since then nothing can be
 * deployed from them.
 */
export async function readStepUp(rootDir: string, environment: SettingsOf): Promise<StepUpSettings> {
  return (await evaluate<{ stepUp: StepUpSettings }>(rootDir, ENTRY, { stepUp: emailThenPlatform }, environment))
    .stepUp;
}

/** Returns `config.stepUp` of the project in this environment; `undefined` where its sources do not load. */
export async function declaredStepUp(rootDir: string, environment: SettingsOf): Promise<StepUpSettings | undefined> {
  const found = { stepUp: undefined };
  return (await evaluate<{ stepUp: StepUpSettings | undefined }>(rootDir, ENTRY, found, environment)).stepUp;
}
