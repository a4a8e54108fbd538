/** The project's pages, taken apart: blocks of code, code within lines, headings, links. */
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { rootDir } from '../support/project.ts';

export interface Block {
  /** `sh`, `ts`, `diff`, `mermaid`, …; empty where there is none. */
  language: string;
  text: string;
}

export interface Page {
  /** Relative to the project, with forward slashes. */
  file: string;
  blocks: Block[];
  /** Code within lines, without its back ticks. */
  spans: string[];
  /** As GitHub makes them of headings. */
  anchors: string[];
  /** Targets of links and pictures. */
  links: string[];
  /** Written by a program, as its first lines say. */
  isGenerated: boolean;
}

const FENCE = /^ *```(\w*)\n(.*?)^ *```$/gms;

const ROOT_PAGES = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'scripts/README.md',
  'test/README.md',
];

/** The README and what stands beside it, everything below `docs/`, and those of folders. */
export async function readPages(): Promise<Page[]> {
  const below = async (folder: string): Promise<string[]> =>
    (await readdir(join(rootDir, folder), { recursive: true })).map((name) => posix.join(folder, name));
  const names = [
    ...(await below('docs')),
    ...(await readdir(join(rootDir, 'emulator'))).map((name) => `emulator/${name}`),
  ];
  const files = [...ROOT_PAGES, ...names.filter((name) => name.endsWith('.md'))].sort();
  return Promise.all(files.map(async (file) => parsePage(file, await readFile(join(rootDir, file), 'utf8'))));
}

export async function readPage(file: string): Promise<Page> {
  return parsePage(file, await readFile(join(rootDir, file), 'utf8'));
}

export function parsePage(file: string, markdown: string): Page {
  const blocks = [...markdown.matchAll(FENCE)].map(([, language = '', text = '']) => ({ language, text }));
  const prose = markdown.replaceAll(FENCE, '');
  const spans = [...prose.matchAll(/(`+)(.+?)\1/g)].map(([, , code = '']) => code.trim());
  const text = prose.replaceAll(/(`+)(.+?)\1/g, (code) => code.replaceAll(/[[\]()]/g, ''));
  return {
    file,
    blocks,
    spans,
    anchors: anchorsOf(prose),
    links: [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target),
    isGenerated: /^Written by `node /m.test(markdown),
  };
}

/** Returns the anchors of headings. GitHub adds a number to the second of two headings with the same text. */
function anchorsOf(prose: string): string[] {
  const seen = new Map<string, number>();
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .replaceAll(/\]\([^)]*\)/g, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** A link's file, relative to the project, and its anchor. */
export function targetOf(page: Page, link: string): { file: string; anchor: string } {
  const [path = '', anchor = ''] = link.split('#');
  return { file: path === '' ? page.file : posix.join(posix.dirname(page.file), path), anchor };
}

const COMMAND = /^(npm|npx|node|a0deploy) /;

export interface CommandLine {
  page: string;
  /** On one line, single spaces, without its comment. */
  command: string;
  /** It stands within a line and has no options: a name rather than something to type. */
  isMention: boolean;
}

/** What a page has people type: every line of a `sh` block, and every command within a line. */
export function commandsOf({ file, blocks, spans }: Page): CommandLine[] {
  const lines = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.split('\n'));
  const oneLine = (line: string): string =>
    line
      .replace(/ +# .*$/, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  const typed = lines.map(oneLine).filter((line) => line !== '' && !line.startsWith('#'));
  const within = spans.filter((span) => COMMAND.test(span)).map(oneLine);
  return [
    ...typed.map((command) => ({ page: file, command, isMention: false })),
    ...within.map((command) => ({ page: file, command, isMention: !/ --?\w| '/.test(command) })),
  ];
}
