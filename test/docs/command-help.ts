/** What the command line says of itself. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../support/command.ts';
import { rootDir } from '../support/project.ts';

const helps = new Map<string, Promise<string>>();

/** The help of a command by its words; of all without any. */
function helpOf(...words: string[]): Promise<string> {
  const key = words.join(' ');
  const known = helps.get(key) ?? runCommand([...words, '--help']).then(({ stdout }) => stdout);
  helps.set(key, known);
  return known;
}

const commandsIn = (help: string): string[] =>
  [...(/^Commands:\n((?: +.*\n?)+)/m.exec(help)?.[1] ?? '').matchAll(/^ {2}(\w[\w-]*)/gm)].map(([, name = '']) => name);

const knownCommands = async (): Promise<string[]> => commandsIn(await helpOf());

/** Every option that any command has. */
export async function knownOptions(): Promise<Set<string>> {
  const top = await knownCommands();
  const below = await Promise.all(
    top.map(async (name) => {
      const help = await helpOf(name);
      const subs = commandsIn(help).filter((sub) => sub !== 'help');
      return [help, ...(await Promise.all(subs.map((sub) => helpOf(name, sub))))];
    }),
  );
  return new Set([await helpOf(), ...below.flat()].flatMap(optionsIn));
}

const optionsIn = (help: string): string[] =>
  [...help.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, name = '']) => name);

async function npmScripts(): Promise<Record<string, string>> {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    await readFile(join(rootDir, 'package.json'), 'utf8'),
  );
  return scripts;
}

const NPM =
  /^npm (?:run (?:--silent )?(?<script>[\w:-]+)|(?<own>start|test|ci|audit)(?: --ignore-scripts)?)(?: -- (?<rest>.*))?$/;

/**
 * What is wrong with a line of commands, if anything: a script that package.json lacks, a command or option that the
 * command line does not have.
 */
export async function problemsOf(line: string): Promise<string[]> {
  const problems = await Promise.all(splitLine(line).map(problemOf));
  return problems.filter((problem) => problem !== undefined);
}

/** At `&&`, but not within quotes. */
const splitLine = (line: string): string[] => line.split(/ && (?=(?:[^']*'[^']*')*[^']*$)/);

async function problemOf(command: string): Promise<string | undefined> {
  if (/^(npx vitest|node [\w./-]+\.ts$|a0deploy import$)/.test(command)) return undefined;
  const { script, own, rest = '' } = NPM.exec(command)?.groups ?? {};
  const name = script ?? own;
  if (name === undefined) return `${command}: no npm command`;
  if (name === 'ci' || name === 'audit') return undefined;
  const text = (await npmScripts())[name];
  if (text === undefined) return `${command}: package.json has no script ${name}`;
  // A script of another program's takes that program's options.
  if (!text.startsWith('node scripts/cli.ts ')) return undefined;
  return missingIn(command, name, rest);
}

async function missingIn(command: string, name: string, rest: string): Promise<string | undefined> {
  const words = rest
    .replaceAll(/'[^']*'/g, '')
    .split(' ')
    .filter((word) => word !== '');
  const [first = ''] = words;
  const subs = commandsIn(await helpOf(name));
  if (subs.length > 0 && rest !== '' && !subs.includes(first)) return `${command}: ${name} has no command ${first}`;
  const help = subs.length > 0 && rest !== '' ? await helpOf(name, first) : await helpOf(name);
  const unknown = words.filter((word) => word.startsWith('--') && !optionsIn(help).includes(word));
  return unknown.length > 0 ? `${command}: no option ${unknown.join(', ')}` : undefined;
}
