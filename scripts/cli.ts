/**
 * The only file that reads arguments and environment variables, and the only one that sets the exit code. A command's
 * own code is loaded when it runs: all of it takes a second.
 */
import { Command } from 'commander';
import type { Cli } from './cli/cli.ts';
import { askOn } from './cli/confirm.ts';
import { registerDeploy } from './cli/deploy.ts';
import { registerDev } from './cli/dev.ts';
import { registerDoctor } from './cli/doctor.ts';
import { registerDomains } from './cli/domains.ts';
import { keysOf } from './cli/keys.ts';
import { registerLocal } from './cli/local.ts';
import { registerLogs } from './cli/logs.ts';
import { registerOffline } from './cli/offline.ts';
import { registerOin } from './cli/oin.ts';
import { registerOnboard } from './cli/onboard.ts';
import { endWithParent } from './cli/parent.ts';
import { registerPolicy } from './cli/policy.ts';
import { registerReading } from './cli/reading.ts';
import { registerRollback } from './cli/rollback.ts';
import { registerSetup } from './cli/setup.ts';
import { registerTrigger } from './cli/trigger.ts';
import { unexpected } from './cli/unexpected.ts';
import { usageErrorText } from './cli/usage-error.ts';
import { EXIT, type Failed } from './lib/failures.ts';
import { renderFailed, renderJson } from './lib/render.ts';
import { shown, shownIn, withoutCommands } from './lib/shown.ts';

endWithParent(process, process.env, process.argv[2]);

const interrupted = new AbortController();
const ignore = (): void => {};

const cli: Cli = {
  rootDir: process.cwd(),
  env: process.env,
  // no-color.org
  hasColors: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  onProgress: (step) => void process.stderr.write(`${withoutCommands(shown(step))}\n`),
  show: (text) => void process.stderr.write(`${withoutCommands(text)}\n`),
  confirm: (question) => askOn(process.stdin, process.stderr, shown(question), interrupted.signal),
  stdout: {
    isTerminal: process.stdout.isTTY === true,
    write: (text) =>
      new Promise((resolve, reject) => {
        // The callback is told of an error too; an event without a listener would end the process.
        if (!process.stdout.listeners('error').includes(ignore)) process.stdout.on('error', ignore);
        process.stdout.write(withoutCommands(text), (error) => (error ? reject(error) : resolve()));
      }),
  },
  finish(result, toText, options) {
    cli.finishOwnText(result, (report) => toText(shownIn(report)), options);
  },
  finishOwnText(result, toText, options) {
    process.exitCode = result.ok ? EXIT.done : EXIT.failed;
    if (options.json) process.stdout.write(renderJson(result.ok ? result.value : withoutFlag(result)));
    else if (result.ok) process.stdout.write(withoutCommands(toText(result.value)));
    else process.stderr.write(withoutCommands(renderFailed(result)));
  },
  keys: () => keysOf(process.stdin, () => process.kill(process.pid, 'SIGINT'), interrupted.signal),
  interruption() {
    let atMs = 0;
    const stop = (): void => {
      // Some shells between npm and us deliver one Ctrl-C twice.
      if (interrupted.signal.aborted && Date.now() - atMs > 500) process.exit(EXIT.failed);
      if (!interrupted.signal.aborted) atMs = Date.now();
      interrupted.abort();
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
    return interrupted.signal;
  },
  exitWith(code) {
    process.exitCode = code;
  },
};

const withoutFlag = ({ ok: _ok, ...failed }: Failed) => failed;

const program = new Command('npm run')
  .usage('COMMAND [-- OPTIONS]')
  .description('Auth0 Express Configuration, kept in git: build it, deploy it, try it on a local tenant.')
  .option('--debug', 'where this program itself fails, say where in it')
  .configureOutput({ outputError: (text, write) => write(withoutCommands(usageErrorText(text))) })
  .showHelpAfterError("Run it with '-- --help' to see what there is.");

registerOffline(program, cli);
registerSetup(program, cli);
registerReading(program, cli);
registerDoctor(program, cli);
registerDeploy(program, cli);
registerRollback(program, cli);
registerOin(program, cli);
registerOnboard(program, cli);
registerDomains(program, cli);
registerLogs(program, cli);
registerTrigger(program, cli);
registerPolicy(program, cli);
registerDev(program, cli);
registerLocal(program, cli);

/** Once only: what fails while it is ending would hide why. */
function stop(error: unknown): void {
  process.off('uncaughtException', stop);
  const isDebug = program.opts<{ debug?: true }>().debug ?? false;
  process.stderr.write(withoutCommands(renderFailed(unexpected(error, { env: process.env, isDebug }))));
  process.exit(EXIT.failed);
}
process.on('uncaughtException', stop);

await program.parseAsync().catch(stop);
