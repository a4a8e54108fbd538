import { escaped } from './escaped.ts';

/** Shorter ones are too likely to be part of something else. */
const MIN_LENGTH = 4;
/** Of a line of several, such as a key's. */
const MIN_LINE_LENGTH = 8;

/** A text without the secrets, in whatever form they are likely to appear. */
export function mask(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(partsOf).flatMap(spellingsOf);
  return [...new Set(forms)]
    .sort((a, b) => b.length - a.length)
    .reduce((masked, form) => masked.replaceAll(form, '***'), text);
}

/** A secret of several lines is one on each of them, and written as one; where a PEM begins and ends is none. */
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
