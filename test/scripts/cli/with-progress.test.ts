import { afterEach, expect, test, vi } from 'vitest';
import { withProgress } from '../../../scripts/cli/with-progress.ts';

afterEach(() => {
  vi.useRealTimers();
});

function terminal(isTTY: boolean) {
  const lines: string[] = [];
  return { lines, isTTY, write: (text: string) => lines.push(text) };
}

const after = (ms: number) => new Promise<string>((resolve) => setTimeout(resolve, ms, 'done'));

test('what takes longer than two seconds is told on a terminal, again and again, until it is over', async () => {
  vi.useFakeTimers();
  const output = terminal(true);
  const work = withProgress('reading acme.eu.auth0.com', after(8000), output);
  await vi.advanceTimersByTimeAsync(1999);
  expect(output.lines).toEqual([]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await work).toBe('done');
  expect(output.lines).toEqual(['reading acme.eu.auth0.com, 2 s\n', 'reading acme.eu.auth0.com, 7 s\n']);
});

test('elsewhere, and where it is soon over, nothing is', async () => {
  vi.useFakeTimers();
  const file = terminal(false);
  const quick = terminal(true);
  const works = [withProgress('reading', after(8000), file), withProgress('reading', after(1000), quick)];
  await vi.advanceTimersByTimeAsync(20_000);
  await Promise.all(works);
  expect([file.lines, quick.lines]).toEqual([[], []]);
});
