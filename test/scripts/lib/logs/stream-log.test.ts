import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Checkpoint, type Position } from '../../../../scripts/lib/logs/checkpoint.ts';
import type { LogEvent } from '../../../../scripts/lib/logs/log-event.ts';
import { type LogProgress, streamLog } from '../../../../scripts/lib/logs/stream-log.ts';
import type { UsageEvent } from '../../../../scripts/lib/logs/usage.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'express-configure-logs-'));
});
afterEach(() => rm(folder, { recursive: true }));

const event = (n: number, clientId = 'oin'): LogEvent => ({ logId: String(1000 + n), type: 's', clientId });
const LOG = Array.from({ length: 10 }, (_, n) => event(n, n % 3 === 1 ? 'other' : 'oin'));

interface Line {
  logId: string;
  mayRepeat?: true;
}

class Killed extends Error {}

/**
 * Tells {@link LOG} in pages of three into `lines`, dying after so many steps: each write of the checkpoint and each
 * write of lines is one.
 */
async function run(lines: Line[], stepsLeft = Number.POSITIVE_INFINITY): Promise<void> {
  const opened = await Checkpoint.open(folder, 'at.json', 'tenant.example');
  if (!opened.ok) throw new Error(renderFailures(opened.failures));
  let left = stepsLeft;
  const step = () => {
    left -= 1;
    if (left < 0) throw new Killed();
  };
  const { logId } = opened.value.position ?? {};
  // As found by a time: nothing is known that is older than the first.
  const start = { from: logId ?? '1000', isCutShort: false, ...(logId === undefined && { first: event(0) }) };
  const told: LogProgress = { events: 0, read: 0, logId: start.from };
  await streamLog(
    {
      source: { after: async (logId) => LOG.filter((one) => one.logId > logId).slice(0, 3) },
      start,
      filter: { clientIds: ['oin'], failedOnly: false, sinceMs: 5 },
      names: false,
      signal: new AbortController().signal,
      write: async (usages: UsageEvent[]) => {
        // A line at a time: a process can be killed between two.
        for (const { logId, mayRepeat } of usages) {
          step();
          lines.push({ logId, ...(mayRepeat && { mayRepeat }) });
        }
      },
      checkpoint: {
        position: opened.value.position,
        save: async (position: Position) => {
          step();
          await opened.value.save(position);
        },
      },
    },
    told,
  );
}

const wanted = LOG.filter(({ clientId }) => clientId === 'oin').map(({ logId }) => logId);

test('told to the end, each event once, and again nothing', async () => {
  const lines: Line[] = [];
  await run(lines);
  await run(lines);
  expect(lines).toEqual(wanted.map((logId) => ({ logId })));
  expect(JSON.parse(await readFile(join(folder, 'at.json'), 'utf8'))).toEqual({
    domain: 'tenant.example',
    logId: '1009',
    sinceMs: 5,
  });
  expect(await readdir(folder)).toEqual(['at.json']);
});

test('killed after any step and run again, nothing is lost, and only marked lines repeat', async () => {
  let repeats = 0;
  for (let steps = 0; steps < 15; steps += 1) {
    const lines: Line[] = [];
    await rm(join(folder, 'at.json'), { force: true });
    await expect(run(lines, steps)).rejects.toThrow(Killed);
    await run(lines);
    expect(new Set(lines.map(({ logId }) => logId))).toEqual(new Set(wanted));
    const seen = new Set<string>();
    for (const { logId, mayRepeat } of lines) {
      if (seen.has(logId)) {
        repeats += 1;
        expect({ steps, logId, mayRepeat }).toEqual({ steps, logId, mayRepeat: true });
      }
      seen.add(logId);
    }
    const marked = lines.filter(({ mayRepeat }) => mayRepeat).length;
    expect(marked).toBeLessThanOrEqual(3);
  }
  expect(repeats).toBeGreaterThan(5);
});

test('doubt ends where the last event that may have been written is gone', async () => {
  await writeFile(
    join(folder, 'at.json'),
    JSON.stringify({ domain: 'tenant.example', logId: '1001', pending: '1003a' }),
  );
  const lines: Line[] = [];
  await run(lines);
  expect(lines.filter(({ mayRepeat }) => mayRepeat).map(({ logId }) => logId)).toEqual(['1002', '1003']);
});

test.each([
  ['not a checkpoint', 'something else'],
  ['{"logId":"1"}', 'something else'],
  ['{"domain":"other.example","logId":"1"}', 'one of other.example'],
])('a file with %s is refused, not begun anew', async (content, found) => {
  await writeFile(join(folder, 'at.json'), content);
  const opened = await Checkpoint.open(folder, 'at.json', 'tenant.example');
  expect(opened.ok ? '' : renderFailures(opened.failures)).toBe(
    `at.json CHECKPOINT_FILE expected a checkpoint of this tenant’s log, or no file yet, where it can be written, found ${found}\n` +
      'Fix: Name another file; each tenant and each reader has its own. Removing it begins anew, at --since.\n',
  );
});
