/**
 * `node test/emulator/management/extract-responses.ts PATH_TO_FULL_SPEC` writes `responses.json` beside this file: of Auth0's
 * published OpenAPI document the answers of the emulated operations, by status, with the schemas they reach.
 */
import { writeFileSync } from 'node:fs';
import { operations } from '../../../emulator/management/operations.ts';
import {
  publishedOperation,
  reachableSchemas,
  readPublished,
  referencesIn,
} from '../../../emulator/management/published-openapi.ts';

const published = readPublished('node test/emulator/management/extract-responses.ts PATH_TO_FULL_SPEC');
const answers = Object.keys(operations)
  .sort()
  .map((key) => {
    const byStatus = Object.entries(publishedOperation(published, key).responses).map(([status, { content }]) => [
      status,
      // null: an answer whose body is not described.
      content?.['application/json']?.schema ?? null,
    ]);
    return [key, Object.fromEntries(byStatus)];
  });
const responses = Object.fromEntries(answers);
const components = { schemas: reachableSchemas(published, referencesIn(responses)) };
writeFileSync(new URL('./responses.json', import.meta.url), `${JSON.stringify({ responses, components })}\n`);
