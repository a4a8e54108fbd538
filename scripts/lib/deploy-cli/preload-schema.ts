/**
 * Is loaded into auth0-deploy-cli's process before it starts (`node --import`), for a file without `prompts:`.
 *
 * Before its first request the CLI compiles a JSON schema of 8.1 MB, twice: 25 s and 1.9 GB. 8.06 MB of it are
 * languages x prompts x screens of that one section (docs/notes/deploy-cli.md#schema-of-8-mb), so here its schema
 * accepts any object. All other checks stay. If the package has another layout, nothing changes, and the parent gets
 * the reason.
 */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { REPORT_FD, reportLine } from './child-report.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** @returns why it is not possible */
function leaveOutPrompts(): string | undefined {
  try {
    // Beside the CLI's own main file, which this process runs.
    const loaded: unknown = createRequire(process.argv[1] ?? '')('./tools/auth0/schema.js');
    const schema = isObject(loaded) ? loaded.default : undefined;
    const properties = isObject(schema) ? schema.properties : undefined;
    if (!isObject(properties) || !isObject(properties.prompts)) return 'its schema has no properties.prompts';
    properties.prompts = { type: 'object' };
    return undefined;
  } catch (error) {
    return String(error instanceof Error ? error.message : error).split('\n')[0];
  }
}

const reason = leaveOutPrompts();
if (reason !== undefined) {
  const note = `auth0-deploy-cli is not laid out as it was (${reason}): it compiles its whole schema, which takes half a minute and 2 GB a stage. Nothing else is different.`;
  writeSync(REPORT_FD, reportLine({ note }));
}
