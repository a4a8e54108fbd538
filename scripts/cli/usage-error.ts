import { printable } from '../lib/printable.ts';

/** Matches a line that the parser adds to a message. */
const SUGGESTION = /\n\(Did you mean [^\n]*\?\)$/;

/**
 * Returns a usage error of the command line's parser on one line, with what was typed escaped: an argument can come from a
 * script. The parser's suggestion of another name keeps its line.
 */
export function usageErrorText(message: string): string {
  const text = message.replace(/\n$/, '');
  const suggestion = SUGGESTION.exec(text)?.[0] ?? '';
  return `${printable(text.slice(0, text.length - suggestion.length))}${suggestion && `\n${printable(suggestion.slice(1))}`}\n`;
}
