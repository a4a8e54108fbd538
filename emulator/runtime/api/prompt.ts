import type { PostLoginAPI } from '../../../actions/contract.ts';
import type { ApiContext } from './context.ts';

const MAX_OPTIONS_BYTES = 24 * 1024;
const MAX_VARS = 24;
const MAX_ERROR_CHARACTERS = 100;

export const promptApi = ({ record }: ApiContext): PostLoginAPI['prompt'] => ({
  render(promptId, options) {
    if (Buffer.byteLength(JSON.stringify(options ?? {})) > MAX_OPTIONS_BYTES) {
      throw new Error(`The total size of the prompt options exceeds the limit of ${MAX_OPTIONS_BYTES} bytes.`);
    }
    if (Object.keys(options?.vars ?? {}).length > MAX_VARS) {
      throw new Error(`((the prompt has more than ${MAX_VARS} vars))`);
    }
    record('prompt.render', promptId, ...(options === undefined ? [] : [options]));
  },
});

/** The words are those of the JSON schema validator Auth0 uses. */
function textFault(name: string, value: unknown): string[] {
  if (typeof value !== 'string') return [`${name} must be string`];
  if ([...value].length <= MAX_ERROR_CHARACTERS) return [];
  return [`${name} must NOT have more than ${MAX_ERROR_CHARACTERS} characters`];
}

export const validationApi = ({ chained }: ApiContext): PostLoginAPI['validation'] => ({
  error(code, message) {
    const faults = [...textFault('errorCode', code), ...textFault('errorMessage', message)];
    if (faults.length > 0) throw new Error(faults.join('; '));
    return chained('validation.error', code, message);
  },
});
