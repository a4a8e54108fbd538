import { Command } from 'commander';
import { cliOn } from '../../scripts/cli/cli-process.ts';
import { COMMANDS } from '../../scripts/commands/index.ts';

/** Describes a command as `scripts/commands/NAME/options.ts` registers it. */
export interface ListedCommand {
  name: string;
  /** The one line of the help. */
  summary: string;
}

/** Names the first test of a command: its file below `test/` and its title. */
export interface CommandTest {
  file: string;
  title: string;
}

const SCRIPT = 'node scripts/cli.ts ';

/** Returns the registered commands in the order of help. */
export function listedCommands(): ListedCommand[] {
  const { stdin, stdout, stderr } = process;
  const nothing = (): void => {};
  const own = { cwd: () => '', env: {}, exitCode: undefined, on: nothing, interrupt: nothing, exit: nothing };
  const program = new Command();
  for (const register of COMMANDS) register(program, cliOn({ ...own, stdin, stdout, stderr }));
  return program.commands.map((command) => ({ name: command.name(), summary: command.description() }));
}

/** Returns package.json with a script for each command that has none. */
export function withScripts(packageJson: string, commands: readonly ListedCommand[]): string {
  const content: { scripts: Record<string, string> } = JSON.parse(packageJson);
  const all = Object.entries(content.scripts);
  const added = commands
    .filter(({ name }) => content.scripts[name] !== `${SCRIPT}${name}`)
    .map(({ name }): [string, string] => [name, `${SCRIPT}${name}`]);
  const others = all.filter(([name]) => !added.some(([other]) => other === name));
  const after = others.findLastIndex(([, script]) => script.startsWith(SCRIPT)) + 1;
  content.scripts = Object.fromEntries(others.toSpliced(after, 0, ...added));
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/**
 * Returns README with a row for each command in its table of commands. A row begins with what help says; what follows
 * its first full stop is kept.
 */
export const withReadmeRows = (readme: string, commands: readonly ListedCommand[]): string =>
  withRows(readme, commands, ({ name, summary }, row) => {
    const [first = `\`npm run ${name}\``, text = ''] = row ?? [];
    const [, ...kept] = text.split('. ');
    return text.startsWith(cell(summary)) ? [first, text] : [first, [cell(summary), ...kept].join('. ')];
  });

/** Returns docs/coverage.md with a row for each command that has none; `testOf` finds the test that shows the command. */
export const withCoverageRows = (
  page: string,
  commands: readonly ListedCommand[],
  testOf: (name: string) => CommandTest | undefined,
): string =>
  withRows(page, commands, ({ name, summary }, row) => {
    if (row !== undefined) return row;
    const shown = testOf(name);
    if (shown === undefined) throw new Error(`No test shows ${name}: write test/scripts/commands/${name}/run.test.ts.`);
    return [`\`npm run ${name}\``, cell(summary), `\`${shown.file}\` › ${cell(shown.title)}`];
  });

/** Returns a page with a row for each command in the table below its heading "Commands". */
function withRows(
  page: string,
  commands: readonly ListedCommand[],
  rowOf: (command: ListedCommand, row: readonly string[] | undefined) => readonly string[],
): string {
  const heading = page.indexOf('\n## Commands\n');
  const [table = ''] = /^\|.*\n(?:\|.*\n)*/m.exec(page.slice(Math.max(heading, 0))) ?? [];
  if (heading < 0 || table === '') throw new Error('The page has no table of commands.');
  const lines = table.trimEnd().split('\n');
  const find = (name: string): number => lines.findIndex((line) => isOf(line, name));
  for (const command of commands) {
    const at = find(command.name);
    const row = rowOf(command, at < 0 ? undefined : cellsOf(lines[at] ?? ''));
    const last = Math.max(...commands.map(({ name }) => find(name)));
    lines.splice(at < 0 ? last + 1 : at, at < 0 ? 0 : 1, `| ${row.join(' | ')} |`);
  }
  return page.replace(table, () => `${lines.join('\n')}\n`);
}

/**
 * Returns whether a row is the command's: the first that it names. `npm run oin -- key` has a row after that of `npm
 * run oin`.
 */
const isOf = (line: string, name: string): boolean => new RegExp(`^\\| \`npm (?:run )?${name}(?:\`| -- )`).test(line);

const cellsOf = (line: string): string[] => line.replace(/^\| | \|$/g, '').split(/(?<!\\) \| /);

const cell = (text: string): string => text.replaceAll('|', '\\|');
