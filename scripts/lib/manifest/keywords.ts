import type { Failure } from '../failures.ts';
import type { Environment } from './environment.ts';
import type { TextAt } from './yaml-file.ts';

/**
 * `##NAME##` stands for a text, `"@@NAME@@"` for a whole value of any type (auth0-deploy-cli, "Dynamic values with
 * keyword replacement").
 */
const KEYWORD = /##(\w+)##|@@(\w+)@@/g;

/** What looks like a keyword and is none to auth0-deploy-cli's users: a dot would match any character. */
const BAD_NAME = /##(?=[\w.-]*[.-])[\w.-]+##|@@(?=[\w.-]*[.-])[\w.-]+@@/g;

/** Known when a deploy runs, not when it is built. */
export const KNOWN_AT_DEPLOY = 'AUTH0_DOMAIN';

/** Every keyword in a text. */
export function keywordsIn(text: string): string[] {
  return [...text.matchAll(KEYWORD)].map((match) => match[1] ?? match[2] ?? '');
}

/**
 * A copy of `value` with the keywords that `values` names replaced, and all others left as they are. We do this
 * ourselves, on parsed YAML: auth0-deploy-cli replaces raw text, and leaves a keyword that is not set in place inside
 * every list (deploy-cli.md fact 7).
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

/** A keyword must be set by the environment, and a list or object can't stand inside a text. */
export function checkKeywords(texts: TextAt[], environment: Environment): Failure[] {
  return texts.flatMap(({ text, where }) => [
    ...[...text.matchAll(BAD_NAME)].map(
      ([mark]): Failure => ({
        code: 'KEYWORD_NAME',
        expected: 'a keyword of capitals, digits and underscores',
        found: mark,
        where,
        fix: `Rename it, for instance to ${mark.replaceAll(/[.-]/g, '_').toUpperCase()}, here and in ${environment.file}.`,
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
