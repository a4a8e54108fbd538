import { printable } from './printable.ts';

/** Matches what may be markup or HTML in GitHub's Markdown; an underscore within a word is not. */
const SPECIAL = /[\\`*{}[\]<>|#@~!&$^=+]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^-|(?<=^\d+)[.)]/gu;
/** Matches what GitHub turns into a mention, a reference (also to a commit), a link or a picture, unless it is code. */
const LINKED = /[@#]|:\/\/|\bwww\.|\bGH-\d|:[\w+-]+:|\b(?=[a-f]*\d)[\da-f]{7,40}\b/i;

const entity = (char: string): string => `&#${char.codePointAt(0)};`;

const entities = (text: string): string => text.replaceAll(/[^\p{L}\p{N} ,.:;()-]/gu, entity);

/** Returns a foreign text as Markdown that reads as that text: no markup, no HTML, no link, one line. */
export function markdownText(text: string): string {
  const plain = printable(text);
  return LINKED.test(plain) ? `<code>${entities(plain)}</code>` : plain.replaceAll(SPECIAL, entity);
}

/** Returns a foreign text as a code span, which no text can end, nor the cell of a table it is in. */
export function markdownCode(text: string): string {
  const plain = printable(text);
  return /[`|]|^ | $|^$/.test(plain) ? `<code>${entities(plain)}</code>` : `\`${plain}\``;
}

/** Returns an address as it is, which Markdown turns into a link, where it is a plain one of the web or of mail. */
export const markdownAddress = (text: string): string =>
  /^(?:https:\/\/)?[\w.+-]+@?[\w.-]+(?:[\w./~-]*)$/.test(text) ? text : markdownText(text);

/** Returns a fence that no line of the text closes. */
export function fenceFor(text: string): string {
  const longestRun = Math.max(...[...text.matchAll(/`+/g)].map(([run]) => run.length), 2);
  return '`'.repeat(longestRun + 1);
}
