import { type Command, InvalidArgumentError, Option } from 'commander';
import { oinKeyText } from '../commands/oin/key-text.ts';
import { oinScimTokenText } from '../commands/oin/scim-token-text.ts';
import { connectionFromEnv } from '../lib/tenant/connection.ts';
import { variablesOf } from '../lib/tenant/variables.ts';
import { type Cli, environmentOption, examples, jsonOption } from './cli.ts';
import { finishDocument, outOption } from './output.ts';
import { working } from './working.ts';

/** Auth0 wants more than that (the operation's description). */
const LONGEST_REFUSED_SECONDS = 900;

interface DocumentFlags {
  env: string;
  markdown?: true;
  json?: true;
  out?: string;
}

interface TokenFlags {
  env: string;
  connection: string;
  lifetime?: number;
  scopes?: string[];
  yes?: true;
  json?: true;
}

export function registerOin(program: Command, cli: Cli): void {
  const oin = program.command('oin').description("what Okta's OIN integration needs");
  registerValues(oin, cli);
  registerGuide(oin, cli);
  registerKey(oin, cli);
  registerScimToken(oin, cli);
}

/** The tenant of `AUTH0_*`, for this environment. */
const connectionOf = (cli: Cli, environment: string) => connectionFromEnv(variablesOf(cli.env, environment));

function registerValues(oin: Command, cli: Cli): void {
  oin
    .command('values', { isDefault: true })
    .description(
      "all that Okta's OIN Wizard asks for, read from the tenant, and what is left to do by hand; writes nothing there",
    )
    .option(...environmentOption)
    .addOption(new Option('--markdown', 'as a page').conflicts('json'))
    .option(...outOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run oin', 'npm run oin -- --env production --markdown --out oin.md'))
    .action(async (flags: DocumentFlags) => {
      const connection = connectionOf(cli, flags.env);
      if (!connection.ok) return cli.finish(connection, String, flags);
      const [{ oinValues }, { oinValuesMarkdown, oinValuesText }] = await Promise.all([
        import('../commands/oin/values.ts'),
        import('../commands/oin/values-text.ts'),
      ]);
      const values = await working(
        `reading ${connection.value.domain}`,
        oinValues({ rootDir: cli.rootDir, environment: flags.env, connection: connection.value }),
      );
      await finishDocument(cli, values, flags.markdown ? oinValuesMarkdown : oinValuesText, flags);
    });
}

function registerGuide(oin: Command, cli: Cli): void {
  oin
    .command('guide')
    .description("the customers' configuration guide, in Markdown, from the tenant's own values; writes nothing there")
    .option(...environmentOption)
    .option(...outOption)
    .addHelpText('after', examples('npm run oin -- guide --env production --out guide.md'))
    .action(async (flags: DocumentFlags) => {
      const connection = connectionOf(cli, flags.env);
      if (!connection.ok) return cli.finish(connection, String, flags);
      const { oinGuide } = await import('../commands/oin/guide.ts');
      const guide = await working(
        `reading ${connection.value.domain}`,
        oinGuide({ rootDir: cli.rootDir, environment: flags.env, connection: connection.value }),
      );
      await finishDocument(cli, guide, String, flags);
    });
}

function registerKey(oin: Command, cli: Cli): void {
  oin
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
      const connection = connectionOf(cli, environment);
      if (!connection.ok) return cli.finish(connection, String, options);
      const { oinKey } = await import('../commands/oin/key.ts');
      const { rootDir, onProgress } = cli;
      cli.finish(
        await oinKey({ rootDir, environment, connection: connection.value, file, ...flags, onProgress }),
        oinKeyText,
        options,
      );
    });
}

function registerScimToken(oin: Command, cli: Cli): void {
  oin
    .command('scim-token')
    .description(
      "make a second SCIM token of an Okta connection, for the OIN's SCIM tests; it is shown once, on stdout",
    )
    .requiredOption('--connection <name-or-id>', 'the Okta connection')
    .option('--lifetime <seconds>', `more than ${LONGEST_REFUSED_SECONDS}; no end unless given`, lifetime)
    .option('--scopes <scopes>', 'separated by commas or spaces (default: all)', words)
    .option('--yes', 'do not ask')
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run --silent oin -- scim-token --connection okta-acme --lifetime 604800'))
    .action(async (flags: TokenFlags) => {
      const connection = connectionOf(cli, flags.env);
      if (!connection.ok) return cli.finish(connection, String, flags);
      const { oinScimToken } = await import('../commands/oin/scim-token.ts');
      const made = await oinScimToken({
        connection: connection.value,
        nameOrId: flags.connection,
        ...(flags.lifetime !== undefined && { lifetimeSeconds: flags.lifetime }),
        ...(flags.scopes && { scopes: flags.scopes }),
        confirm: (question) => (flags.yes ? Promise.resolve(true) : cli.confirm(question)),
        onProgress: cli.onProgress,
        nowMs: Date.now(),
      });
      cli.finish(made, oinScimTokenText, flags);
    });
}

function lifetime(text: string): number {
  const seconds = Number(text);
  if (/^\d{1,9}$/.test(text) && seconds > LONGEST_REFUSED_SECONDS) return seconds;
  throw new InvalidArgumentError(`expected a number of seconds above ${LONGEST_REFUSED_SECONDS}.`);
}

function words(text: string): string[] {
  const scopes = text.split(/[\s,]+/).filter((scope) => scope !== '');
  if (scopes.length > 0) return scopes;
  throw new InvalidArgumentError('expected scopes such as get:users.');
}
