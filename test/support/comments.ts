/** Represents a comment of a source or configuration file: consecutive lines are one comment. */
export interface Comment {
  file: string;
  /** Counted from 1, of its first line. */
  line: number;
  /** The text without its marks, on one line. */
  text: string;
}

const SLASHES = /^\s*(?:\/\*\*?|\*\/|\*|\/\/)(.*)$|\s\/\/\s(.*)$/;
const HASHES = /^\s*#(.*)$|\s#\s(.*)$/;

/** Matches files whose comments begin with `//` or `/*`. */
const WITH_SLASHES = /\.(?:ts|js|cjs|mjs|css|jsonc)$/;
/** Matches files whose comments begin with `#`. */
const WITH_HASHES = /\.(?:ya?ml|npmrc|sh)$|\.editorconfig$|\.gitignore$/;

export const hasComments = (file: string): boolean => WITH_SLASHES.test(file) || WITH_HASHES.test(file);

/**
 * Finds comments line by line: a line of a template literal that begins like a comment counts as one, and a comment
 * within a line of code does not.
 */
export function commentsIn(file: string, source: string): Comment[] {
  const mark = WITH_SLASHES.test(file) ? SLASHES : HASHES;
  const comments: Comment[] = [];
  let last = 0;
  for (const [index, content] of source.split('\n').entries()) {
    const [, own, trailing] = mark.exec(content) ?? [];
    const text = (own ?? trailing)?.replace(/\*\/\s*$/, '').trim();
    if (text === undefined) continue;
    const before = comments.at(-1);
    if (before !== undefined && last === index && own !== undefined) before.text = `${before.text} ${text}`.trim();
    else comments.push({ file, line: index + 1, text });
    last = index + 1;
  }
  return comments.filter(({ text }) => text !== '');
}
