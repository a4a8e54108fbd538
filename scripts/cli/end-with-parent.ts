import { watchRunner } from '../lib/watch-runner.ts';

const EVERY_MS = 500;

/** Describes what {@link endWithParent} uses of a Node process. */
export interface WatchedProcess {
  /** Names the parent of this moment: another process takes over when the parent has ended. */
  readonly ppid: number;
  readonly pid: number;
  kill(pid: number, signal: NodeJS.Signals): unknown;
}

/**
 * Ends a command that npm started once npm is gone: a SIGTERM to npm alone ends npm and its shell, and would leave the
 * command behind with its ports; a SIGHUP or SIGKILL leaves the shell behind too. The command gets a SIGTERM, as if npm had passed it on. Of a command that was started
 * otherwise the parent may end; it is left alone.
 *
 * @param env `npm_lifecycle_event` is the script that npm (yarn, pnpm) runs, inherited by everything below it
 * @param command the name of the command this process runs, which is the script's
 * @param everyMs how often to look
 * @param isRunnerGone whether npm itself has ended; by default found out
 */
export function endWithParent(
  watched: WatchedProcess,
  env: Readonly<Record<string, string | undefined>>,
  command: string | undefined,
  everyMs = EVERY_MS,
  isRunnerGone?: () => boolean,
): void {
  if (command === undefined || env.npm_lifecycle_event !== command) return;
  const parent = watched.ppid;
  const isGone = isRunnerGone ?? watchRunner(parent);
  const timer = setInterval(() => {
    if (watched.ppid === parent && !isGone()) return;
    clearInterval(timer);
    watched.kill(watched.pid, 'SIGTERM');
  }, everyMs);
  timer.unref();
}
