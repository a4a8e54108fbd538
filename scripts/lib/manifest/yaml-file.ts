import { join } from 'node:path';
import { type Document, type ErrorCode, isNode, isScalar, Lexer, LineCounter, parseDocument, visit } from 'yaml';
import { type Failure, failed, ok, type Place, type Result } from '../failures.ts';
import { fileFailure } from '../file-failure.ts';
import { readRegularFile } from '../regular-file.ts';

/** Lists the keys and indexes from the top of a file to a value. */
export type Path = readonly (string | number)[];

export interface TextAt {
  text: string;
  where: Place;
  /** It is the name of a property. */
  isKey?: boolean;
}

/** Represents a YAML file with the place of everything in it. */
export interface YamlFile {
  value: unknown;
  /** Returns the place of the value at `path`; of its nearest parent if it is missing. */
  placeOf(path: Path): Place;
  /** Returns the place of the key that ends `path`. */
  placeOfKey(path: Path): Place;
  /** Every string in the file, keys too. */
  strings(): TextAt[];
  /** Every number that reads otherwise than it is written, such as `007` or `1.10`. */
  changedNumbers(): TextAt[];
}

/** @param file relative to `rootDir`, with forward slashes. */
export async function readYamlFile(rootDir: string, file: string): Promise<Result<YamlFile>> {
  let bytes: Uint8Array;
  try {
    bytes = await readRegularFile(join(rootDir, file));
  } catch (error) {
    const failure = fileFailure(error, rootDir);
    if (failure !== undefined && !failure.found.includes('ENOENT')) return failed({ ...failure, where: { file } });
    return failed({
      code: 'FILE_MISSING',
      expected: `the file ${file}`,
      found: 'no such file',
      where: { file },
      fix: `Create ${file}, or run the command in the project's folder.`,
    });
  }
  const text = utf8Of(bytes);
  if (text === undefined) return failed(noText(file));
  try {
    return readYaml(text, file);
  } catch (error) {
    return failed(beyondReason(error, file));
  }
}

/** Decodes UTF-8 without a byte order mark; returns nothing if the bytes are not UTF-8. */
function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return NO_TEXT.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Characters that YAML 1.2 does not allow (section 5.1), which a file in UTF-16 is full of. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NO_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/;

const noText = (file: string): Failure => ({
  code: 'YAML_MALFORMED',
  expected: 'YAML 1.2 in UTF-8',
  found: 'bytes that are no text in UTF-8',
  where: { file },
  fix: `Save ${file} as UTF-8, without control characters.`,
});

/** Limits the aliases of one anchor; no tenant needs as many, and each may expand to many more. */
const MAX_ALIASES = 1000;
const MAX_DEPTH = 100;

function readYaml(text: string, file: string): Result<YamlFile> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  // A tag that is not known is a warning to the parser, and a text without it.
  const problems = [...document.errors, ...document.warnings];
  if (problems.some(({ message }) => message.includes('call stack'))) throw new RangeError('too deep');
  if (problems.length > 0) return failed(...problems.map((error) => malformed(error, at(error.pos[0]))));
  const unquoted = unquotedMarks(text);
  if (unquoted.length > 0) return failed(...unquoted.map(({ mark, offset }) => unquotedFailure(mark, at(offset))));
  const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  if (isDeeperThan(MAX_DEPTH, value)) throw new RangeError('too deep');
  return ok({
    value,
    placeOf: (path) => at(offsetOf(document, path)),
    placeOfKey: (path) => at(keyOffsetOf(document, path) ?? offsetOf(document, path)),
    strings: () => stringsOf(document, at),
    changedNumbers: () => changedNumbersOf(document, at),
  });
}

/** Replaces messages that repeat the text of the file: it may contain a secret. */
const WITHOUT_TEXT: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_DIRECTIVE: 'a directive that is not known',
  BAD_DQ_ESCAPE: 'an escape sequence that is not known, in double quotes',
  TAG_RESOLVE_FAILED: 'a tag that is not known',
};

/** Level by level: a function that calls itself would end as the parser does. */
function isDeeperThan(max: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > max) return true;
    const parts = new Set(level.filter((part) => typeof part === 'object' && part !== null));
    level = [...parts].flatMap((part) => Object.values(part ?? {}));
  }
  return false;
}

/**
 * Returns a failure for what the parser throws: too many aliases, too many levels, or a merge key of a value that is
 * not a map.
 */
function beyondReason(error: unknown, file: string): Failure {
  if (error instanceof Error && error.message.startsWith('Merge sources must be')) {
    return {
      code: 'YAML_MALFORMED',
      expected: '`<<:` to name a map, or a list of maps',
      found: 'another value',
      where: { file },
      fix: 'Write an alias of a map, such as `<<: *common`.',
    };
  }
  const isAlias = error instanceof ReferenceError;
  if (!isAlias && !(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
  return {
    code: 'YAML_MALFORMED',
    expected: `at most ${MAX_ALIASES} aliases of an anchor, none of what it stands in, and at most ${MAX_DEPTH} levels`,
    found: isAlias ? 'aliases beyond that' : 'levels or aliases beyond that',
    where: { file },
    fix: 'Write out what the aliases stand for.',
  };
}

function malformed(error: { code: ErrorCode; message: string }, where: Place): Failure {
  // After a colon, the message repeats the text it is about.
  const [said = ''] = error.message.split(': ');
  const reason = WITHOUT_TEXT[error.code] ?? said;
  const isUnquotedMark = reason.includes('reserved character @');
  return {
    code: 'YAML_MALFORMED',
    expected: 'YAML 1.2',
    found: reason,
    where,
    fix: isUnquotedMark ? 'Put the value in quotes: "@@NAME@@".' : 'Correct the YAML at this place.',
  };
}

/** The lexer's tokens that are not characters of the text (`yaml`, "CST"). */
const MARKERS = ['\u{2}', '\u{18}', '\u{1F}'];

/**
 * auth0-deploy-cli replaces text before it parses; to a YAML parser `key: ##NAME##` is a key without a value and a
 * comment.
 */
function unquotedMarks(text: string): { mark: string; offset: number }[] {
  const found: { mark: string; offset: number }[] = [];
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (MARKERS.includes(token)) continue;
    const mark = /^##[\w.-]+##/.exec(token)?.[0];
    if (mark !== undefined) found.push({ mark, offset });
    offset += token.length;
  }
  return found;
}

const unquotedFailure = (mark: string, where: Place): Failure => ({
  code: 'KEYWORD_UNQUOTED',
  expected: `"${mark}" in quotes`,
  found: `${mark}, which is a comment to YAML`,
  where,
  fix: `Write "${mark}".`,
});

function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOffsetOf(document: Document, path: Path): number | undefined {
  let offset: number | undefined;
  const parent = document.getIn(path.slice(0, -1), true);
  if (!isNode(parent)) return undefined;
  visit(parent, {
    Pair(_key, pair) {
      if (isScalar(pair.key) && pair.key.value === path.at(-1)) offset = pair.key.range?.[0];
      return visit.SKIP;
    },
  });
  return offset;
}

function stringsOf(document: Document, at: (offset: number) => Place): TextAt[] {
  const found: TextAt[] = [];
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== 'string') return;
      found.push({ text: node.value, where: at(node.range?.[0] ?? 0), ...(key === 'key' && { isKey: true }) });
    },
  });
  return found;
}

function changedNumbersOf(document: Document, at: (offset: number) => Place): TextAt[] {
  const found: TextAt[] = [];
  visit(document, {
    Scalar(_key, { value, source, range }) {
      if (typeof value !== 'number' || source === undefined || String(value) === source) return;
      found.push({ text: source, where: at(range?.[0] ?? 0) });
    },
  });
  return found;
}
