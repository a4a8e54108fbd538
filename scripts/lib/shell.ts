/** The one place that makes a value a word of a shell's command: no value ends its word, or is an option. */
import { printable, withoutCommands } from './printable.ts';

/** Longer ones would be cut where they are shown, and end inside of their quotes. */
const MAX_CHARACTERS = 400;
const TOO_LONG = 'TOO-LONG-TO-SHOW';

/** Mean themselves, wherever in a word they are; a `~` or `=` does not at a word's beginning. */
const PLAIN = /^[\w@%+:,./-][\w@%+:,./=~-]*$/;

/**
 * Returns a command's word to copy, for bash, zsh and other POSIX shells. What a terminal would not show as itself is
 * escaped inside of `$'…'`, which bash and zsh know.
 */
export function shellWord(value: string): string {
  if (value.length > MAX_CHARACTERS) return TOO_LONG;
  if (PLAIN.test(value)) return value;
  const quoted = `'${value.replaceAll("'", "'\\''")}'`;
  return withoutCommands(printable(quoted)) === quoted ? quoted : `$'${[...value].map(ansiC).join('')}'`;
}

function ansiC(char: string): string {
  if (/[\w@%+:,./|-]/.test(char)) return char;
  const point = char.codePointAt(0) ?? 0;
  const hex = point.toString(16);
  // Above ASCII `\\x` is a byte, and not a character.
  if (point < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** Returns an option with its value, to copy: `--org acme`, or `--org=-x` where the value looks like an option itself. */
export const shellOption = (name: string, value: string): string =>
  value.startsWith('-') ? `--${name}=${shellWord(value)}` : `--${name} ${shellWord(value)}`;

/** Returns a value for a shell to evaluate, byte for byte, on as many lines as it has. */
export const shellText = (value: string): string =>
  // Two quotes between are nothing to a shell, and to a CI runner the end of what it would obey.
  `'${value.replaceAll("'", "'\\''").replaceAll(/(^|\n)(\s*:)(?=:)|(#)(?=#\w*\[)/g, "$&''")}'`;

/** Returns a value as a part of a path, which needs no quotes within double ones either. */
export const pathPart = (value: string): string =>
  encodeURIComponent(value.replaceAll(/\p{Cs}/gu, '\ufffd')).replaceAll(
    /[!'()*~]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );

/** Returns what is between the quotes of a JSON text, with nothing in it that ends a shell's single quotes. */
export const jsonPart = (value: string): string =>
  [...value]
    .map((char) =>
      /[\w@%+:,./|-]/.test(char)
        ? char
        : [...Array(char.length).keys()]
            .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
            .join(''),
    )
    .join('');
