/** `npm run logs` with a checkpoint, killed again and again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsageEvent } from '../../scripts/lib/logs/usage.ts';
import { runCommand, startCommand } from '../support/command.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';
import { envOf, MINUTE_MS } from './deploy-rig.ts';
import { linesOf, newestLogId, strangeRequests } from './logs-rig.ts';

let tenant: PublishedTenant;
let folder: string;
let before: string;
/** Ids of all events, oldest first. */
let all: string[];
beforeAll(async () => {
  tenant = await startPublishedTenant();
  folder = await mkdtemp(join(tmpdir(), 'express-configure-logs-'));
  before = await newestLogId(tenant);
  await strangeRequests(tenant, 1_200);
  const { stdout } = await runCommand(['logs', '--since', before, '--json'], { env: envOf(tenant) });
  all = linesOf(stdout).map(({ logId }) => logId);
}, MINUTE_MS);
afterAll(async () => {
  await tenant.emulator.close();
  await rm(folder, { recursive: true });
});

test.each([1, 2, 3])(
  'after kill -9 again and again (seed %i) none is lost, and what is there twice is marked',
  async (seed) => {
    const file = join(folder, `${seed}.json`);
    const random = seeded(seed);
    let output = '';
    let kills = 0;
    for (let code: number | null = null; code !== 0; ) {
      const running = startCommand(['logs', '--since', before, '--json', '--checkpoint', file], { env: envOf(tenant) });
      const limit = kills < 6 ? 20_000 + random() * 50_000 : Number.POSITIVE_INFINITY;
      let bytes = 0;
      running.child.stdout?.on('data', (text: string) => {
        bytes += text.length;
        if (bytes > limit) running.child.kill('SIGKILL');
      });
      const result = await running.finished;
      code = result.code;
      if (code !== 0) kills += 1;
      output += result.stdout;
    }
    // As a file that all runs were appended to: a killed one may have left half a line.
    const lines = output.split('\n').flatMap((line): UsageEvent[] => (line.endsWith('}') ? [JSON.parse(line)] : []));
    expect(kills).toBeGreaterThan(2);
    expect([...new Set(lines.map(({ logId }) => logId))]).toEqual(all);
    const unmarked = lines.filter(({ mayRepeat }) => mayRepeat !== true).map(({ logId }) => logId);
    expect(unmarked).toHaveLength(new Set(unmarked).size);
  },
);

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
