import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Failure } from '../../failures.ts';
import { SECTION_APIS, type SectionApi } from '../../management-api/sections.ts';
import { readSpecification } from '../../management-api/specification.ts';
import { describeBySchema, describeName } from '../../manifest/describe-value.ts';
import { keywordsIn } from '../../manifest/keywords.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { ruleWords, tellingErrors } from '../../manifest/rule-words.ts';
import { nameOf, pathOf, removeName } from '../../manifest/schema.ts';
import type { Path } from '../../manifest/yaml-file.ts';
import { isSecretKey } from '../../secret-fields.ts';

const ID = 'management-api';
/** Returns whether a text is a URL; every part may have a placeholder such as `{organization_name}` or `*`. */
const isUrl = (text: string): boolean => URL.canParse(text.replaceAll(/\{[a-z_.]+\}|\*/g, 'x'));

/** Lists Auth0's formats that mean the same here. Ids are names in YAML, and templates have a separate check. */
const FORMATS = {
  'absolute-uri-or-empty': (text: string) => text === '' || isUrl(text),
  'callback-url': isUrl,
  'strict-uri': isUrl,
  url: isUrl,
  'url-or-null': isUrl,
  'url-with-placeholders': isUrl,
};

/** Returns what Auth0's published API would refuse: each entry must fit the body of the request that creates it. */
export function checkPublishedSchemas(manifest: Manifest): Failure[] {
  const { operations } = readSpecification();
  return Object.entries(manifest.tenant).flatMap(([section, content]) => {
    const api = SECTION_APIS[section];
    const body = api && operations[api.create]?.body;
    if (api === undefined || body === undefined) return [];
    const validate = validatorOf(api.create, body);
    const entries: [Path, unknown][] = Array.isArray(content)
      ? content.map((entry, index) => [[section, index], entry])
      : [[[section], content]];
    return entries.flatMap(([path, entry]) => checkEntry(manifest, api, validate, path, entry));
  });
}

let published: Ajv | undefined;
const validators = new Map<string, ValidateFunction>();

/** Compiles a body's schema once in a process: a deploy checks twice, and `npm run dev` at every save. */
function validatorOf(operation: string, body: object): ValidateFunction {
  published ??= new Ajv({
    strict: false,
    allErrors: true,
    verbose: true,
    unicodeRegExp: false,
    logger: false,
    // Each validator runs a few times: to check its schema and to optimize its code takes longer than that gains.
    validateSchema: false,
    code: { optimize: false },
    formats: FORMATS,
  }).addSchema(readSpecification(), ID);
  const validator = validators.get(operation) ?? published.compile(withAbsoluteReferences(body));
  validators.set(operation, validator);
  return validator;
}

const withAbsoluteReferences = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${ID}#/components/`));

function checkEntry(
  manifest: Manifest,
  { create, ownKeys = [] }: SectionApi,
  validate: ValidateFunction,
  base: Path,
  entry: unknown,
): Failure[] {
  const sent = Object.entries(entry ?? {}).filter(([key]) => !ownKeys.includes(key));
  validate(Object.fromEntries(sent));
  return wholes(tellingErrors(validate.errors)).flatMap((error): Failure[] => {
    const path = [...base, ...pathOf(error.instancePath)];
    if (isCheckedElsewhere(error, path) || isNoRequest(error, entry)) return [];
    if (error.keyword === 'additionalProperties') {
      const key = String(error.params.additionalProperty);
      return [
        {
          code: 'UNKNOWN_KEY',
          expected: `a key that ${create} takes`,
          found: describeName(key),
          where: manifest.placeOfKey([...path, key]),
          fix: removeName(key),
        },
      ];
    }
    return [
      {
        code: 'INVALID_VALUE',
        expected: `${nameOf(path)} ${ruleWords(error)} (${create})`,
        found: describeBySchema(error.parentSchema, error.data),
        where: manifest.placeOf(path),
        fix: `Correct ${nameOf(path)}.`,
      },
    ];
  });
}

/** Returns the errors without those of each alternative, if a value fits none of several schemas. */
function wholes(errors: ErrorObject[]): ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  return errors.filter(
    (error) => !choices.some((choice) => choice !== error && error.instancePath.startsWith(choice.instancePath)),
  );
}

/** A secret is not repeated; a keyword's value is not known here; flags are checked by what auth0-deploy-cli keeps. */
function isCheckedElsewhere({ keyword, data }: ErrorObject, path: Path): boolean {
  if (typeof data === 'string' && (keywordsIn(data).length > 0 || isSecretKey(String(path.at(-1))))) return true;
  return keyword === 'additionalProperties' && path.join('.') === 'tenant.flags';
}

/** Returns whether nothing is sent in this body, because the section has only auth0-deploy-cli's own keys. */
const isNoRequest = ({ keyword, instancePath }: ErrorObject, entry: unknown): boolean =>
  keyword === 'minProperties' && instancePath === '' && Object.keys(entry ?? {}).length > 0;
