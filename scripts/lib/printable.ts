/**
 * Makes foreign text fit to print: a text of a tenant, a file or an error must not control a terminal, begin a new
 * line, or be a command to a CI runner. No other file does this.
 */

/** Longer values keep their beginning and their end. */
const MAX_CHARACTERS = 4000;
const END_CHARACTERS = 500;

/**
 * Matches controls, line ends, bidirectional marks, characters without width, lone surrogates, private use,
 * non-characters, blanks other than the space, and combining marks without a base or in a stack that reaches into other
 * lines.
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{DI}\u2800]|(?! )\p{Zs}|(?<=^|\p{M}{4})\p{M}/gu;
/** Matches so many spaces that more would reach the next line of a terminal. */
const MANY_SPACES = / {4,}/g;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16);
  return SHORT[char] ?? (hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`);
}

/** Returns the text on one line, with everything escaped that is not seen as itself, and cut in its middle if too long. */
export function printable(text: string, maxCharacters = MAX_CHARACTERS): string {
  return cut(
    text.replaceAll(INVISIBLE, escaped).replaceAll(MANY_SPACES, (spaces) => '\\u0020'.repeat(spaces.length)),
    maxCharacters,
  );
}

/** Indentation that a line of a source text keeps. */
const MAX_INDENTATION = 40;

/** Returns a line of a source text: like {@link printable}, with its indentation. */
export function printableLine(line: string): string {
  const spaced = line.replaceAll('\t', '  ');
  const indentation = /^ */.exec(spaced)?.[0].slice(0, MAX_INDENTATION) ?? '';
  return indentation + printable(spaced.slice(indentation.length), 1000);
}

function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const end = Math.min(END_CHARACTERS, Math.floor(maxCharacters / 4));
  const [head, tail] = [text.slice(0, maxCharacters - end), text.slice(-end)];
  // Half a surrogate pair is not a character.
  return `${head.replace(/[\ud800-\udbff]$/, '')}…(${text.length - maxCharacters} more characters)…${tail.replace(/^[\udc00-\udfff]/, '')}`;
}

/** Returns a copy of a report in which every text, and every name of a field, is {@link printable}. */
export function printableReport<T>(value: T): T;
export function printableReport(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map((each) => printableReport(each));
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [printable(name), printableReport(each)]));
}

/**
 * Returns lines as they may be written to a terminal or a runner's log: none of them is a workflow command. GitHub reads
 * `::name::` at a line's beginning and `##[name]` anywhere in it, Azure Pipelines `##vso[…]`.
 */
export const withoutCommands = (text: string): string =>
  text.replaceAll(/^(\s*):(?=:)/gm, '$1\\u003a').replaceAll(/#(?=#\w*\[)/g, '\\u0023');

/** Returns JSON that means the same, with everything escaped that a terminal or a runner would obey or not show. */
export const printableJson = (json: string): string =>
  json
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]/gu, (char) =>
      [...Array(char.length).keys()].map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
    )
    .replaceAll(/#(?=#\w*\[)/g, '\\u0023');
