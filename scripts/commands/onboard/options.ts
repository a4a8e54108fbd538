import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Cli, environmentOption, examples, jsonOption, repeated } from '../../cli/cli.ts';
import { onTenant, type Target } from '../../cli/on-tenant.ts';
import { EXIT, type Failure, failed } from '../../lib/failures.ts';
import { GRANTS, SIGN_IN_METHODS, UNVERIFIED_ACCOUNTS, type UnverifiedAccount } from '../../lib/onboard/customer.ts';
import type { OnboardReport } from './run.ts';

interface Flags {
  env: string;
  org?: string;
  admin?: string;
  domains?: string;
  displayName?: string;
  file?: string;
  via?: string;
  oinTest?: true;
  grant?: string;
  scopes?: string;
  connection?: string;
  ticketEmail?: string;
  attest?: string;
  vouch?: string;
  unverified: UnverifiedAccount;
  resolver?: string[];
  inviter?: string;
  adopt?: true;
  acceptOverlap?: true;
  dryRun?: true;
  undo?: true;
  keepGoing?: true;
  concurrency: number;
  json?: true;
}

const CONCURRENCY = 4;

export function registerOnboard(program: Command, cli: Cli): void {
  program
    .command('onboard')
    .description(
      'make a customer ready for Express Configuration; run it again to go on; exit 2 while someone must act',
    )
    .option('--org <name>', 'the organization, by name')
    .option('--admin <email>', "the administrator's address, or a user id")
    .option('--domains <list>', 'email domains, separated by commas')
    .option('--display-name <text>', 'what people see of the organization')
    .option('--file <file>', 'many customers: .csv or .yaml with organization, admin, domains and the like')
    .addOption(
      new Option('--via <way>', 'how the administrator gets in (default: invitation)').choices(SIGN_IN_METHODS),
    )
    .addOption(
      new Option('--oin-test', "for Okta's reviewers: --via oin-test, a password that is shown once").conflicts('via'),
    )
    .addOption(new Option('--grant <how>', 'what permits the administrator (default: role)').choices(GRANTS))
    .option('--scopes <list>', 'of an attribute: sso, scim or both (default)')
    .option('--connection <name>', "of the administrator's account, where tenant.yaml has several")
    .option('--ticket-email <email>', 'where a second factor’s ticket goes, of those who log in by emailed codes')
    .option('--attest <note>', 'count the domains as proven, on what the note says; it is kept with them')
    .option('--vouch <note>', 'say that the account is the administrator’s, where Auth0 has no proof; it is kept')
    .addOption(
      new Option('--unverified <how>', 'an existing account whose address is not verified: stop, or reset and invite')
        .choices(UNVERIFIED_ACCOUNTS)
        .default('stop'),
    )
    .option('--resolver <address>', 'DNS resolver to ask, instead of public ones; at least two', repeated)
    .option('--inviter <name>', "who invites, in the email (default: the tenant's name)")
    .option('--adopt', 'go on with an organization that something else made')
    .option(
      '--accept-overlap',
      "allow a domain above or below another organization's, or routed by a connection of none",
    )
    .option('--dry-run', 'show what would be done; write nothing')
    .option('--undo', 'take back: rights first, then invitations, domains and membership; without --admin everybody’s')
    .option('--keep-going', 'of many, go on with the others; refused rows are written to FILE.rejected.csv')
    .option('--concurrency <number>', 'of many, how many at a time', positive, CONCURRENCY)
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText(
      'after',
      examples(
        'npm run onboard -- --org acme --admin ada@acme.com --domains acme.com,eu.acme.com',
        'npm run onboard -- --file customers.csv --env production --dry-run',
        'npm run onboard -- --org okta-review --oin-test --admin oin@acme.com --domains acme.com --attest "our own domain" --vouch "our mailbox"',
        'npm run onboard -- --org acme --admin ada@acme.com --undo',
      ),
    )
    .action((flags: Flags) => onTenant(cli, flags.env, flags, (target) => run(cli, target, flags)));
}

async function run(cli: Cli, { rootDir, environment, connection }: Target, flags: Flags): Promise<void> {
  const { org, admin, domains, displayName, file } = flags;
  const one = { organization: org, admin, domains, display_name: displayName };
  const mistake = wronglyUsed(flags);
  if (mistake !== undefined) return cli.finish(failed(mistake), String, flags);
  const [{ onboard }, { onboardText }, { checkResolvers, PUBLIC_RESOLVERS }] = await Promise.all([
    import('./run.ts'),
    import('./text.ts'),
    import('../../lib/domains/ask-dns.ts'),
  ]);
  const resolvers = checkResolvers(flags.resolver ?? PUBLIC_RESOLVERS);
  if (!resolvers.ok) return cli.finish(resolvers, String, flags);
  const onboarded = await onboard({
    rootDir,
    environment,
    connection,
    customers: file === undefined ? { row: set(one) } : { file },
    defaults: set({
      via: flags.oinTest ? 'oin-test' : flags.via,
      grant: flags.grant,
      scopes: flags.scopes,
      connection: flags.connection,
      ticket_email: flags.ticketEmail,
      attest: flags.attest,
      vouch: flags.vouch,
    }),
    unverified: flags.unverified,
    resolvers: resolvers.value,
    ...(flags.inviter !== undefined && { inviter: flags.inviter }),
    adopt: flags.adopt ?? false,
    acceptOverlap: flags.acceptOverlap ?? false,
    isDryRun: flags.dryRun ?? false,
    isUndo: flags.undo ?? false,
    keepGoing: flags.keepGoing ?? false,
    concurrency: flags.concurrency,
    nowMs: Date.now(),
    onProgress: cli.onProgress,
    reveal: cli.onProgress,
    signal: cli.interruption(),
  });
  cli.finish(onboarded, onboardText, flags);
  if (onboarded.ok) exit(cli, onboarded.value);
}

function exit(cli: Cli, { outcomes, rejected }: OnboardReport): void {
  const states = outcomes.map(({ state }) => state);
  if (
    rejected.length > 0 ||
    states.some((state) => state === 'failed' || state === 'not found' || state === 'not begun')
  ) {
    cli.exitWith(EXIT.failed);
  } else if (states.some((state) => state !== 'ready' && state !== 'undone')) {
    cli.exitWith(EXIT.attention);
  }
}

function wronglyUsed({ file, org, admin, domains, undo }: Flags): Failure | undefined {
  const one = [org, ...(undo ? [] : [admin, domains])];
  const isOne = one.every((value) => value !== undefined);
  if (undo && file === undefined && admin === undefined && domains !== undefined) {
    return {
      code: 'CUSTOMERS_FILE',
      expected: '--undo with --org and --admin, or with --org alone',
      found: '--domains without --admin',
      fix: 'Name the administrator: the domains go once nobody holds a right. Without --admin and --domains everybody’s right goes.',
    };
  }
  if (file === undefined ? isOne : [org, admin, domains].every((value) => value === undefined)) return undefined;
  return {
    code: 'CUSTOMERS_FILE',
    expected: undo ? '--org with or without --admin, or --file' : '--org, --admin and --domains, or --file',
    found: file === undefined ? 'not all of them' : 'both',
    fix: "Run it with '-- --help' to see examples.",
  };
}

function set<T extends string>(values: Record<T, string | undefined>): Partial<Record<T, string>> {
  const known: Partial<Record<T, string>> = {};
  for (const name in values) if (values[name] !== undefined) known[name] = values[name];
  return known;
}

function positive(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number from 1 to 99.');
}
