import { Command, CommanderError } from 'commander';
import { EXIT } from '../lib/failures.ts';
import { renderFailed } from '../lib/render.ts';
import { withoutCommands } from '../lib/shown.ts';
import { type CliProcess, cliOn } from './cli-process.ts';
import { registerDeploy } from './deploy.ts';
import { registerDev } from './dev.ts';
import { registerDoctor } from './doctor.ts';
import { registerDomains } from './domains.ts';
import { registerLocal } from './local.ts';
import { registerLogs } from './logs.ts';
import { registerOffline } from './offline.ts';
import { registerOin } from './oin.ts';
import { registerOnboard } from './onboard.ts';
import { registerPolicy } from './policy.ts';
import { registerReading } from './reading.ts';
import { registerRollback } from './rollback.ts';
import { registerSetup } from './setup.ts';
import { registerTrigger } from './trigger.ts';
import { unexpected } from './unexpected.ts';
import { usageErrorText } from './usage-error.ts';

/** A command line on a process. */
export interface CommandLine {
  /** Runs the command that the arguments name, and sets the exit code of the process. */
  run(args: readonly string[]): Promise<void>;
  /** Writes an error that nobody expected, and ends the process. */
  stop(error: unknown): void;
}

/** Registers all commands on a process. */
export function commandLine(process: CliProcess): CommandLine {
  const cli = cliOn(process);
  const program = new Command('npm run')
    .usage('COMMAND [-- OPTIONS]')
    .description('Auth0 Express Configuration, kept in git: build it, deploy it, try it on a local tenant.')
    .option('--debug', 'where this program itself fails, say where in it')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void process.stderr.write(text),
      getOutHelpWidth: () => widthOf(process.stdout),
      getErrHelpWidth: () => widthOf(process.stderr),
      outputError: (text, write) => write(withoutCommands(usageErrorText(text))),
    })
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
  return {
    async run(args) {
      try {
        await program.parseAsync(args, { from: 'user' });
      } catch (error) {
        // Commander has said what it is, help too.
        if (!(error instanceof CommanderError)) throw error;
        process.exitCode = error.exitCode;
      }
    },
    stop(error) {
      const isDebug = program.opts<{ debug?: true }>().debug ?? false;
      const told = unexpected(error, { env: process.env, rootDir: process.cwd(), isDebug });
      process.stderr.write(withoutCommands(renderFailed(told)));
      process.exit(EXIT.failed);
    },
  };
}

const widthOf = ({ isTTY, columns }: CliProcess['stdout']): number => (isTTY && columns ? columns : 80);
