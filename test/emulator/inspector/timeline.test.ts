import { expect, test } from 'vitest';
import { Logins } from '../../../emulator/inspector/logins.ts';
import { Timeline, type TimelineEvent } from '../../../emulator/inspector/timeline.ts';
import { traceAction } from '../../../emulator/inspector/trace-action.ts';
import type { Command } from '../../../emulator/runtime/command.ts';
import { createState } from '../../../emulator/state.ts';

const timeline = () => new Timeline(createState({ domain: 'tenant.test', clock: () => 7 }));
const control = (what: string): TimelineEvent => ({ kind: 'control', what });

test('entries are numbered, timed by the tenant’s clock, and those after one can be asked for', () => {
  const kept = timeline();
  kept.record(control('a'));
  kept.record({ kind: 'page-shown', page: 'consent' }, 3);
  const entries = [
    { n: 1, atMs: 7, kind: 'control', what: 'a' },
    { n: 2, atMs: 7, login: 3, kind: 'page-shown', page: 'consent' },
  ];
  expect(kept.after()).toEqual(entries);
  expect(kept.after(1)).toEqual(entries.slice(1));
  expect(kept.after(2)).toEqual([]);
});

test('the newest thousand are kept, and numbers go on where a timeline was cleared', () => {
  const kept = timeline();
  for (let n = 1; n <= 1_002; n += 1) kept.record(control(String(n)));
  expect(kept.after().map(({ n }) => n)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 3));
  kept.clear();
  kept.record(control('new'));
  expect(kept.after().map(({ n }) => n)).toEqual([1_003]);
});

test('who listens hears each new entry until they leave', () => {
  const kept = timeline();
  const heard: number[] = [];
  const leave = kept.subscribe(({ n }) => heard.push(n));
  kept.record(control('a'));
  leave();
  kept.record(control('b'));
  expect(heard).toEqual([1]);
});

test('an Action’s secrets are masked also when its version is gone, and what an entry is stays readable', () => {
  const kept = timeline();
  kept.record({
    ...{ kind: 'action', name: 'one', version: 1, handler: 'onExecutePostLogin', transactionId: 'tx', codes: [] },
    ...{ commands: [{ method: 'access.deny', args: ['canary-1'] }], logs: 'canary-1 action', durationMs: 1 },
    event: { secrets: { KEY: 'canary-1', OTHER: 'action' } },
  });
  expect(kept.after()).toMatchObject([
    {
      kind: 'action',
      commands: [{ method: 'access.deny', args: ['•••'] }],
      logs: '••• •••',
      event: { secrets: { KEY: '•••', OTHER: '•••' } },
    },
  ]);
});

test('what an Action was told in secret is masked in its words too, which are cut after that', () => {
  const kept = timeline();
  const logs = `${'x'.repeat(250)}canary-state and more`;
  kept.record({
    ...{ kind: 'action', name: 'one', version: 1, handler: 'onContinuePostLogin', transactionId: 'tx', codes: [] },
    ...{ commands: [], logs, durationMs: 1, error: { name: 'Error', message: '{"state":"canary-state"}' } },
    event: { request: { query: { state: 'canary-state' } } },
  });
  expect(kept.after()).toMatchObject([{ logs: `${'x'.repeat(250)}••• an`, error: { message: '{"state":"•••"}' } }]);
});

test('a login is known by each of its names, and the oldest names are forgotten', () => {
  const logins = new Logins();
  const [first, second] = [logins.begin(), logins.begin()];
  logins.name(first, 'a');
  logins.name(second, 'b');
  logins.name(first, 'c');
  logins.name(undefined, 'd');
  expect(['a', 'b', 'c', 'd', undefined].map((name) => logins.of(name))).toEqual([1, 2, 1, undefined, undefined]);
  for (let n = 0; n < 4_998; n += 1) logins.name(second, `more ${n}`);
  expect([logins.of('a'), logins.of('b')]).toEqual([undefined, 2]);
});

test('an Action that calls api without end is kept with its first thousand calls, and how many more there were', async () => {
  const kept = timeline();
  const commands: Command[] = Array.from({ length: 1_500 }, () => ({ method: 'access.deny', args: ['no'] }));
  const action = { name: 'endless', version: 1, handler: 'onExecutePostLogin', event: {}, login: undefined };
  await traceAction(kept, action, Promise.resolve({ commands, logs: '' }));
  expect(kept.after()).toMatchObject([{ commandsLeftOut: 500, commands: commands.slice(0, 1_000) }]);
});
