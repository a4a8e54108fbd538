import type { Command } from 'commander';
import { EXIT } from '../lib/failures.ts';
import { oinKeyText } from '../lib/report-text.ts';
import { connectionFromEnv } from '../lib/tenant/connection.ts';
import { type Cli, environmentOption, examples, jsonOption, setVariables } from './cli.ts';
import { registerDeploy } from './deploy.ts';

/** Commands on the tenant of AUTH0_DOMAIN. */
export function registerTenant(program: Command, cli: Cli): void {
  const { rootDir, env, onProgress } = cli;

  program
    .command('plan')
    .description('what a deploy would change on the tenant, field by field; writes nothing; exit 2 where there is any')
    .option(...environmentOption)
    .option('--out <file>', 'keep the plan as JSON')
    .option(...jsonOption)
    .addHelpText('after', examples("npm run emulator -- exec 'npm run plan'", 'npm run plan -- --out plan.json'))
    .action(async (options: { env: string; out?: string; json?: true }) => {
      const connection = connectionFromEnv(env);
      if (!connection.ok) return cli.finish(connection, String, options);
      const [{ plan }, { planText }] = await Promise.all([
        import('../commands/plan.ts'),
        import('../lib/plan/plan-text.ts'),
      ]);
      const { env: environment, out } = options;
      const planned = await plan({
        rootDir,
        environment,
        connection: connection.value,
        secrets: setVariables(cli),
        ...(out !== undefined && { out }),
      });
      cli.finish(planned, planText, options);
      if (planned.ok && planned.value.hasChanges) cli.exitWith(EXIT.attention);
    });

  registerDeploy(program, cli);

  program
    .command('verify')
    .description('read the tenant back and compare it with tenant/ and actions/, check by check; writes nothing')
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run verify', 'npm run --silent verify -- --env production --json'))
    .action(async (options: { env: string; json?: true }) => {
      const connection = connectionFromEnv(env);
      if (!connection.ok) return cli.finish(connection, String, options);
      const [{ verify }, { verifyText }] = await Promise.all([
        import('../commands/verify.ts'),
        import('../lib/verify/verify-text.ts'),
      ]);
      const verified = await verify({
        rootDir,
        environment: options.env,
        connection: connection.value,
        secrets: setVariables(cli),
        nowMs: Date.now(),
      });
      cli.finish(verified, verifyText, options);
      if (verified.ok && verified.value.state === 'failed') cli.exitWith(EXIT.failed);
    });

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
      const connection = connectionFromEnv(env);
      if (!connection.ok) return cli.finish(connection, String, options);
      const { oinKey } = await import('../commands/oin-key.ts');
      const { env: environment, json: _json, ...flags } = options;
      cli.finish(
        await oinKey({ rootDir, environment, connection: connection.value, file, ...flags, onProgress }),
        oinKeyText,
        options,
      );
    });
}
