/**
 * Matches keywords: `##NAME##` is replaced by a text, `"@@NAME@@"` by a whole value of any type (auth0-deploy-cli,
 * "Dynamic values with keyword replacement").
 */
export const KEYWORD = /##(\w+)##|@@(\w+)@@/g;

/** Known when a deploy runs, not when it is built. */
export const KNOWN_AT_DEPLOY = 'AUTH0_DOMAIN';

/** Returns every keyword in a text. */
export function keywordsIn(text: string): string[] {
  return [...text.matchAll(KEYWORD)].map((match) => match[1] ?? match[2] ?? '');
}

/**
 * Returns a copy of `value` with the keywords that `values` names replaced, and all others unchanged. It works on
 * parsed YAML: auth0-deploy-cli replaces raw text, and in lists it leaves a keyword without a value in place
 * (docs/notes/deploy-cli.md#keywords-without-a-value).
 */
export function resolveKeywords(value: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === 'string') return resolveText(value, values);
  if (Array.isArray(value)) return value.map((item) => resolveKeywords(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveKeywords(item, values)]));
}

function resolveText(text: string, values: Readonly<Record<string, unknown>>): unknown {
  const whole = /^@@(\w+)@@$/.exec(text)?.[1];
  if (whole !== undefined) return Object.hasOwn(values, whole) ? values[whole] : text;
  return text.replace(/##(\w+)##/g, (mark, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : mark,
  );
}

/** Returns the text of a JSON file with its keywords replaced by their values, escaped for a text in double quotes. */
export const resolveInJson = (text: string, values: Readonly<Record<string, unknown>>): string =>
  String(
    resolveKeywords(
      text,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : value,
        ]),
      ),
    ),
  );
