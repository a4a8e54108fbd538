import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Cli, examples, jsonOption, more } from '../../cli/cli.ts';
import { EXIT, ok } from '../../lib/failures.ts';

interface Flags {
  env?: string;
  list?: true;
  fromExecution?: string;
  url?: string;
  override: string[];
  action: string[];
  expect?: string;
  json?: true;
}

export function registerTrigger(program: Command, cli: Cli): void {
  const command = program
    .command('trigger [event]')
    .description('run the built Actions with a simulated login, and show what they decide, do and log; needs no tenant')
    .addOption(
      new Option('--list', 'the events there are, with what comes of them as shipped').conflicts('fromExecution'),
    )
    .option(
      '--from-execution <id>',
      'run a login again that the local tenant recorded; an unknown id is told the newest',
    )
    .option('--env <name>', 'whose Actions run, a file of tenant/environments/ (default: that of the last build)')
    .option('--url <url>', 'of that tenant, as npm start prints it (default: http://localhost:4401)')
    .addOption(
      new Option('--override <path=value>', 'change the event: JSON, or else text; undefined takes away; repeatable')
        .argParser(more)
        .default([], 'none'),
    )
    .addOption(new Option('--action <name>', 'bind this Action alone; repeatable').argParser(more).default([], 'all'))
    .option('--expect <result>', 'exit 1 unless it is allowed, denied, or denied with EC_…', expectation)
    .option(...jsonOption)
    .addHelpText(
      'after',
      examples(
        'npm run trigger -- --list',
        'npm run trigger -- admin-by-attribute',
        'npm run trigger -- plain-member --override user.app_metadata.is_admin=true --expect denied',
        'npm run trigger -- factor-proven --action grant',
        'npm run trigger -- --from-execution tx_vT3…',
      ),
    )
    .action(async (event: string | undefined, flags: Flags) => {
      const sources = [event, flags.list, flags.fromExecution].filter((source) => source !== undefined);
      if (sources.length !== 1) command.error('error: expected one of: an event, --list, --from-execution <id>');
      if (flags.list) return list(cli, flags);
      return run(cli, event, flags);
    });
}

async function list(cli: Cli, flags: Flags): Promise<void> {
  const [{ namedEvents }, { readEnvironment }, { lastEnvironment }, { listText }] = await Promise.all([
    import('../../lib/trigger/named-events.ts'),
    import('../../lib/manifest/environment.ts'),
    import('./fresh-build.ts'),
    import('./text.ts'),
  ]);
  const { rootDir } = cli;
  const environment = await readEnvironment(rootDir, flags.env ?? (await lastEnvironment(rootDir)));
  if (!environment.ok) return cli.finish(environment, String, flags);
  const named = await namedEvents(rootDir, environment.value);
  if (!named.ok) return cli.finish(named, String, flags);
  const events = named.value.map(({ name, description, expected }) => ({ name, description, expected }));
  cli.finish(ok(flags.json ? { events } : named.value), () => listText(named.value), flags);
}

async function run(cli: Cli, event: string | undefined, flags: Flags): Promise<void> {
  const [{ trigger }, { triggerText }, { DEFAULT_URL }] = await Promise.all([
    import('./run.ts'),
    import('./text.ts'),
    import('../../lib/trigger/local-tenant.ts'),
  ]);
  const result = await trigger({
    rootDir: cli.rootDir,
    source: event === undefined ? { execution: flags.fromExecution ?? '', url: flags.url ?? DEFAULT_URL } : { event },
    ...(flags.env !== undefined && { environment: flags.env }),
    overrides: flags.override,
    actions: flags.action,
    keepsLast: true,
    onProgress: cli.onProgress,
  });
  cli.finish(result, (report) => triggerText(report, cli.hasColors), flags);
  if (!result.ok || flags.expect === undefined) return;
  const { decision, reasons } = result.value;
  const codes = decision === 'denied' ? reasons.map(({ code }) => code) : [];
  if (decision === flags.expect || codes.includes(flags.expect)) return;
  cli.onProgress(`expected ${flags.expect}, found ${[decision, ...codes].join(' ')}`);
  cli.exitWith(EXIT.failed);
}

function expectation(text: string): string {
  if (/^(allowed|denied|EC_[A-Z0-9_]+)$/.test(text)) return text;
  throw new InvalidArgumentError('expected allowed, denied or a reason code such as EC_NO_ORG.');
}
