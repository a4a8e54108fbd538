/** What ends when npm is ended, however: no process is left behind, and no port stays taken. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { rootDir } from '../support/project.ts';
import { MINUTE_MS } from './deploy-rig.ts';

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
const TO = [
  ['npm alone', (pid: number) => pid],
  ['its process group', (pid: number) => -pid],
] as const;

test.each(TO)(
  'SIGTERM to %s ends start',
  async (_to, target) => {
    const run = npmRun('start', '--', '--port', '0');
    const [, issuer = ''] = await run.said(/local tenant at (\S+)/);
    await run.said(/Ctrl-C ends the tenant/);
    process.kill(target(run.pid), 'SIGTERM');
    await run.closed;
    await expect(fetch(issuer)).rejects.toThrow('fetch failed');
  },
  MINUTE_MS,
);

test(
  'SIGTERM to npm alone ends start while it still deploys',
  async () => {
    const run = npmRun('start', '--', '--port', '0');
    const [, issuer = ''] = await run.said(/local tenant at (\S+)/);
    process.kill(run.pid, 'SIGTERM');
    await run.closed;
    await expect(fetch(issuer)).rejects.toThrow('fetch failed');
  },
  MINUTE_MS,
);

test.each(TO)(
  'SIGTERM to %s ends dev',
  async (_to, target) => {
    const run = npmRun('dev', '--', '--port', '0', '--no-open');
    const [, issuer = ''] = await run.said(/local tenant at (\S+)/);
    await run.said(/watching actions\/ and tenant\//);
    process.kill(target(run.pid), 'SIGTERM');
    await run.closed;
    await expect(fetch(issuer)).rejects.toThrow('fetch failed');
  },
  MINUTE_MS,
);

// npm itself waits at a SIGINT that is sent to it alone.
test.skipIf(process.platform === 'win32').each([
  ['SIGHUP', ...TO[0]],
  ['SIGHUP', ...TO[1]],
  ['SIGINT', ...TO[1]],
  ['SIGKILL', ...TO[0]],
] as const)(
  '%s to %s ends emulator -- exec and what it started, where nobody sits at a terminal',
  async (signal, _to, target) => {
    const run = npmRun('emulator', '--', 'exec', 'echo at $AUTH0_DOMAIN; sleep 1000; echo went on');
    const [, domain = ''] = await run.said(/at (localhost:\d+)/);
    process.kill(target(run.pid), signal);
    await run.closed;
    expect(run.output()).not.toContain('\nwent on');
    await expect(fetch(`https://${domain}/`)).rejects.toThrow('fetch failed');
  },
  MINUTE_MS,
);

test.each(TO)(
  'SIGTERM to %s ends emulator -- exec, its command and what that started',
  async (_to, target) => {
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
  },
  MINUTE_MS,
);
