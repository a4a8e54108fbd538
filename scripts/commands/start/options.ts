import { once } from 'node:events';
import type { Command } from 'commander';
import { type Cli, examples } from '../../cli/cli.ts';
import { portOption } from '../../cli/port.ts';
import type { Result } from '../../lib/failures.ts';
import { renderAccount, type SampleAccount } from '../../lib/sample-account.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Registers `start`, which runs a local tenant. */
export function registerStart(program: Command, cli: Cli): void {
  const { rootDir, onProgress } = cli;

  program
    .command('start')
    .description(
      'the whole job on a local tenant: deploy, two customers, a login as Okta does it; stays up for your browser',
    )
    .option('--once', 'end after the account')
    .option(...portOption)
    .option('--json', 'the account as one JSON document on stdout, everything else on stderr')
    .addHelpText('after', examples('npm start', 'npm run --silent start -- --once --json'))
    .action(async (options: { once?: true; port: number; json?: true }) => {
      const { start } = await import('./run.ts');
      const started = await start({ rootDir, port: options.port, onProgress });
      const account: Result<SampleAccount> = started.ok ? { ok: true, value: started.value.account } : started;
      cli.finish(account, renderAccount, options);
      if (!started.ok) return;
      if (!options.once) {
        cli.show(`\n${started.value.guide}`);
        await interrupted();
      }
      await started.value.close();
    });
}

/**
 * Settles at Ctrl-C or SIGTERM. Some shells between npm and us deliver one Ctrl-C twice; only one that comes later than
 * that ends the process at once.
 */
async function interrupted(): Promise<void> {
  const keepAlive = setInterval(() => undefined, 60_000);
  await Promise.race(SIGNALS.map((name) => once(process, name)));
  clearInterval(keepAlive);
  const atMs = Date.now();
  const force = (): void => {
    if (Date.now() - atMs > 500) process.exit(1);
  };
  for (const name of SIGNALS) process.on(name, force);
}
