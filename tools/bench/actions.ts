/** The built Actions beside the documentation's examples, interleaved in one run. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { actionFromFile, runAction } from '#actions-testing';
import { createApi } from '../../emulator/runtime/api.ts';
import { type Handler, loadExports, selectHandler } from '../../emulator/runtime/sandbox.ts';
import type { Event } from '../../library/contract.ts';
import { adminEvent, grantedEvent, steppedUpEvent } from '../../test/support/events.ts';
import { rootDir } from '../../test/support/project.ts';
import { builtActions, type DeployableAction } from '../../test/support/tenant.ts';
import { interleave, type Measured, median, nanosecondsPerCall, quantile } from './measure.ts';
import { baselineOf, figure, type Group } from './report/figures.ts';
import { TARGETS } from './report/targets.ts';
import type { BenchOptions } from './run-options.ts';

const COLD_ROUNDS = 21;
const WARM_ROUNDS = 25;
const CALLS = 2_000;
const DECISIONS = 10_000;

interface Candidate extends Required<DeployableAction> {
  isOurs: boolean;
}

const SILENT = { console: { log: () => undefined } };

const run = promisify(execFile);

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

/** Measures the start in a fresh process each, in milliseconds. */
async function coldLoad(
  all: Candidate[],
  rounds: number,
): Promise<{ measured: Measured[]; modules: Map<string, number> }> {
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
  const measured = await interleave(rounds, Object.fromEntries(samplers));
  await rm(folder, { recursive: true });
  return { measured, modules };
}

function handlerOf({ name, code, dependencies }: Candidate): Handler {
  const source = { name, code, dependencies, resolveFrom: join(rootDir, 'package.json') };
  return selectHandler(loadExports(source, SILENT), 'onExecutePostLogin');
}

/** Measures one awaited call on an event, with one `api`: the cost of the Action itself, in nanoseconds. */
function warmCall(candidate: Candidate, event: Event): () => Promise<number> {
  const handler = handlerOf(candidate);
  const { api, commands } = createApi(event);
  return () =>
    nanosecondsPerCall(CALLS, async () => {
      commands.length = 0;
      await handler(event, api);
    });
}

/** Measures what the Actions cost a login: their size, their start, a call for another audience and a full decision. */
export async function benchActions({ rounds, onProgress }: BenchOptions): Promise<Group[]> {
  const all = await candidates();
  const ours = all.filter(({ isOurs }) => isOurs);
  onProgress('cold loads');
  const cold = await coldGroups(all, rounds ?? COLD_ROUNDS);
  onProgress('calls of another audience');
  const other = await otherAudience(all, rounds ?? WARM_ROUNDS);
  onProgress('full decisions');
  const decisions = await fullDecisions(ours);
  const grant = ours.find(({ name }) => name.endsWith('grant'));
  if (grant === undefined) throw new Error('no grant Action');
  onProgress('the test kit');
  return [bundleSizes(ours), ...cold, other, ...decisions, await kitRate(grant, rounds ?? WARM_ROUNDS)];
}

const bundleSizes = (ours: readonly Candidate[]): Group => ({
  group: TARGETS.bundle.group,
  how: 'as they are deployed',
  figures: ours.map(({ name, code }) =>
    figure({ name, unit: 'bytes', value: Buffer.byteLength(code), targets: TARGETS.bundle.targets }),
  ),
});

async function coldGroups(all: Candidate[], rounds: number): Promise<Group[]> {
  const { measured, modules } = await coldLoad(all, rounds);
  const axios = measured.find(({ name }) => name.endsWith('domains-api'));
  const figures = measured.map((one, index) =>
    all[index]?.isOurs
      ? figure({
          name: one.name,
          unit: 'ms',
          value: median(one),
          baseline: baselineOf(axios),
          targets: TARGETS.coldLoad.targets,
        })
      : figure({ name: one.name, unit: 'ms', value: median(one) }),
  );
  const loaded = [...modules].map(([name, value]) => figure({ name, unit: 'modules', value }));
  return [
    { group: TARGETS.coldLoad.group, how: `median of ${rounds} fresh processes`, figures },
    { group: 'Modules loaded when cold', how: 'of packages', figures: loaded },
  ];
}

async function otherAudience(all: Candidate[], rounds: number): Promise<Group> {
  const event = adminEvent((draft) => {
    draft.resource_server = { identifier: 'https://api.example' };
  });
  const calls = Object.fromEntries(all.map((candidate) => [candidate.name, warmCall(candidate, event)]));
  const measured = await interleave(rounds, calls);
  const baseline = baselineOf(measured.find(({ name }) => name.endsWith('attribute')));
  return {
    group: 'Another audience',
    how: `median of ${rounds} × ${CALLS} calls`,
    figures: measured.map((one, index) =>
      figure({ name: one.name, unit: 'ns', value: median(one), ...(all[index]?.isOurs && { baseline }) }),
    ),
  };
}

async function fullDecisions(ours: readonly Candidate[]): Promise<Group[]> {
  const sorted: Measured[] = [];
  for (const candidate of ours) {
    const call = warmSingle(candidate);
    for (let warmUp = 0; warmUp < 500; warmUp += 1) await call();
    const samples: number[] = [];
    for (let index = 0; index < DECISIONS; index += 1) samples.push(await call());
    sorted.push({ name: candidate.name, samples: samples.sort((a, b) => a - b) });
  }
  const how = `of ${DECISIONS} calls, event and api made anew for each`;
  const microseconds = ({ samples }: Measured, share: number) => quantile(samples, share) / 1e3;
  return [
    {
      group: 'A full decision, median',
      how,
      figures: sorted.map((one) => figure({ name: one.name, unit: 'µs', value: microseconds(one, 0.5) })),
    },
    {
      group: TARGETS.decision.group,
      how,
      figures: sorted.map((one) =>
        figure({ name: one.name, unit: 'µs', value: microseconds(one, 0.99), targets: TARGETS.decision.targets }),
      ),
    },
  ];
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
async function kitRate(grant: Candidate, rounds: number): Promise<Group> {
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
  const [byHand, byKit] = await interleave(rounds, {
    'a plain call with a clone of the event': () => nanosecondsPerCall(CALLS, plain),
    [TARGETS.kit.name]: () => nanosecondsPerCall(CALLS, () => runAction(action, event)),
  });
  if (byHand === undefined || byKit === undefined) throw new Error('not measured');
  return {
    group: TARGETS.kit.group,
    how: `the grant Action, median of ${rounds} × ${CALLS} calls`,
    figures: [
      figure({
        name: byKit.name,
        unit: 'µs',
        value: median(byKit) / 1e3,
        baseline: { name: byHand.name, value: median(byHand) / 1e3 },
        targets: TARGETS.kit.targets,
      }),
    ],
  };
}

function eventFor(name: string): Event {
  if (name.endsWith('step-up')) return adminEvent();
  return name.endsWith('grant') ? steppedUpEvent() : grantedEvent();
}
