import { setTimeout } from 'node:timers/promises';

const IDLE_MS = 1_000;

/** Waits for a server's first answer, reports it to the parent, and then the memory of the process when it is idle. */
export async function answered(url: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  await response.text();
  process.stdout.write('answered\n');
  await setTimeout(IDLE_MS);
  process.stdout.write(`${process.memoryUsage.rss()}\n`);
}
