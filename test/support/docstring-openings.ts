/** Matches openings that begin a fragment wherever the docstring is: "Of the tenant.", "What was found." */
const NEVER = /^(?:Of|What was|Whose|Whom)\b/;
/** Matches openings that begin a fragment before a declaration, which needs a sentence: "Returns what …". */
const NOT_BEFORE_A_DECLARATION = /^(?:What|Who|Where|How|Why|Which|When|Whether)\b/;
/** Matches words that only this project used, or used in a sense of its own. */
const PRIVATE =
  /\b(?:is|are|was|were) told\b|\bgives? out\b|\bwhat there is\b|\bcome(?:s|) of (?:it|a|the)\b|\bcame of\b/;

const DOCSTRING = /\/\*\*(?<text>.*?)\*\/[^\S\n]*\n(?<next>[^\n]*)/gs;
const DECLARATION = /^(?:export|function|async function|class|interface|type|const)\b/;

/**
 * Returns the docstrings of a source that are no plain sentences, as `file:line: opening`.
 *
 * @param isStrict also judges words, and openings before declarations
 */
export function fragments(file: string, source: string, isStrict: boolean): string[] {
  return [...source.matchAll(DOCSTRING)].flatMap(({ groups: { text = '', next = '' } = {}, index }) => {
    const words = text.replaceAll(/\s*\n\s*\*\s?/g, ' ').trim();
    const isFragment =
      NEVER.test(words) ||
      (isStrict && (PRIVATE.test(words) || (DECLARATION.test(next) && NOT_BEFORE_A_DECLARATION.test(words))));
    return isFragment ? [`${file}:${source.slice(0, index).split('\n').length}: ${words.slice(0, 60)}`] : [];
  });
}
