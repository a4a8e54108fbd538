/** Loaded into auth0-deploy-cli's process before it starts (`node --import`): tells the parent of every request. */
import { writeSync } from 'node:fs';

/** The parent reads a line for every request here. */
const SENT = 3;

const send = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : input;
  const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
  writeSync(SENT, `${method} ${url}\n`);
  return send(input, init);
};
