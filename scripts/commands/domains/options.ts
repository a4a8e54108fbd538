import type { Command } from 'commander';
import { type Cli, environmentOption, examples, jsonOption, repeated } from '../../cli/cli.ts';
import { targetOf } from '../../cli/on-tenant.ts';
import { EXIT, failed, ok, type Result } from '../../lib/failures.ts';
import type { DomainsOptions } from './run.ts';

interface Flags {
  env: string;
  org?: string[];
  resolver?: string[];
  attest?: string;
  acceptOverlap?: true;
  dryRun?: true;
  json?: true;
}

type UnrouteFlags = Omit<Flags, 'org'> & { org: string; domain: string[] };

export function registerDomains(program: Command, cli: Cli): void {
  const domains = program.command('domains').description("customers' email domains: proof, and where they stand");
  const sub = (name: string, description: string): Command =>
    domains
      .command(name)
      .description(description)
      .option('--org <name>', 'an organization; repeat it for several (default: all that onboarding made)', repeated)
      .option(...environmentOption)
      .option(...jsonOption);

  sub('verify', 'prove claimed domains by DNS and publish them to the organization’s metadata; exit 2 while one waits')
    .option('--resolver <address>', 'DNS resolver to ask, instead of public ones; at least two', repeated)
    .option('--attest <note>', 'count them as proven, on what the note says; it is kept with them')
    .option(
      '--accept-overlap',
      "allow a domain above or below another organization's, or routed by a connection of none",
    )
    .option('--dry-run', 'ask DNS, write nothing')
    .addHelpText(
      'after',
      examples('npm run domains -- verify', 'npm run domains -- verify --org acme --attest "contract 4711"'),
    )
    .action((flags: Flags) => verify(cli, flags));

  sub('sync', 'bring the metadata that the Action reads to what is verified; exit 2 where a domain is refused')
    .option(
      '--accept-overlap',
      "allow a domain above or below another organization's, or routed by a connection of none",
    )
    .option('--dry-run', 'show what would be written')
    .addHelpText('after', examples('npm run domains -- sync --dry-run', 'npm run domains -- sync --env production'))
    .action(async (flags: Flags) => {
      const [{ syncDomains }, { syncDomainsText }] = await load();
      const options = optionsOf(cli, flags);
      const report = options.ok ? await syncDomains(options.value) : options;
      cli.finish(report, syncDomainsText, flags);
      const needsSomeone =
        report.ok &&
        (report.value.rightsTooEarly.length > 0 || report.value.plans.some((plan) => plan.refused.length > 0));
      const hasChanges = report.ok && report.value.isDryRun && report.value.plans.some((plan) => plan.metadata);
      if (needsSomeone || hasChanges) cli.exitWith(EXIT.attention);
    });

  domains
    .command('unroute')
    .description('take domains away from the aliases of an organization’s connections, so that nobody is sent there')
    .requiredOption('--org <name>', 'the organization, by name')
    .requiredOption('--domain <name>', 'a domain; repeat it for several', repeated)
    .option('--dry-run', 'show what would be taken away')
    .option(...environmentOption)
    .option(...jsonOption)
    .addHelpText('after', examples('npm run domains -- unroute --org acme --domain acme.com'))
    .action(async ({ org, domain, ...flags }: UnrouteFlags) => {
      const [{ unrouteDomains }, { unrouteDomainsText }] = await load();
      const options = optionsOf(cli, flags);
      const report = options.ok
        ? await unrouteDomains({ ...options.value, organizations: [org], domains: domain })
        : options;
      cli.finish(report, unrouteDomainsText, flags);
    });

  sub(
    'drift',
    'compare what is verified, the metadata and the aliases of live connections; writes nothing; exit 2 on drift',
  )
    .addHelpText('after', examples('npm run domains -- drift --env production'))
    .action(async (flags: Flags) => {
      const [{ driftDomains }, { driftDomainsText }] = await load();
      const options = optionsOf(cli, flags);
      const report = options.ok ? await driftDomains(options.value) : options;
      cli.finish(report, driftDomainsText, flags);
      if (report.ok && report.value.organizations.some(({ findings }) => findings.length > 0))
        cli.exitWith(EXIT.attention);
    });
}

const load = () => Promise.all([import('./run.ts'), import('./text.ts')]);

async function verify(cli: Cli, flags: Flags): Promise<void> {
  const [[{ verifyDomains }, { verifyDomainsText }], { checkResolvers, PUBLIC_RESOLVERS }, { checkNote }] =
    await Promise.all([load(), import('../../lib/domains/ask-dns.ts'), import('../../lib/domains/claims.ts')]);
  const options = optionsOf(cli, flags);
  const resolvers = checkResolvers(flags.resolver ?? PUBLIC_RESOLVERS);
  const note = checkNote(flags.attest);
  const failures = [options, resolvers, note].flatMap((result) => (result.ok ? [] : result.failures));
  if (!options.ok || !resolvers.ok || !note.ok) return cli.finish(failed(...failures), String, flags);
  const report = await verifyDomains({
    ...options.value,
    resolvers: resolvers.value,
    ...(note.value !== undefined && { attest: note.value }),
  });
  cli.finish(report, verifyDomainsText, flags);
  if (report.ok && report.value.organizations.some(({ pending, refused }) => pending.length + refused.length > 0)) {
    cli.exitWith(EXIT.attention);
  }
}

function optionsOf(cli: Cli, { env, org, acceptOverlap, dryRun }: Flags): Result<DomainsOptions> {
  const target = targetOf(cli, env);
  if (!target.ok) return target;
  const { rootDir, environment, connection } = target.value;
  return ok({
    rootDir,
    environment,
    connection,
    ...(org && { organizations: org }),
    acceptOverlap: acceptOverlap ?? false,
    isDryRun: dryRun ?? false,
    nowMs: Date.now(),
    onProgress: cli.onProgress,
    signal: cli.interruption(),
  });
}
