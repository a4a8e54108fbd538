/** Commands that show a tenant's texts, and what their output may not hold. */
import { expect } from 'vitest';
import type { CommandResult } from '../support/command.ts';
import { type Rig, runOn } from './deploy-rig.ts';
import { FORGED, hostile, KINDS } from './hostile-tenant.ts';

/** What no output may hold, whoever reads it: the line end is the only control. */
const HARMFUL = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]|^\s*::|##\w*\[/mu;

export function expectHarmless(text: string): void {
  expect(HARMFUL.exec(text)?.[0]).toBeUndefined();
  expect(text.split('\n').filter((line) => line.trimStart().startsWith(FORGED))).toEqual([]);
}

/** Runs a command whose output must be harmless. */
export async function runHarmless(tenant: Rig, ...args: string[]): Promise<CommandResult> {
  const result = await runOn(tenant, ...args);
  expect(result.stderr).not.toContain('INTERNAL');
  expectHarmless(result.stdout);
  expectHarmless(result.stderr);
  // Wide enough to reach the next line of a terminal.
  if (!args.includes('--json')) expect(`${result.stdout}${result.stderr}`).not.toContain(`${' '.repeat(40)}${FORGED}`);
  return result;
}

/** Expects that the JSON of a command has the tenant's texts as they are, escaped as JSON escapes. */
export async function expectThemselvesInJson(tenant: Rig, args: readonly string[]): Promise<void> {
  const { stdout } = await runHarmless(tenant, ...args, '--json');
  if (stdout === '') return;
  const documents = args[0] === 'logs' ? stdout.trimEnd().split('\n') : [stdout];
  const values = JSON.stringify(documents.map((text) => JSON.parse(text)));
  for (const kind of KINDS) {
    if (values.includes(`::error::${kind}`)) {
      expect(values.replaceAll(/\\+/g, '')).toContain(JSON.stringify(hostile(kind)).slice(1, 40).replaceAll('\\', ''));
    }
  }
}

/** Commands that show kinds of texts. */
export const TOLD: readonly { args: string[]; shows: string[] }[] = [
  { args: ['plan'], shows: ['callback', 'role-description', 'application', 'action'] },
  { args: ['verify'], shows: [] },
  { args: ['drift'], shows: ['callback'] },
  { args: ['doctor'], shows: [] },
  { args: ['doctor', '--all-organizations'], shows: ['organization'] },
  { args: ['doctor', '--org', 'acme', '--user', 'mallory@acme.com'], shows: ['user-id', 'role'] },
  { args: ['oin'], shows: ['oin-client'] },
  { args: ['oin', 'scim-token', '--connection', 'none'], shows: ['connection'] },
  { args: ['domains', 'drift', '--all'], shows: [] },
  { args: ['domains', 'sync', '--all', '--dry-run'], shows: [] },
  { args: ['logs', '--since', '2h'], shows: ['log-description'] },
  { args: ['logs', '--since', '2h', '--names'], shows: ['log-user'] },
  {
    args: ['onboard', '--org', 'acme', '--admin', 'mallory@acme.com', '--domains', 'acme.com', '--dry-run'],
    shows: [],
  },
  { args: ['onboard', '--org', 'acme', '--admin', 'mallory@acme.com', '--undo', '--dry-run'], shows: [] },
  { args: ['rollback', '--to', 'express-configure-grant=9'], shows: [] },
];
