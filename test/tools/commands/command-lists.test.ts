import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMAND_CALLS, SHARED_APPLICATIONS } from '../../../scripts/lib/management-api/command-calls.ts';
import {
  listedCommands,
  withCoverageRows,
  withReadmeRows,
  withScripts,
} from '../../../tools/commands/command-lists.ts';
import { importsOf } from '../../support/imports.ts';
import { rootDir } from '../../support/project.ts';

const read = (file: string): string => readFileSync(join(rootDir, file), 'utf8');
const commands = listedCommands();
const noTest = (): undefined => undefined;

describe('of the registered commands', () => {
  test('each is the folder of its name, and each folder is registered', () => {
    const folders = readdirSync(join(rootDir, 'scripts/commands'), { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    );
    expect(commands.map(({ name }) => name).sort()).toEqual(folders.map(({ name }) => name).sort());
    expect(commands.filter(({ summary }) => summary === '' || summary.includes('\n'))).toEqual([]);
  });

  test('package.json, README and docs/coverage.md are as node tools/commands/write-lists.ts writes them', () => {
    expect(withScripts(read('package.json'), commands)).toBe(read('package.json'));
    expect(withReadmeRows(read('README.md'), commands)).toBe(read('README.md'));
    expect(withCoverageRows(read('docs/coverage.md'), commands, noTest)).toBe(read('docs/coverage.md'));
  });

  test('no script of package.json and no row of README is of a command that is not registered', () => {
    const names = commands.map(({ name }) => name);
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
    const ofCli = Object.values(scripts).flatMap((script) => /^node scripts\/cli\.ts (.+)$/.exec(script)?.[1] ?? []);
    expect(ofCli.sort()).toEqual([...names].sort());
    const rows = [...read('README.md').matchAll(/^\| `npm (?:run )?([\w:-]+)/gm)].map(([, name = '']) => name);
    expect(rows.filter((name) => !names.includes(name) && scripts[name] === undefined)).toEqual([]);
  });

  test('each that reads a tenant by its variables is a purpose of scopes --for', () => {
    const purposes = ['deploy', 'setup', ...Object.keys(SHARED_APPLICATIONS), ...Object.keys(COMMAND_CALLS)];
    const calling = commands.map(({ name }) => name).filter(readsTenant);
    expect(calling.length).toBeGreaterThan(9);
    expect(calling.filter((name) => !purposes.includes(name))).toEqual([]);
  });
});

const CONNECTION = 'scripts/lib/tenant/connection.ts';

/** Whether a command's registration finds the tenant of the variables, itself or by what commands share in `scripts/cli/`. */
function readsTenant(name: string): boolean {
  const reached = new Set([`scripts/commands/${name}/options.ts`]);
  for (const file of reached) {
    for (const { specifier, typeOnly } of importsOf(read(file))) {
      if (!specifier.startsWith('.')) continue;
      const imported = posix.join(posix.dirname(file), specifier);
      if (!typeOnly && (imported === CONNECTION || imported.startsWith('scripts/cli/'))) reached.add(imported);
    }
    if (reached.has(CONNECTION)) return true;
  }
  return false;
}

const PAGE = `# Page

## Commands

| command | does |
|---|---|
| \`npm start\` | begins. And more |
| \`npm run oin\` | values |
| \`npm run oin -- key FILE.pem\` | a key |
| \`npm run bench\` | measures |

## Others

| command | does |
`;

const LISTED = [
  { name: 'start', summary: 'begin here' },
  { name: 'oin', summary: 'values' },
  { name: 'roles', summary: 'names | of roles' },
];

test('a row of README begins with what help says, and keeps what follows; a new command is after the others', () => {
  const before = '| `npm start` | begins. And more |\n| `npm run oin` | values |\n';
  expect(withReadmeRows(PAGE, LISTED)).toBe(
    PAGE.replace(
      before,
      '| `npm start` | begin here. And more |\n| `npm run oin` | values |\n| `npm run roles` | names \\| of roles |\n',
    ),
  );
});

test('a new row of docs/coverage.md names the test of the command, without which it is an error', () => {
  const shown = { file: 'scripts/commands/roles/run.test.ts', title: 'lists the names' };
  expect(withCoverageRows(PAGE, LISTED, (name) => (name === 'roles' ? shown : undefined))).toBe(
    PAGE.replace(
      '| `npm run oin` | values |\n',
      '| `npm run oin` | values |\n| `npm run roles` | names \\| of roles | `scripts/commands/roles/run.test.ts` › lists the names |\n',
    ),
  );
  expect(() => withCoverageRows(PAGE, LISTED, noTest)).toThrow('test/scripts/commands/roles/run.test.ts');
  expect(() => withReadmeRows('# Page\n', LISTED)).toThrow('no table of commands');
});

test('a new script is after those of the other commands, and a wrong one is replaced', () => {
  const scripts = { start: 'node scripts/cli.ts start', oin: 'node scripts/cli.ts other', test: 'vitest run' };
  const written: { scripts: object } = JSON.parse(withScripts(JSON.stringify({ scripts }), LISTED));
  expect(Object.entries(written.scripts)).toEqual([
    ['start', 'node scripts/cli.ts start'],
    ['oin', 'node scripts/cli.ts oin'],
    ['roles', 'node scripts/cli.ts roles'],
    ['test', 'vitest run'],
  ]);
});
