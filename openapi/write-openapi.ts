/**
 * `npm run openapi -- FILE [--date YYYY-MM-DD]` takes Auth0's published OpenAPI document of the Management API and writes
 * every committed view of it anew. The date, which the document does not name, is asked for where the file is another
 * than the one in `source.json`. Exit codes: 0 written; 1 nothing written.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { filesOf, parseSource } from './files.ts';
import { readPublished, SpecificationError } from './published.ts';

const USAGE = 'Usage: npm run openapi -- FILE [--date YYYY-MM-DD]';
const root = new URL('../', import.meta.url);

function run(): void {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { date: { type: 'string' } } });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new SpecificationError(USAGE);
  const files = filesOf(readPublished(file), values.date, parseSource());
  for (const [path, text] of Object.entries(files)) writeFileSync(new URL(path, root), text);
  process.stdout.write(`${Object.keys(files).join('\n')}\n`);
}

try {
  run();
} catch (error) {
  const isOurs = error instanceof SpecificationError || (error instanceof TypeError && 'code' in error);
  if (!isOurs) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
