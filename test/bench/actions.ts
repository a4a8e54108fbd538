/** The built Actions beside the documentation's examples, interleaved in one run. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { actionFromFile, runAction } from '#actions-testing';
import type { Event } from '../../actions/contract.ts';
import { createApi } from '../../emulator/runtime/api.ts';
import { type Handler, loadExports, selectHandler } from '../../emulator/runtime/sandbox.ts';
import { adminEvent, grantedEvent, steppedUpEvent } from '../support/events.ts';
import { rootDir } from '../support/project.ts';
import { builtActions, type DeployableAction } from '../support/tenant.ts';
import { interleave, type Measured, median, nanosecondsPerCall, quantile } from './measure.ts';

const TARGET_BYTES = 16_000;
const COLD_ROUNDS = 21;
const WARM_ROUNDS = 25;
const CALLS = 2_000;

interface Candidate extends Required<DeployableAction> {
  isOurs: boolean;
}

const SILENT = { console: { log: () => undefined } };

const run = promisify(execFile);
const print = (line = ''): void => void process.stdout.write(`${line}\n`);

async function candidates(): Promise<Candidate[]> {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    await readFile(join(rootDir, 'package.json'), 'utf8'),
  );
  const axiosVersion = dependencies.axios ?? '';
  const ours = (await builtActions()).map((action) => ({ ...action, isOurs: true }));
  const folder = join(import.meta.dirname, 'documentation');
  const files = ['attribute', 'domains-metadata', 'domains-api', 'mfa'];
  const theirs = files.map(async (file) => ({
    name: `documentation: ${file}`,
    code: await readFile(join(folder, `${file}.cjs`), 'utf8'),
    dependencies: file === 'domains-api' ? [{ name: 'axios', version: axiosVersion }] : [],
    isOurs: false,
  }));
  return [...ours, ...(await Promise.all(theirs))];
}

/** Of a fresh process each, in milliseconds. */
async function coldLoad(all: Candidate[]): Promise<{ measured: Measured[]; modules: Map<string, number> }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  await symlink(join(rootDir, 'node_modules'), join(folder, 'node_modules'));
  const modules = new Map<string, number>();
  const samplers = await Promise.all(
    all.map(async ({ name, code }, index) => {
      const file = join(folder, `${index}.cjs`);
      await writeFile(file, code);
      const loader = join(folder, 'cold-load.cjs');
      await writeFile(loader, await readFile(join(import.meta.dirname, 'cold-load.cjs')));
      const sample = async (): Promise<number> => {
        const { stdout } = await run(process.execPath, [loader, file]);
        const result: { ms: number; modules: number } = JSON.parse(stdout);
        modules.set(name, result.modules);
        return result.ms;
      };
      return [name, sample] as const;
    }),
  );
  const measured = await interleave(COLD_ROUNDS, Object.fromEntries(samplers));
  await rm(folder, { recursive: true });
  return { measured, modules };
}

function handlerOf({ name, code, dependencies }: Candidate): Handler {
  const source = { name, code, dependencies, resolveFrom: join(rootDir, 'package.json') };
  return selectHandler(loadExports(source, SILENT), 'onExecutePostLogin');
}

/** One awaited call on an event, `api` made once: what the Action itself costs, in nanoseconds. */
function warmCall(candidate: Candidate, event: Event): () => Promise<number> {
  const handler = handlerOf(candidate);
  const { api, commands } = createApi(event);
  return () =>
    nanosecondsPerCall(CALLS, async () => {
      commands.length = 0;
      await handler(event, api);
    });
}

export async function benchActions(): Promise<void> {
  const all = await candidates();
  const documented = all.filter(({ isOurs }) => !isOurs).map(({ name }) => name);

  print(`Bundles (target: at most ${TARGET_BYTES} bytes, unminified)`);
  for (const { name, code, isOurs } of all.filter(({ isOurs }) => isOurs)) {
    const bytes = Buffer.byteLength(code);
    print(
      `  ${name.padEnd(32)} ${String(bytes).padStart(7)} bytes  ${isOurs && bytes <= TARGET_BYTES ? 'met' : 'MISSED'}`,
    );
  }

  const cold = await coldLoad(all);
  const axios = cold.measured.find(({ name }) => name.endsWith('domains-api'));
  print(
    `\nCold load in a fresh process (median of ${COLD_ROUNDS}; target: 0.9 ms, and 50 times faster than domains-api)`,
  );
  for (const measured of cold.measured) {
    const ratio = axios ? median(axios) / median(measured) : Number.NaN;
    const ms = median(measured);
    const verdict = documented.includes(measured.name) ? '' : ms <= 0.9 && ratio >= 50 ? 'met' : 'MISSED';
    print(
      `  ${measured.name.padEnd(32)} ${ms.toFixed(2).padStart(8)} ms  ${ratio.toFixed(1).padStart(6)}x  ${cold.modules.get(measured.name)} modules  ${verdict}`,
    );
  }

  const otherAudience = adminEvent((event) => {
    event.resource_server = { identifier: 'https://api.example' };
  });
  const other = await interleave(
    WARM_ROUNDS,
    Object.fromEntries(all.map((candidate) => [candidate.name, warmCall(candidate, otherAudience)])),
  );
  const baseline = other.find(({ name }) => name.endsWith('attribute'));
  print(`\nAnother audience (median of ${WARM_ROUNDS} x ${CALLS} calls)`);
  for (const measured of other) {
    const ratio = baseline ? median(measured) / median(baseline) : Number.NaN;
    print(
      `  ${measured.name.padEnd(32)} ${median(measured).toFixed(0).padStart(8)} ns  ${ratio.toFixed(2).padStart(6)}x attribute`,
    );
  }

  print('\nA full decision (one call each; target: p99 under 1 ms)');
  for (const candidate of all.filter(({ isOurs }) => isOurs)) {
    const call = warmSingle(candidate);
    for (let warmUp = 0; warmUp < 500; warmUp += 1) await call();
    const samples: number[] = [];
    for (let index = 0; index < 10_000; index += 1) samples.push(await call());
    samples.sort((a, b) => a - b);
    const p99 = quantile(samples, 0.99);
    print(
      `  ${candidate.name.padEnd(32)} p50 ${(quantile(samples, 0.5) / 1e3).toFixed(1).padStart(7)} µs  p99 ${(p99 / 1e3).toFixed(1).padStart(7)} µs  ${p99 < 1e6 ? 'met' : 'MISSED'}`,
    );
  }

  const grant = all.find(({ name }) => name.endsWith('grant'));
  if (grant !== undefined) await kitRate(grant);
}

/** One call on the administrator's login as this Action meets it, in nanoseconds; `event` and `api` are new each time. */
function warmSingle(candidate: Candidate): () => Promise<number> {
  const handler = handlerOf(candidate);
  return async () => {
    const event = eventFor(candidate.name);
    const { api } = createApi(event);
    const start = process.hrtime.bigint();
    await handler(event, api);
    return Number(process.hrtime.bigint() - start);
  };
}

/** The test kit beside what a test without it would do: clone the event, make an `api`, call the handler. */
async function kitRate(grant: Candidate): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const file = join(folder, 'grant.cjs');
  await writeFile(file, grant.code);
  const action = await actionFromFile(file);
  await rm(folder, { recursive: true });
  const handler = handlerOf(grant);
  const event = steppedUpEvent();
  const plain = async (): Promise<void> => {
    const own = structuredClone(event);
    await handler(own, createApi(own).api);
  };
  const [byHand, byKit] = await interleave(WARM_ROUNDS, {
    'a plain call': () => nanosecondsPerCall(CALLS, plain),
    'runAction of the kit': () => nanosecondsPerCall(CALLS, () => runAction(action, event)),
  });
  if (byHand === undefined || byKit === undefined) return;
  print('\nTest kit, the grant Action (target: at least half the rate of a plain call with a clone of the event)');
  for (const measured of [byHand, byKit]) {
    const rate = median(byHand) / median(measured);
    const verdict = measured === byKit ? (rate >= 0.5 ? 'met' : 'MISSED') : '';
    print(
      `  ${measured.name.padEnd(32)} ${(median(measured) / 1e3).toFixed(1).padStart(8)} µs  ${rate.toFixed(2)}x  ${verdict}`,
    );
  }
}

function eventFor(name: string): Event {
  if (name.endsWith('step-up')) return adminEvent();
  return name.endsWith('grant') ? steppedUpEvent() : grantedEvent();
}
