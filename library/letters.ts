/**
 * Small letters of living languages: the main exemplar characters of every locale of the Unicode CLDR 48.2 that is written in
 * Latin script, of the blocks Latin-1 Supplement, Extended-A, Extended-B and Extended Additional. Left out are those that read as
 * others: dotless i, the florin and turned letters. Phonetic and click letters are in other blocks.
 */
const LATIN =
  'a-z\u00df-\u00f6\u00f8-\u012b\u012f\u0135-\u0137\u013a-\u013e\u0142-\u0148\u014b-\u0161\u0165-\u017e\u0199\u01a1\u01b0-\u01b4\u01ce-\u01dc\u01e5-\u01eb\u01ef\u01f5-\u01f9\u0219-\u021b\u021f\u1e0d\u1e11-\u1e13\u1e25\u1e37\u1e3b-\u1e4b\u1e5b\u1e63\u1e6d-\u1e71\u1e7d\u1e81-\u1e85\u1e91-\u1e93\u1ea1-\u1ef9';

/**
 * Scripts that a name may be written in besides the Latin one, and the Latin suffixes of countries that write so. Chinese, Japanese
 * and Korean names mix with Latin letters (`+`). Scripts without a suffix are those of suffixes in them.
 */
const SCRIPTS = `
Cyrl ru su by ua bg rs mk me kz kg mn
Grek gr cy
Armn am
Geor ge
Hebr il
Arab ae eg iq ir jo kw ma qa sa tn
Thai th
Hang+ kr
Hani+ cn tw hk mo sg
Hani+Hira+Kana+ jp
Deva in np
Beng
Gujr
Guru
Knda
Mlym
Orya
Sinh
Taml
Telu
Laoo
`;

/**
 * Returns whether each label of a name has only letters that its suffix allows: Latin ones, or those of one script that
 * the country writes. A suffix in another script allows that script.
 *
 * @param name in lower case and Unicode form, without a trailing dot
 */
export function hasAllowedLetters(name: string): boolean {
  const labels = name.split('.');
  const tld = labels.at(-1) ?? '';
  const isLatin = only(LATIN);
  const lines = SCRIPTS.trim().split('\n');
  const script = lines
    .map((line) => line.split(' '))
    .find(([codes = '', ...suffixes]) =>
      isLatin.test(tld) ? suffixes.includes(tld) : only(lettersOf(codes)).test(tld),
    );
  const isOfScript = script && only(lettersOf(script[0] ?? ''));
  return labels.every((label) => isLatin.test(label) || isOfScript?.test(label) === true);
}

const lettersOf = (codes: string): string => codes.replaceAll(/[A-Z]\w+/g, '\\p{scx=$&}').replaceAll('+', 'a-z');

/** Made at need: most names are ASCII, and a literal's Unicode classes take half of the time the Action needs to load. */
const only = (letters: string): RegExp => new RegExp(`^[${letters}\\d-]+$`, 'u');
