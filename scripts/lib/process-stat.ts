/** Holds what `/proc/PID/stat` of Linux says about a process (proc_pid_stat(5)), as far as it is used here. */
export interface ProcessStat {
  pid: number;
  /** One letter: `Z` for an ended process that nobody has waited for. */
  state: string;
  parent: number;
  /** When it was started, in clock ticks since the machine's start. */
  start: string;
}

/**
 * Parses the text of `/proc/PID/stat`; returns `undefined` for any other text. The name in the second field may have
 * any characters.
 */
export function parseStat(text: string): ProcessStat | undefined {
  const [, pid, rest] = /^(\d+) \(.*\) (\S \d+ .*)/s.exec(text) ?? [];
  if (pid === undefined || rest === undefined) return undefined;
  const fields = rest.split(' ');
  return { pid: Number(pid), state: fields[0] ?? '', parent: Number(fields[1]), start: fields[19] ?? '' };
}

/** Says whether a process has this id; one of another user counts. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
