import { Command, CommanderError } from 'commander';
import { COMMANDS } from '../commands/index.ts';
import { EXIT } from '../lib/failures.ts';
import { withoutCommands } from '../lib/printable.ts';
import { renderFailed } from '../lib/render.ts';
import { type CliProcess, cliOn } from './cli-process.ts';
import { unexpectedFailure } from './unexpected-failure.ts';
import { usageErrorText } from './usage-error.ts';

/** Represents a command line on a process. */
export interface CommandLine {
  /** Runs the command that the arguments name, and sets the exit code of the process. */
  run(args: readonly string[]): Promise<void>;
  /** Writes an unexpected error, and ends the process. */
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
  for (const register of COMMANDS) register(program, cli);
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
      const told = unexpectedFailure(error, { env: process.env, rootDir: process.cwd(), isDebug });
      process.stderr.write(withoutCommands(renderFailed(told)));
      process.exit(EXIT.failed);
    },
  };
}

const widthOf = ({ isTTY, columns }: CliProcess['stdout']): number => (isTTY && columns ? columns : 80);
