import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { fileFailure } from '../file-failure.ts';
import { ruleWords, tellingErrors } from '../manifest/rule-words.ts';
import { nameOf, pathOf } from '../manifest/schema.ts';
import { shellOption } from '../shell.ts';
import type { SavedPlan } from './state-hash.ts';

const ajv = new Ajv({ allErrors: true });
const text = { type: 'string' };

const isSavedPlan = ajv.compile<SavedPlan>({
  type: 'object',
  required: ['environment', 'domain', 'entries', 'otherApplications', 'stateHash'],
  properties: {
    environment: text,
    domain: text,
    otherApplications: { type: 'array', items: text },
    oinClientId: text,
    oinSubmissionId: text,
    stateHash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    entries: {
      type: 'array',
      items: {
        type: 'object',
        required: ['section', 'name', 'change', 'fields'],
        properties: { section: text, name: text, change: text, fields: { type: 'array', items: { type: 'object' } } },
      },
    },
  },
});

/** Reads what `npm run plan -- --out FILE` kept. */
export async function readPlanFile(rootDir: string, file: string): Promise<Result<SavedPlan>> {
  let content: string;
  try {
    content = await readFile(resolve(rootDir, file), 'utf8');
  } catch (error) {
    const problem = fileFailure(error, rootDir);
    const isThere = problem !== undefined && !problem.found.includes('ENOENT');
    return failed(notAPlan(file, isThere ? problem.found : 'no such file'));
  }
  try {
    const json: unknown = JSON.parse(content);
    return isSavedPlan(json) ? ok(json) : failed(notAPlan(file, whatIsWrong(isSavedPlan.errors)));
  } catch {
    return failed(notAPlan(file, 'text that is not JSON'));
  }
}

const whatIsWrong = (errors: readonly ErrorObject[] | null | undefined): string =>
  tellingErrors(errors)
    .map((error) => `${nameOf(pathOf(error.instancePath))} ${ruleWords(error)}`)
    .join(', ');

const notAPlan = (file: string, found: string): Failure => ({
  code: 'PLAN_FILE',
  expected: 'a plan that npm run plan -- --out FILE kept',
  found,
  where: { file },
  fix: `Run npm run plan -- ${shellOption('out', file)} and review it.`,
});
