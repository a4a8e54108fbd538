import type { Failure } from '../failures.ts';
import type { Environment } from './environment.ts';
import type { TextAt } from './yaml-file.ts';

/**
 * `##NAME##` stands for a text, `"@@NAME@@"` for a whole value of any type (auth0-deploy-cli, "Dynamic values with
 * keyword replacement").
 */
const KEYWORD = /##(\w+)##|@@(\w+)@@/g;

/**
 * What looks like a keyword and is none to auth0-deploy-cli, which would leave it in place: a name with other characters
 * than word characters, or with spaces around or in it.
 */
const BAD_NAME =
  /##(?=[\p{L}\p{N}_.:/-]*[^\w#])[\p{L}\p{N}_.:/-]{1,100}##|@@(?=[\p{L}\p{N}_.:/-]*[^\w@])[\p{L}\p{N}_.:/-]{1,100}@@/gu;
/** With spaces it is one only where the name is known: it may well be a heading. */
const SPACED = /(##|@@)(?=\w* )( *\w+)+ *\1/g;

/** Known when a deploy runs, not when it is built. */
export const KNOWN_AT_DEPLOY = 'AUTH0_DOMAIN';

/** Every keyword in a text. */
export function keywordsIn(text: string): string[] {
  return [...text.matchAll(KEYWORD)].map((match) => match[1] ?? match[2] ?? '');
}

/**
 * A copy of `value` with the keywords that `values` names replaced, and all others left as they are. We do this
 * ourselves, on parsed YAML: auth0-deploy-cli replaces raw text, and leaves a keyword that is not set in place inside
 * every list (docs/notes/deploy-cli.md#keywords-without-a-value).
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

/** Returns the text of a JSON file with its keywords replaced by what stands for them within a text in double quotes. */
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

/** A keyword must be set by the environment, and a list or object can't stand inside a text. */
export function checkKeywords(texts: TextAt[], environment: Environment): Failure[] {
  return texts.flatMap(({ text, where, isKey = false }) => [
    ...(isKey ? keywordsIn(text) : []).map(
      (name): Failure => ({
        code: 'KEYWORD_NOT_TEXT',
        expected: 'keywords in values alone',
        found: `${name} in the name of a property`,
        where,
        fix: `Write the name out; where environments differ in it, make the object a value of its own: "@@${name}@@".`,
      }),
    ),
    ...[...text.matchAll(BAD_NAME), ...spacedMarks(text, environment)].map(
      ([mark]): Failure => ({
        code: 'KEYWORD_NAME',
        expected: 'a keyword of capitals, digits and underscores',
        found: mark,
        where,
        fix: `Rename it, for instance to ${plainName(mark)}, here and in ${environment.file}.`,
      }),
    ),
    ...[...text.matchAll(KEYWORD)].flatMap(([mark, textName, wholeName]): Failure[] => {
      const name = textName ?? wholeName ?? '';
      const isSecret = environment.secrets.some((secret) => secret.name === name);
      if (!isSecret && name !== KNOWN_AT_DEPLOY && !Object.hasOwn(environment.values, name)) {
        return [
          {
            code: 'KEYWORD_UNSET',
            expected: `a value for ${mark} in environment "${environment.name}"`,
            found: 'none',
            where,
            fix: `Set ${name} under \`values:\` in ${environment.file}, or name it under \`secrets:\` there.`,
          },
        ];
      }
      const fits = wholeName === undefined ? typeof environment.values[name] !== 'object' : mark === text;
      if (fits) return [];
      return [
        {
          code: 'KEYWORD_NOT_TEXT',
          expected: wholeName === undefined ? `${name} to be one text` : `"${mark}" to stand alone`,
          found: wholeName === undefined ? 'a list or an object' : 'text around it',
          where,
          fix: `Use "@@${name}@@" alone for a list or an object, ##${name}## for a text.`,
        },
      ];
    }),
  ]);
}

const spacedMarks = (text: string, { values, secrets }: Environment): [string][] =>
  [...text.matchAll(SPACED)].flatMap(([mark]): [string][] => {
    const [name = ''] = keywordsIn(plainName(mark));
    return Object.hasOwn(values, name) || secrets.some((secret) => secret.name === name) ? [[mark]] : [];
  });

/** A mark with a name that auth0-deploy-cli takes. */
function plainName(mark: string): string {
  const name = mark.slice(2, -2).trim().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return `${mark.slice(0, 2)}${name.replaceAll(/\W+/g, '_').toUpperCase()}${mark.slice(-2)}`;
}
