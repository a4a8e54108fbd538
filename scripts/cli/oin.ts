import type { Command } from 'commander';
import { oinKeyText } from '../lib/report-text.ts';
import { connectionFromEnv } from '../lib/tenant/connection.ts';
import { variablesOf } from '../lib/tenant/variables.ts';
import { type Cli, environmentOption, examples, jsonOption } from './cli.ts';

export function registerOin(program: Command, cli: Cli): void {
  program
    .command('oin')
    .description('the client Okta uses')
    .command('key <file>')
    .description("make Okta's public key usable on the tenant of AUTH0_*; the one in use stays until --retire")
    .option(...environmentOption)
    .option('--name <name>', 'of a new key at Auth0 (default: okta- and its fingerprint)')
    .option('--retire', "take away the keys older than this file's, which must be usable already")
    .option(...jsonOption)
    .addHelpText(
      'after',
      examples('npm run oin -- key okta.pem --env production', 'npm run oin -- key okta.pem --retire'),
    )
    .action(async (file: string, options: { env: string; name?: string; retire?: true; json?: true }) => {
      const { env: environment, json: _json, ...flags } = options;
      const connection = connectionFromEnv(variablesOf(cli.env, environment));
      if (!connection.ok) return cli.finish(connection, String, options);
      const { oinKey } = await import('../commands/oin-key.ts');
      const { rootDir, onProgress } = cli;
      cli.finish(
        await oinKey({ rootDir, environment, connection: connection.value, file, ...flags, onProgress }),
        oinKeyText,
        options,
      );
    });
}
