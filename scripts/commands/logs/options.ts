import { type Command, InvalidArgumentError } from 'commander';
import { type Cli, environmentOption, examples } from '../../cli/cli.ts';
import { onTenant, type Target } from '../../cli/on-tenant.ts';
import type { Since } from '../../lib/logs/since.ts';
import { parseSince } from '../../lib/logs/since.ts';
import type { UsageEvent } from '../../lib/logs/usage.ts';
import { renderJsonLines } from '../../lib/render.ts';

interface Flags {
  env: string;
  follow?: true;
  every: number;
  since: Since;
  org?: string;
  failed?: true;
  names?: true;
  checkpoint?: string;
  json?: true;
}

const HELP = [
  '',
  'Events are those of the clients that applications name as express_configuration.okta_oin_client_id.',
  'With --checkpoint FILE the next run goes on after the last event, and --since counts for the first run alone. An',
  'event is told at least once; a run that was killed while writing tells its last events again, with "mayRepeat": true',
  'and the same "logId", after an empty line (it may have left half a line). What follows --org or --failed is kept from one run to the next only by you.',
].join('\n');

export function registerLogs(program: Command, cli: Cli): void {
  program
    .command('logs')
    .description(
      'who uses Express Configuration: logins, second factors, tokens, changes, with reason codes; writes nothing',
    )
    .option('--follow', 'go on with what comes, until Ctrl-C')
    .option('--every <seconds>', 'with --follow, how often to ask', seconds, 5)
    .option(
      '--since <since>',
      'a time with its zone, an age (30m, 2h, 7d), or the log_id to go on after',
      since,
      since('24h'),
    )
    .option('--org <name-or-id>', 'of one organization')
    .option('--failed', 'what failed, and what is not known to have succeeded')
    .option('--names', "with people's names and addresses, not their ids alone")
    .option('--checkpoint <file>', 'keep there how far the log was told')
    .option(...environmentOption)
    .option('--json', 'NDJSON on stdout, everything else on stderr')
    .addHelpText('after', HELP)
    .addHelpText(
      'after',
      examples(
        'npm run logs -- --since 2h --failed',
        'npm run --silent logs -- --follow --json --checkpoint logs.json >> usage.ndjson',
      ),
    )
    // Only a failure is finished here, for people: `--json` prints events, one per line.
    .action((flags: Flags) => onTenant(cli, flags.env, {}, (target) => run(cli, target, flags)));
}

async function run(cli: Cli, { rootDir, environment, connection }: Target, flags: Flags): Promise<void> {
  const [{ logs }, { UsageTable }] = await Promise.all([import('./run.ts'), import('../../lib/logs/usage-table.ts')]);
  const { stdout } = cli;
  const table = new UsageTable({ colours: stdout.isTerminal && !cli.env.NO_COLOR });
  const report = await logs({
    rootDir,
    connection,
    environment,
    since: flags.since,
    ...(flags.follow && { pollMs: flags.every * 1000 }),
    ...(flags.org !== undefined && { organization: flags.org }),
    ...(flags.failed && { failedOnly: true }),
    ...(flags.names && { names: true }),
    ...(flags.checkpoint !== undefined && { checkpointFile: flags.checkpoint }),
    write: (usages) => stdout.write(flags.json ? ndjson(usages) : table.rows(usages)),
    onProgress: cli.onProgress,
    signal: cli.interruption(),
  });
  if (!report.ok) return cli.finish(report, String, {});
  const { events, read, oinClientIds, logId } = report.value;
  cli.onProgress(
    `${events} events of OIN client ${oinClientIds.join(', ')}, of ${read} read; the last is ${logId ?? 'none'}`,
  );
}

/** Renders events. After a killed run, which may have left half a line, it begins with an empty line. */
const ndjson = (usages: readonly UsageEvent[]): string =>
  `${usages[0]?.mayRepeat ? '\n' : ''}${renderJsonLines(usages)}`;

function seconds(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number of seconds from 1 to 9999.');
}

function since(text: string): Since {
  const parsed = parseSince(text, Date.now());
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError('expected 2026-11-26T10:00:00Z, an age such as 2h, or a log_id.');
}
