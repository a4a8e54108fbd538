import { type Command, Option } from 'commander';
import type { Scope } from '../../../library/scopes.ts';
import { type Cli, environmentOption, examples, jsonOption, more } from '../../cli/cli.ts';
import { withProgress } from '../../cli/with-progress.ts';
import { EXIT } from '../../lib/failures.ts';

interface Flags {
  env: string;
  user?: string;
  org?: string;
  role: string[];
  scope: Scope[];
  table?: true;
  against?: string;
  full?: true;
  markdown?: true;
  json?: true;
}

const TABLE_OPTIONS = ['against', 'full', 'markdown'] as const;

export function registerPolicy(program: Command, cli: Cli): void {
  const command = program
    .command('policy')
    .description('why the policy permits or forbids somebody, and what a change of it changes; needs no tenant')
    .option('--user <file>', 'one user as JSON or YAML, as GET /api/v2/users/{id} answers it')
    .option('--org <id>', 'the organization they log in to')
    .addOption(
      new Option('--role <name>', 'a role that they have there; repeatable').argParser(more).default([], 'none'),
    )
    .addOption(new Option('--scope <scope>', 'what Okta asks for; repeatable').argParser(more).default([], 'both'))
    .option(
      '--table',
      'what comes of every event of the catalogue otherwise than at a commit; exit 2 where anything does',
    )
    .option('--against <ref>', 'that commit, branch or tag (default: HEAD)')
    .option(...environmentOption)
    .option('--full', 'with --table, every row besides')
    .addOption(new Option('--markdown', 'with --table, for a pull request').conflicts('json'))
    .option(...jsonOption)
    .addHelpText(
      'after',
      examples(
        'npm run policy -- --user ada.json --org org_VYyFNKnOr4IGcW6G --role NAME-OF-A-ROLE',
        'npm run policy -- --table',
        'npm run --silent policy -- --table --markdown --against origin/main',
      ),
    )
    .action(async (flags: Flags) => {
      const { user, org, table, scope } = flags;
      if ((user === undefined) === (table === undefined))
        command.error('error: expected one of: --user <file>, --table');
      if (user !== undefined && org === undefined) command.error('error: --user needs --org <id>, where they log in');
      const needless = table ? [] : TABLE_OPTIONS.filter((name) => flags[name] !== undefined);
      if (needless.length > 0) command.error(`error: --${needless.join(', --')} goes with --table`);
      const unknown = scope.find((name) => name !== 'sso' && name !== 'scim');
      if (unknown !== undefined) command.error(`error: --scope is sso or scim, not '${unknown}'`);
      return user === undefined || org === undefined ? compare(cli, flags) : explainUser(cli, { ...flags, user, org });
    });
}

async function explainUser(cli: Cli, flags: Flags & { user: string; org: string }): Promise<void> {
  const [{ policy }, { policyText }] = await Promise.all([import('./run.ts'), import('./text.ts')]);
  const explained = await policy({
    rootDir: cli.rootDir,
    environment: flags.env,
    userFile: flags.user,
    organizationId: flags.org,
    roles: flags.role,
    scopes: flags.scope,
    nowMs: Date.now(),
  });
  cli.finish(explained, (report) => policyText(report, cli.hasColors), flags);
}

async function compare(cli: Cli, flags: Flags): Promise<void> {
  const [{ policyTable }, { tableMarkdown, tableText }] = await Promise.all([
    import('./table.ts'),
    import('./table-text.ts'),
  ]);
  const compared = await withProgress(
    'running every login of the catalogue',
    policyTable({ rootDir: cli.rootDir, environment: flags.env, against: flags.against ?? 'HEAD' }),
  );
  const options = { isFull: flags.full ?? false, hasColors: cli.hasColors };
  cli.finishOwnText(compared, (report) => (flags.markdown ? tableMarkdown : tableText)(report, options), flags);
  if (compared.ok && compared.value.changed.length > 0) cli.exitWith(EXIT.attention);
}
