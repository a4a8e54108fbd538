import type { Failure } from '../failures.ts';
import type { Environment } from './environment.ts';
import { KEYWORD, KNOWN_AT_DEPLOY, keywordsIn } from './keywords.ts';
import type { TextAt } from './yaml-file.ts';

/**
 * Matches what looks like a keyword and is not one to auth0-deploy-cli, which would leave it in place: a name with
 * other characters than word characters, or with spaces around or in it.
 */
const BAD_NAME =
  /##(?=[\p{L}\p{N}_.:/-]*[^\w#])[\p{L}\p{N}_.:/-]{1,100}##|@@(?=[\p{L}\p{N}_.:/-]*[^\w@])[\p{L}\p{N}_.:/-]{1,100}@@/gu;
/** Matches a mark with spaces. It is a keyword only if the name is known: it may be a heading. */
const SPACED = /(##|@@)(?=\w* )( *\w+)+ *\1/g;

/** Checks that the environment sets every keyword, and that no list or object is inside a text. */
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

/** Returns a mark with a name that auth0-deploy-cli accepts. */
function plainName(mark: string): string {
  const name = mark.slice(2, -2).trim().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return `${mark.slice(0, 2)}${name.replaceAll(/\W+/g, '_').toUpperCase()}${mark.slice(-2)}`;
}
