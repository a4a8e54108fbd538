/**
 * The only file that reads arguments and environment variables, and the only one that sets the exit code. A command's
 * own code is loaded when it runs: all of it takes a second.
 */
import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { EXIT, type Result } from './lib/failures.ts';
import { renderFailures, renderJson } from './lib/render.ts';
import { buildText, checkText, deployText, oinKeyText, scopesText } from './lib/report-text.ts';
import { renderAccount, type SampleAccount } from './lib/sample-account.ts';
import { connectionFromEnv } from './lib/tenant/connection.ts';

const DEFAULT_PORT = 4400;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const rootDir = process.cwd();
const onProgress = (step: string): void => void process.stderr.write(`${step}\n`);

const program = new Command('npm run')
  .usage('COMMAND [-- OPTIONS]')
  .description('Auth0 Express Configuration, kept in git: build it, deploy it, try it on a local tenant.')
  .showHelpAfterError("Run it with '-- --help' to see what there is.");

const environmentOption = ['--env <name>', 'file of tenant/environments/, without .yaml', 'local'] as const;
const jsonOption = ['--json', 'the result as JSON on stdout, everything else on stderr'] as const;

program
  .command('build')
  .description('make dist/tenant/ from tenant/ and actions/, after checking all that can be checked offline')
  .option(...environmentOption)
  .option(...jsonOption)
  .addHelpText('after', examples('npm run build', 'npm run --silent build -- --env production --json'))
  .action(async (options: { env: string; json?: true }) => {
    const { build } = await import('./commands/build.ts');
    finish(await build({ rootDir, environment: options.env }), buildText, options);
  });

program
  .command('plan')
  .description('what a deploy would change on the tenant, field by field; writes nothing; exit 2 where there is any')
  .option(...environmentOption)
  .option('--out <file>', 'keep the plan as JSON')
  .option(...jsonOption)
  .addHelpText('after', examples("npm run emulator -- exec 'npm run plan'", 'npm run plan -- --out plan.json'))
  .action(async (options: { env: string; out?: string; json?: true }) => {
    const connection = connectionFromEnv(process.env);
    if (!connection.ok) return finish(connection, String, options);
    const [{ plan }, { planText }] = await Promise.all([
      import('./commands/plan.ts'),
      import('./lib/plan/plan-text.ts'),
    ]);
    const { env: environment, out } = options;
    const planned = await plan({
      rootDir,
      environment,
      connection: connection.value,
      secrets: setVariables(),
      ...(out !== undefined && { out }),
    });
    finish(planned, planText, options);
    if (planned.ok && planned.value.hasChanges) process.exitCode = EXIT.attention;
  });

program
  .command('check')
  .description('find what a tenant would refuse or misunderstand, offline and without writing anything')
  .option(...environmentOption)
  .option(...jsonOption)
  .addHelpText('after', examples('npm run check', 'npm run --silent check -- --env production --json'))
  .action(async (options: { env: string; json?: true }) => {
    const { check } = await import('./commands/check.ts');
    finish(await check({ rootDir, environment: options.env, env: process.env }), checkText, options);
  });

program
  .command('deploy')
  .description(
    'bring the tenant of AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET to the state of tenant/ and actions/',
  )
  .option(...environmentOption)
  .option('--replace', 'let ids in an existing express_configuration change')
  .option(...jsonOption)
  .addHelpText('after', examples("npm run emulator -- exec 'npm run deploy'", 'npm run deploy -- --env production'))
  .action(async (options: { env: string; replace?: true; json?: true }) => {
    const connection = connectionFromEnv(process.env);
    if (!connection.ok) return finish(connection, String, options);
    const { deploy } = await import('./commands/deploy.ts');
    const deployed = await deploy({
      rootDir,
      environment: options.env,
      connection: connection.value,
      secrets: setVariables(),
      replace: options.replace ?? false,
      onProgress,
    });
    finish(deployed, deployText, options);
  });

program
  .command('verify')
  .description('read the tenant back and compare it with tenant/ and actions/, check by check; writes nothing')
  .option(...environmentOption)
  .option(...jsonOption)
  .addHelpText('after', examples('npm run verify', 'npm run --silent verify -- --env production --json'))
  .action(async (options: { env: string; json?: true }) => {
    const connection = connectionFromEnv(process.env);
    if (!connection.ok) return finish(connection, String, options);
    const [{ verify }, { verifyText }] = await Promise.all([
      import('./commands/verify.ts'),
      import('./lib/verify/verify-text.ts'),
    ]);
    const verified = await verify({
      rootDir,
      environment: options.env,
      connection: connection.value,
      secrets: setVariables(),
      nowMs: Date.now(),
    });
    finish(verified, verifyText, options);
    if (verified.ok && verified.value.state === 'failed') process.exitCode = EXIT.failed;
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
    const connection = connectionFromEnv(process.env);
    if (!connection.ok) return finish(connection, String, options);
    const { oinKey } = await import('./commands/oin-key.ts');
    const { env: environment, json: _json, ...flags } = options;
    finish(
      await oinKey({ rootDir, environment, connection: connection.value, file, ...flags, onProgress }),
      oinKeyText,
      options,
    );
  });

program
  .command('scopes')
  .description("list the Management API scopes the deploy application's grant needs, and no more")
  .option('--read-only', 'of an application for plan and verify alone')
  .option(...environmentOption)
  .option(...jsonOption)
  .addHelpText('after', examples('npm run --silent scopes', 'npm run --silent scopes -- --read-only --json'))
  .action(async (options: { env: string; readOnly?: true; json?: true }) => {
    const { scopes } = await import('./commands/scopes.ts');
    finish(
      await scopes({ rootDir, environment: options.env, readOnly: options.readOnly ?? false }),
      scopesText,
      options,
    );
  });

program
  .command('start')
  .description(
    'the whole job on a local tenant: deploy, two customers, a login as Okta does it; stays up for your browser',
  )
  .option('--once', 'end after the account')
  .option(
    '--port <number>',
    'of the local tenant; browsers use the next one; 0 takes free ones',
    parsePort,
    DEFAULT_PORT,
  )
  .option('--json', 'the account as one JSON document on stdout, everything else on stderr')
  .addHelpText('after', examples('npm start', 'npm run --silent start -- --once --json'))
  .action(async (options: { once?: true; port: number; json?: true }) => {
    const { start } = await import('./commands/start.ts');
    const started = await start({ rootDir, port: options.port, onProgress });
    const account: Result<SampleAccount> = started.ok ? { ok: true, value: started.value.account } : started;
    finish(account, renderAccount, options);
    if (!started.ok) return;
    if (!options.once) {
      process.stderr.write(`\n${started.value.guide}`);
      await interrupted();
    }
    await started.value.close();
  });

program
  .command('emulator')
  .description('a fresh local tenant')
  .command('exec <command>')
  .description(
    'run a shell command against it, with AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET set; exit as it does',
  )
  .addHelpText('after', examples("npm run emulator -- exec 'npm run deploy'"))
  .action(async (command: string) => {
    const { emulatorExec } = await import('./commands/emulator-exec.ts');
    process.exitCode = await emulatorExec({ command, projectDir: rootDir, environment: process.env });
  });

await program.parseAsync();

function finish<T>(result: Result<T>, toText: (report: T) => string, options: { json?: true }): void {
  process.exitCode = result.ok ? EXIT.done : EXIT.failed;
  if (options.json) process.stdout.write(renderJson(result.ok ? result.value : { failures: result.failures }));
  else if (result.ok) process.stdout.write(toText(result.value));
  else process.stderr.write(renderFailures(result.failures));
}

function setVariables(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

function examples(...commands: string[]): string {
  return ['', 'Examples:', ...commands.map((command) => `  ${command}`)].join('\n');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_534) return port;
  throw new InvalidArgumentError('expected a number from 0 to 65534.');
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
    if (Date.now() - atMs > 500) process.exit(EXIT.failed);
  };
  for (const name of SIGNALS) process.on(name, force);
}
