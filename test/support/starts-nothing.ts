/** Refuses what makes a test slow: for files of the project `fast`. */
import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import workerThreads from 'node:worker_threads';

/** Programs that a fast test may run: it reads which files are in the repository. */
const ALLOWED = ['git'];

const refuse = (what: string): never => {
  throw new Error(
    `A fast test starts no process, thread or server, and this one starts ${what}: name its file *.live.test.ts.`,
  );
};

type Starter = (program: string, ...rest: never[]) => unknown;

const starters = childProcess as unknown as Record<string, Starter>;
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
  const real = starters[name];
  if (real === undefined) throw new Error(`node:child_process has no ${name}`);
  starters[name] = (program, ...rest) => (ALLOWED.includes(program) ? real(program, ...rest) : refuse(program));
}
net.Server.prototype.listen = () => refuse('a server');
workerThreads.Worker = class {
  constructor() {
    refuse('a thread');
  }
} as unknown as typeof workerThreads.Worker;
syncBuiltinESMExports();
