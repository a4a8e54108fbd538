/** `node tools/commands/write-lists.ts` writes what lists the commands: package.json, README's table and docs/coverage.md. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandTest, listedCommands, withCoverageRows, withReadmeRows, withScripts } from './command-lists.ts';

const rootDir = join(import.meta.dirname, '../..');

function testOf(name: string): CommandTest | undefined {
  const folder = `scripts/commands/${name}`;
  if (!existsSync(join(rootDir, 'test', folder))) return undefined;
  const [file] = readdirSync(join(rootDir, 'test', folder)).filter((each) => each.endsWith('.test.ts'));
  if (file === undefined) return undefined;
  const source = readFileSync(join(rootDir, 'test', folder, file), 'utf8');
  const [, title] = /^test\('((?:\\.|[^'\\])*)'/m.exec(source) ?? [];
  return title === undefined ? undefined : { file: `${folder}/${file}`, title: title.replaceAll("\\'", "'") };
}

function rewrite(file: string, change: (text: string) => string): void {
  const path = join(rootDir, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

const commands = listedCommands();
rewrite('package.json', (text) => withScripts(text, commands));
rewrite('README.md', (text) => withReadmeRows(text, commands));
rewrite('docs/coverage.md', (text) => withCoverageRows(text, commands, testOf));
