/** The only file that reads arguments and environment variables, and the only one that sets the exit code. */
import type { CliProcess } from './cli/cli-process.ts';
import { commandLine } from './cli/command-line.ts';
import { endWithParent } from './cli/end-with-parent.ts';

endWithParent(process, process.env, process.argv[2]);

const own: CliProcess = {
  cwd: () => process.cwd(),
  env: process.env,
  // Node opens it when it is first read.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  get exitCode() {
    return process.exitCode;
  },
  set exitCode(code) {
    process.exitCode = code;
  },
  on: (event, listener) => process.on(event, listener),
  interrupt: () => process.kill(process.pid, 'SIGINT'),
  exit: (code) => process.exit(code),
};
const { run, stop } = commandLine(own);

/** Once only: what fails while it is ending would hide why. */
function stopOnce(error: unknown): void {
  process.off('uncaughtException', stopOnce);
  stop(error);
}
process.on('uncaughtException', stopOnce);

await run(process.argv.slice(2)).catch(stopOnce);
