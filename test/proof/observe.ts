import { afterAll, beforeAll, expect, type MockInstance, vi } from 'vitest';
import { createApi } from '../../emulator/runtime/api.ts';
import type { Handler } from '../../emulator/runtime/sandbox.ts';
import type { Event } from '../../library/contract.ts';
import { NOW_MS } from '../support/events.ts';
import type { Call, Effects } from './effects.ts';

/** What one Action left behind; `codes` as logged, and only those of a denial. */
export interface Observed {
  effects: Effects;
  logs: string[];
}

let log: MockInstance<(...line: unknown[]) => void>;

/** Stops the clock at {@link NOW_MS} for a file's tests and collects what Actions log; after them, no prototype has changed. */
export function observing(): void {
  const PROTOTYPES = [Object.prototype, Array.prototype, String.prototype, Function.prototype];
  const keys = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype));
  beforeAll(() => {
    vi.useFakeTimers({ now: NOW_MS, toFake: ['Date'] });
    log = vi.spyOn(globalThis.console, 'log').mockImplementation(() => {});
  });
  afterAll(() => {
    log.mockRestore();
    vi.useRealTimers();
    expect(PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype))).toEqual(keys);
  });
}

/** One run of one Action on a copy of an event of any JSON, which it must leave as it was but for transaction metadata. */
export async function observe(handler: Handler, event: object): Promise<Observed> {
  const before = JSON.stringify(event);
  const login: Event = JSON.parse(before);
  const { transaction } = login;
  const { api, commands } = createApi(login);
  log.mockClear();
  await handler(login, api);

  if (login.transaction !== transaction) Object.assign(login, { transaction });
  if (JSON.stringify(login) !== before) throw new Error('the Action changed its event');
  const isNote = ({ method }: { method: string }) => method === 'transaction.setMetadata';
  const logs = log.mock.calls.map((line) => line.join(' '));
  const denial = logs.find((line) => line.includes('"denied"')) ?? '';
  return {
    effects: {
      codes: denial.match(/EC_[A-Z_]+/g) ?? [],
      calls: commands.filter((command) => !isNote(command)).map(({ method, args }): Call => [method, ...args]),
      notes: Object.fromEntries(commands.filter(isNote).map(({ args: [key, value] }) => [String(key), value])),
    },
    logs,
  };
}
