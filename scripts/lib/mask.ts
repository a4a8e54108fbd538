import { escaped } from './escaped.ts';

/** Shorter ones are too likely to be part of something else. */
const MIN_LENGTH = 4;
/** The least length of a line of a secret with several lines, such as a key. */
const MIN_LINE_LENGTH = 8;

/** A text without the secrets, in whatever form they are likely to appear. */
export function mask(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(partsOf).flatMap(spellingsOf);
  return [...new Set(forms)]
    .sort((a, b) => b.length - a.length)
    .reduce((masked, form) => masked.replaceAll(form, '***'), text);
}

/**
 * Returns the parts of a secret of several lines: each line, and the lines joined; the first and last line of a PEM are
 * not secret.
 */
function partsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('-----'));
  if (lines.length < 2) return [secret, ...lines].filter(({ length }) => length >= MIN_LENGTH);
  return [secret, lines.join(''), ...lines.filter(({ length }) => length >= MIN_LINE_LENGTH)];
}

const spellingsOf = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  escaped(secret),
];
