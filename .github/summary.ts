/**
 * What commands said, as Markdown for a comment or a job's summary:
 * `node .github/summary.ts TITLE FOLDER '["production-eu"]'` reads `FOLDER/production-eu.txt`. A fourth argument is
 * a file of Markdown to stand before them: what a change of the policy changes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** GitHub refuses a longer comment. */
const MAX_CHARACTERS = 65_536;

/** Our commands escape these; what else speaks in a job does not. */
const HARMFUL = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A fence that no line of the text can close. */
function fenceFor(text: string): string {
  const longestRun = Math.max(...[...text.matchAll(/`+/g)].map(([run]) => run.length), 2);
  return '`'.repeat(longestRun + 1);
}

/** A file's name can be anything. */
const nameText = (name: string): string => name.replaceAll(/[^\w.-]/gu, (char) => `&#${char.codePointAt(0)};`);

/** Whole lines from the beginning, where there are any. */
function cutAt(text: string, length: number): string {
  const part = text.slice(0, Math.max(length, 0));
  return part.slice(0, part.lastIndexOf('\n') + 1 || part.length);
}

function section(name: string, text: string, maxCharacters: number): string {
  const render = (shown: string, note = '') => {
    const fence = fenceFor(shown);
    return `\n### ${nameText(name)}\n\n${fence}text\n${shown.trimEnd()}\n${fence}\n${note}`;
  };
  const whole = render(text);
  if (whole.length <= maxCharacters) return whole;
  const note = "\nCut here: the rest is in the job's log.\n";
  const around = render('', note).length + 2 * fenceFor(text).length;
  return render(cutAt(text, maxCharacters - around), note);
}

function read(file: string): string {
  try {
    const text = readFileSync(file, 'utf8').trimEnd().replaceAll(HARMFUL, '\ufffd');
    return text || 'It said nothing.';
  } catch {
    return "It did not get that far: see the job's log.";
  }
}

/** Markdown as it is: at most half of the room, so that there is some for the plans. */
function policySection(file: string | undefined): string {
  if (file === undefined) return '';
  const text = read(file);
  const cut = "\n\nCut here: the rest is in the job's summary.";
  const shown = text.length > MAX_CHARACTERS / 2 ? `${cutAt(text, MAX_CHARACTERS / 2).trimEnd()}${cut}` : text;
  return `\n### policy\n\n${shown}\n`;
}

const [title = '', folder = '', json = '[]', policyFile] = process.argv.slice(2);
const names: string[] = JSON.parse(json);
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = process.env;
// The first line is how the workflow finds its own comment.
const head = `<!-- express-configure -->\n## [${title}](${server}/${repository}/actions/runs/${run})\n${policySection(policyFile)}`;
const each = Math.floor((MAX_CHARACTERS - head.length) / names.length);
process.stdout.write(head + names.map((name) => section(name, read(join(folder, `${name}.txt`)), each)).join(''));
