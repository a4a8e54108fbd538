import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Cli, environmentOption, examples, jsonOption } from '../../cli/cli.ts';
import { onTenant } from '../../cli/on-tenant.ts';
import { finishDocument, outOption } from '../../cli/output.ts';
import { withProgress } from '../../cli/with-progress.ts';
import { oinKeyText } from './key-text.ts';
import { oinScimTokenText } from './scim-token-text.ts';

/** The longest lifetime that Auth0 refuses (the operation's description). */
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
    .action((flags: DocumentFlags) =>
      onTenant(cli, flags.env, flags, async (target) => {
        const [{ oinValues }, { oinValuesMarkdown, oinValuesText }] = await Promise.all([
          import('./values.ts'),
          import('./values-text.ts'),
        ]);
        const values = await withProgress(`reading ${target.connection.domain}`, oinValues(target));
        await finishDocument(cli, values, flags.markdown ? oinValuesMarkdown : oinValuesText, flags);
      }),
    );
}

function registerGuide(oin: Command, cli: Cli): void {
  oin
    .command('guide')
    .description("the customers' configuration guide, in Markdown, from the tenant's own values; writes nothing there")
    .option(...environmentOption)
    .option(...outOption)
    .addHelpText('after', examples('npm run oin -- guide --env production --out guide.md'))
    .action((flags: DocumentFlags) =>
      onTenant(cli, flags.env, flags, async (target) => {
        const { oinGuide } = await import('./guide.ts');
        const guide = await withProgress(`reading ${target.connection.domain}`, oinGuide(target));
        await finishDocument(cli, guide, String, flags);
      }),
    );
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
    .action((file: string, options: { env: string; name?: string; retire?: true; json?: true }) => {
      const { env: environment, json: _json, ...flags } = options;
      return onTenant(cli, environment, options, async (target) => {
        const { oinKey } = await import('./key.ts');
        cli.finish(await oinKey({ ...target, file, ...flags, onProgress: cli.onProgress }), oinKeyText, options);
      });
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
    .action((flags: TokenFlags) =>
      onTenant(cli, flags.env, flags, async ({ connection }) => {
        const { oinScimToken } = await import('./scim-token.ts');
        const made = await oinScimToken({
          connection,
          nameOrId: flags.connection,
          ...(flags.lifetime !== undefined && { lifetimeSeconds: flags.lifetime }),
          ...(flags.scopes && { scopes: flags.scopes }),
          confirm: (question) => (flags.yes ? Promise.resolve(true) : cli.confirm(question)),
          onProgress: cli.onProgress,
          nowMs: Date.now(),
        });
        cli.finish(made, oinScimTokenText, flags);
      }),
    );
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
