import type { Command } from 'commander';
import { type Cli, examples } from '../../cli/cli.ts';

/** Registers `emulator`, whose `exec` runs a command against a fresh local tenant. */
export function registerEmulator(program: Command, cli: Cli): void {
  const { rootDir, env, onProgress } = cli;

  program
    .command('emulator')
    .description('a fresh local tenant')
    .command('exec <command>')
    .description(
      'run a shell command against it, with AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET set, and EMULATOR_CONTROL_TOKEN; exit as it does',
    )
    .addHelpText('after', examples("npm run emulator -- exec 'npm run deploy -- --yes'"))
    .action(async (command: string) => {
      const { emulatorExec } = await import('./exec.ts');
      cli.exitWith(await emulatorExec({ command, projectDir: rootDir, environment: env, onProgress }));
    });
}
