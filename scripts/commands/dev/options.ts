import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { type Cli, examples } from '../../cli/cli.ts';
import { portOption } from '../../cli/port.ts';
import { ok } from '../../lib/failures.ts';
import { withoutCommands } from '../../lib/printable.ts';

const DEFAULT_EVENT = 'admin-by-attribute';

export function registerDev(program: Command, cli: Cli): void {
  program
    .command('dev')
    .description(
      'a local tenant that follows what you save in actions/ and tenant/: types, bundles, deploys what changed, runs the last simulated login again',
    )
    .option('--event <name>', 'the simulated login, until npm run trigger runs another', DEFAULT_EVENT)
    .option(...portOption)
    .option('--no-open', 'where key o does not open a browser, but names the address')
    .addHelpText('after', examples('npm run dev', 'npm run dev -- --event plain-member'))
    .action(async ({ event, port, open }: { event: string; port: number; open: boolean }) => {
      const { dev } = await import('./run.ts');
      const ended = await dev({
        rootDir: cli.rootDir,
        port,
        event,
        keys: cli.keys(),
        signal: cli.interruption(),
        onProgress: cli.onProgress,
        show: (text) => void process.stdout.write(withoutCommands(text)),
        openBrowser: (url) => (open ? openBrowser(url) : process.stdout.write(`${url}\n`)),
      });
      if (!ended.ok) cli.finish(ended, String, {});
      else cli.finish(ok(undefined), () => '', {});
    });
}

const OPENERS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer' };

function openBrowser(url: string): void {
  process.stdout.write(`${url}\n`);
  const child = spawn(OPENERS[process.platform] ?? 'xdg-open', [url], { stdio: 'ignore', detached: true });
  // The address is shown too, for machines without an opener.
  child.on('error', () => undefined).unref();
}
