import { Ajv, type ErrorObject, type SchemaObject, type ValidateFunction } from 'ajv';
import type { Failure, FailureCode } from '../failures.ts';
import { describeBySchema, describeName, isName } from './describe-value.ts';
import { ruleWords, tellingErrors } from './rule-words.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/** Beside a rule in a schema: what to say when it is broken. */
export interface RuleText {
  code?: FailureCode;
  expected: string;
  fix: string;
}

/** `T` is what a value is once the schema holds. */
export function compileSchema<T>(schema: SchemaObject): ValidateFunction<T> {
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  ajv.addKeyword({ keyword: 'says', schemaType: 'object' });
  ajv.addKeyword({ keyword: 'shown', schemaType: 'boolean' });
  return ajv.compile<T>(schema);
}

/** Says where values of a file are: a YAML file does. */
type Places = Pick<YamlFile, 'placeOf' | 'placeOfKey'>;

/**
 * Returns a failure for each rule that a file breaks, with its place.
 *
 * @param base where in the file the checked value is (default: the file itself)
 */
export function schemaFailures(
  errors: readonly ErrorObject[] | null | undefined,
  yaml: Places,
  base: Path = [],
): Failure[] {
  const failures = firstOfKeys(tellingErrors(errors)).map((error): Failure => {
    const path = [...base, ...pathOf(error.instancePath)];
    if (error.keyword === 'additionalProperties') return unknownKey(error, path, yaml);
    if (error.propertyName !== undefined) return badKey(error, error.propertyName, path, yaml);
    const says: Partial<RuleText> = error.parentSchema?.says ?? {};
    return {
      code: says.code ?? 'INVALID_VALUE',
      expected: says.expected ?? `${nameOf(path)} ${ruleWords(error)}`,
      found: describeBySchema(error.parentSchema, error.data),
      where: yaml.placeOf(path),
      fix: says.fix ?? `Correct ${nameOf(path)}.`,
    };
  });
  // A value may break several rules that say the same.
  return [...new Map(failures.map((failure) => [JSON.stringify(failure), failure])).values()];
}

/** Keeps the first error of a name that breaks several rules: the others may be gone once it is corrected. */
const firstOfKeys = (errors: readonly ErrorObject[]): ErrorObject[] =>
  errors.filter(
    (error, index) =>
      error.propertyName === undefined ||
      errors.findIndex(
        ({ propertyName, instancePath }) => propertyName === error.propertyName && instancePath === error.instancePath,
      ) === index,
  );

function badKey(error: ErrorObject, key: string, parent: Path, yaml: Places): Failure {
  const says: Partial<RuleText> = error.parentSchema?.says ?? {};
  return {
    code: says.code ?? 'INVALID_VALUE',
    expected: says.expected ?? `the names in ${nameOf(parent)} to be right: a name ${ruleWords(error)}`,
    found: describeName(key),
    where: yaml.placeOfKey([...parent, key]),
    fix: says.fix ?? `Correct the name in ${nameOf(parent)}.`,
  };
}

function unknownKey(error: ErrorObject, parent: Path, yaml: Places): Failure {
  const key = String(error.params.additionalProperty);
  const known = Object.keys(error.parentSchema?.properties ?? {});
  return {
    code: 'UNKNOWN_KEY',
    expected: `only the keys ${known.join(', ')}`,
    found: describeName(key),
    where: yaml.placeOfKey([...parent, key]),
    fix: removeName(key),
  };
}

/** Returns what to do with a key that is not known. */
export const removeName = (key: string): string =>
  `Remove ${isName(key) ? describeName(key) : 'it'} or correct its spelling.`;

/** Returns an RFC 6901 pointer as a path. */
export function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Renders a path for people: `actions.[0].runtime`. */
export function nameOf(path: Path): string {
  return path.length === 0 ? 'the file' : path.map((part) => (typeof part === 'number' ? `[${part}]` : part)).join('.');
}
