/** The only file that reads arguments and environment variables, and the only one that sets the exit code. */
import { Command } from 'commander';
import { build } from './commands/build.ts';
import { deploy } from './commands/deploy.ts';
import { EXIT, type Result } from './lib/failures.ts';
import { renderFailures, renderJson } from './lib/render.ts';
import { buildText, deployText } from './lib/report-text.ts';
import { connectionFromEnv } from './lib/tenant/connection.ts';

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
    finish(await build({ rootDir, environment: options.env }), buildText, options);
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
