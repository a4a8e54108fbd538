/** Loaded into auth0-deploy-cli's process before it starts (`node --import`). */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The parent reads a line for every request here. */
const SENT = 3;

// 8.06 MB of the CLI's 8.1 MB schema are `prompts`, and it compiles the schema twice: 25 s and 1.9 GB before the first
// request (deploy-cli.md fact 1). A file with prompts is still checked, by Auth0.
const { default: schema }: { default: { properties: Record<string, unknown> } } = createRequire(import.meta.url)(
  'auth0-deploy-cli/lib/tools/auth0/schema.js',
);
schema.properties.prompts = { type: 'object' };

const send = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : input;
  const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
  writeSync(SENT, `${method} ${url}\n`);
  return send(input, init);
};
