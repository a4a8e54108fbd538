import type { PostLoginAPI } from '../../../library/contract.ts';
import { checkObject, checkText, refuse, textFault } from './check.ts';
import type { ApiContext } from './context.ts';

const MAX_OPTIONS_BYTES = 24 * 1024;
const MAX_ID_CHARACTERS = 48;
const MAX_ENTRIES = 24;
const FIELD_NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,49}$/;
const MAX_ERROR_CHARACTERS = 100;

/** Makes `api.prompt`, with the checks of Auth0's harness. */
export const promptApi = ({ record }: ApiContext): PostLoginAPI['prompt'] => ({
  render(promptId, options) {
    if (promptId === undefined) refuse('', "must have required property 'promptId'");
    checkText('promptId', promptId, MAX_ID_CHARACTERS);
    const given = options || {};
    checkObject('promptOptions', given, ['fields', 'vars']);
    checkEntries('fields', given.fields, FIELD_NAME);
    checkEntries('vars', given.vars);
    if (Buffer.byteLength(JSON.stringify(given)) > MAX_OPTIONS_BYTES) {
      throw new Error(`The total size of the prompt options exceeds the limit of ${MAX_OPTIONS_BYTES} bytes.`);
    }
    record('prompt.render', promptId, ...(options === undefined ? [] : [options]));
  },
});

function checkEntries(property: 'fields' | 'vars', entries: unknown, name = /^/): void {
  if (entries === undefined) return;
  if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) refuse(property, 'must be object');
  const names = Object.keys(entries);
  if (names.length > MAX_ENTRIES) refuse(property, `must NOT have more than ${MAX_ENTRIES} properties`);
  if (names.some((own) => !name.test(own))) refuse(property, 'must NOT have additional properties');
}

/** Makes `api.validation`, with the checks of Auth0's harness. */
export const validationApi = ({ chained }: ApiContext): PostLoginAPI['validation'] => ({
  error(code, message) {
    const faults = [
      textFault('errorCode', code, MAX_ERROR_CHARACTERS),
      textFault('errorMessage', message, MAX_ERROR_CHARACTERS),
    ].filter((fault) => fault !== undefined);
    if (faults.length > 0) throw new Error(faults.join('; '));
    return chained('validation.error', code, message);
  },
});
