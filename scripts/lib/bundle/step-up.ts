import { emailThenPlatform, type StepUpSettings } from '../../../library/step-up-settings.ts';
import { evaluate } from './evaluate.ts';

const ENTRY = `
import { config } from './actions/config.ts';
stepUp = config.stepUp;
`;

/**
 * Returns `config.stepUp` of the project; that of the documentation where its sources do not load, since then nothing can be
 * deployed from them.
 */
export async function readStepUp(rootDir: string): Promise<StepUpSettings> {
  return (await evaluate<{ stepUp: StepUpSettings }>(rootDir, ENTRY, { stepUp: emailThenPlatform })).stepUp;
}

/** Returns `config.stepUp` of the project; `undefined` where its sources do not load. */
export async function declaredStepUp(rootDir: string): Promise<StepUpSettings | undefined> {
  return (await evaluate<{ stepUp: StepUpSettings | undefined }>(rootDir, ENTRY, { stepUp: undefined })).stepUp;
}
