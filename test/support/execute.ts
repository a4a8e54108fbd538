import { vi } from 'vitest';
import { createApi } from '../../emulator/runtime/api.ts';
import type { Command } from '../../emulator/runtime/command.ts';
import type { Event, PostLoginAction, PostLoginAPI } from '../../library/contract.ts';
import { NOW_MS } from './events.ts';

/** Runs one Action at {@link NOW_MS}, and returns its calls and its log, line by line. */
export async function execute(
  handler: PostLoginAction,
  event: Event,
  sabotage: (api: PostLoginAPI) => void = () => {},
): Promise<{ commands: Command[]; logs: string[] }> {
  const { api, commands } = createApi(event);
  sabotage(api);
  vi.useFakeTimers({ now: NOW_MS, toFake: ['Date'] });
  const console = vi.spyOn(globalThis.console, 'log').mockImplementation(() => {});
  try {
    await handler(event, api);
    return { commands, logs: console.mock.calls.map((line) => line.join(' ')) };
  } finally {
    console.mockRestore();
    vi.useRealTimers();
  }
}

export const denial = (code: string): Command[] => [{ method: 'access.deny', args: [`Access denied (${code})`] }];
