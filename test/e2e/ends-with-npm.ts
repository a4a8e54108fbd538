/** Commands that npm runs, and how they end with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { rootDir } from '../support/project.ts';

interface NpmRun {
  pid: number;
  output: () => string;
  /** Resolves with the match once it has been said. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Every process that has its output has ended. */
  closed: Promise<unknown>;
}

/** Runs a script by npm in a process group of its own, as a terminal or a CI runner does. */
function npmRun(...args: string[]): NpmRun {
  const { npm_lifecycle_event: _event, ...env } = process.env;
  const child = spawn('npm', ['run', ...args], { cwd: rootDir, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('npm did not start');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  let isClosed = false;
  const closed = once(child, 'close').then(() => {
    isClosed = true;
  });
  onTestFinished(() => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // As it should be: nobody is left in the group.
    }
  });
  return {
    pid,
    output: () => output,
    closed,
    async said(pattern) {
      for (;;) {
        const match = pattern.exec(output);
        if (match !== null) return match;
        if (isClosed) throw new Error(`ended without saying ${pattern}: ${output}`);
        await pause(50);
      }
    },
  };
}

/** npm alone, by its id; its whole process group, by the id's negative. */
export const TO = [
  ['npm alone', (pid: number) => pid],
  ['its process group', (pid: number) => -pid],
] as const;

type Target = (typeof TO)[number][1];

/** A process or port that is left behind fails it; so does a command that says `until` never. */
async function expectEnds(args: readonly string[], until: RegExp, target: Target): Promise<void> {
  const run = npmRun(...args);
  const [, issuer = ''] = await run.said(/local tenant at (\S+)/);
  await run.said(until);
  process.kill(target(run.pid), 'SIGTERM');
  await run.closed;
  await expect(fetch(issuer)).rejects.toThrow('fetch failed');
}

export const expectStartEnds = (target: Target): Promise<void> =>
  expectEnds(['start', '--', '--port', '0'], /Ctrl-C ends the tenant/, target);

export const expectStartEndsWhileItDeploys = (): Promise<void> =>
  expectEnds(['start', '--', '--port', '0'], /local tenant at/, TO[0][1]);

export const expectDevEnds = (target: Target): Promise<void> =>
  expectEnds(['dev', '--', '--port', '0', '--no-open'], /watching actions\/ and tenant\//, target);

/** Ends `emulator -- exec` and what it started. */
export async function expectExecEnds(signal: NodeJS.Signals, target: Target): Promise<void> {
  const run = npmRun('emulator', '--', 'exec', 'echo at $AUTH0_DOMAIN; sleep 1000; echo went on');
  const [, domain = ''] = await run.said(/at (localhost:\d+)/);
  process.kill(target(run.pid), signal);
  await run.closed;
  expect(run.output()).not.toContain('\nwent on');
  await expect(fetch(`https://${domain}/`)).rejects.toThrow('fetch failed');
}

/** Ends `emulator -- exec`, its command and a program with a port of its own that the command started. */
export async function expectExecAndItsProgramEnd(target: Target): Promise<void> {
  // A shell that waits for a program with a port of its own.
  const program =
    'require("http").createServer().listen(0, function () { console.log("at", this.address().port, process.env.AUTH0_DOMAIN) })';
  const run = npmRun('emulator', '--', 'exec', `node -e '${program}'; echo went on`);
  const [, port = '', domain = ''] = await run.said(/at (\d+) (localhost:\d+)/);
  process.kill(target(run.pid), 'SIGTERM');
  await run.closed;
  await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow('fetch failed');
  expect(run.output()).not.toContain('\nwent on');
  await expect(fetch(`https://${domain}/`)).rejects.toThrow('fetch failed');
}
