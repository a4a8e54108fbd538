import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { SchemaObject } from 'ajv';
import { type Failure, failed, ok, type Place, type Result } from '../failures.ts';
import { checkOktaKey } from '../okta-key.ts';
import { readRegularFile } from '../regular-file.ts';
import { describeValue } from './describe-value.ts';
import { ENVIRONMENT_ACTIONS_SCHEMA, type EnvironmentActions } from './environment-actions.ts';
import { KNOWN_AT_DEPLOY, keywordsIn, resolveKeywords } from './keywords.ts';
import { PINNED_SECTIONS, type PinnedIds } from './pinned-ids.ts';
import { compileSchema, schemaFailures } from './schema.ts';
import { type Path, readYamlFile } from './yaml-file.ts';

/** Its value is computed: the ids of the OIN clients, which exist only once a deploy has made them. */
export const OIN_CLIENT_IDS = 'OIN_CLIENT_IDS';

export interface SecretName {
  name: string;
  /** Raise it with the value: secrets can't be read back, so a version is how a deploy sees that one changed. */
  version: number;
  /** A short hash of the value may be shown. */
  isPublic: boolean;
}

export interface Environment {
  name: string;
  /** Relative to the project. */
  file: string;
  /** Keywords and their values. */
  values: Readonly<Record<string, unknown>>;
  secrets: SecretName[];
  oktaPublicKeyPem?: string;
  /** The file of that key. */
  oktaKeyFile?: string;
  /** Name of the environment that a commit reaches first, by `after:`. */
  after?: string;
  /** Its applications may be on developers' own machines (`localhost`, tunnels), by `development:`. */
  isDevelopment: boolean;
  /** Sections of `tenant.yaml` that this tenant's subscription does not include, by `without:`. */
  without: readonly LeftOutSection[];
  /** Settings of the Actions that are this environment's own, by `actions:`; the other ones are common. */
  actions?: EnvironmentActions;
  /** Ids on this environment's tenant, where names do not say what is meant. */
  ids: PinnedIds;
  /** Returns the place of an id in `ids:`. */
  placeOfId(section: string, name: string): Place;
  /** Returns the place of a top-level key. */
  placeOfKey(key: string): Place;
  /** Returns the place of a setting in `actions:`. */
  placeOfSetting(path: Path): Place;
  /** Returns the place in the file of a value of `values:`, or of a part of it. */
  placeOf(path: Path): Place;
}

interface EnvironmentFile {
  values?: Record<string, unknown>;
  secrets?: Record<string, { version: number; public?: boolean }>;
  actions?: EnvironmentActions;
  without?: LeftOutSection[];
  ids?: PinnedIds;
  okta_public_key?: string;
  after?: string;
  development?: boolean;
}

/** Sections that an environment may do without: no other section refers to them, and Auth0 sells them apart. */
const LEFT_OUT_SECTIONS = ['roles'] as const;
export type LeftOutSection = (typeof LEFT_OUT_SECTIONS)[number];

const FOLDER = 'tenant/environments';
const NAME = {
  pattern: '^[A-Z][A-Z0-9_]*$',
  says: {
    code: 'KEYWORD_NAME',
    expected: 'a keyword of capitals, digits and underscores',
    fix: 'Rename it here and where it is used.',
  },
};
/**
 * The schema of a secret's name. Secrets are variables of auth0-deploy-cli's process, and the refused names would
 * configure it.
 */
const SECRET_NAME = {
  allOf: [
    NAME,
    {
      pattern: '^(?!AUTH0_|NODE_|LD_|DYLD_)',
      says: {
        code: 'KEYWORD_NAME',
        expected: 'a secret whose name begins with neither AUTH0_, NODE_, LD_ nor DYLD_',
        fix: 'Rename it here and where it is used.',
      },
    },
  ],
};

/** The JSON Schema of a file in `tenant/environments/`. */
export const ENVIRONMENT_FILE_SCHEMA: SchemaObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    values: { type: 'object', propertyNames: NAME },
    secrets: {
      type: 'object',
      propertyNames: SECRET_NAME,
      additionalProperties: {
        type: 'object',
        required: ['version'],
        additionalProperties: false,
        properties: { version: { type: 'integer', minimum: 1 }, public: { type: 'boolean' } },
      },
    },
    actions: ENVIRONMENT_ACTIONS_SCHEMA,
    without: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: LEFT_OUT_SECTIONS } },
    ids: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        PINNED_SECTIONS.map((section) => [
          section,
          { type: 'object', additionalProperties: { type: 'string', minLength: 1, shown: true } },
        ]),
      ),
    },
    after: {
      type: 'string',
      pattern: '^[\\w.-]+$',
      says: { expected: 'the name of another environment, such as staging', fix: 'Write one name, on one line.' },
    },
    development: { type: 'boolean' },
    okta_public_key: {
      type: 'string',
      pattern: '^\\./[\\w.-]+\\.pem$',
      says: { expected: 'a .pem file beside the environment file, such as ./local.pem', fix: 'Save the key there.' },
    },
  },
};

const isEnvironmentFile = compileSchema<EnvironmentFile>(ENVIRONMENT_FILE_SCHEMA);

/** Reads `tenant/environments/<name>.yaml`. */
export async function readEnvironment(rootDir: string, name: string): Promise<Result<Environment>> {
  const names = await environmentNames(rootDir);
  if (!names.includes(name)) return failed(unknownEnvironment(name, names));

  const file = `${FOLDER}/${name}.yaml`;
  const yaml = await readYamlFile(rootDir, file);
  if (!yaml.ok) return yaml;
  const content = yaml.value.value ?? {};
  if (!isEnvironmentFile(content)) return failed(...schemaFailures(isEnvironmentFile.errors, yaml.value));

  const {
    values = {},
    secrets = {},
    ids = {},
    okta_public_key: keyFile,
    actions,
    without = [],
    after,
    development = false,
  } = content;
  const changed = yaml.value.changedNumbers();
  if (changed.length > 0) {
    return failed(
      ...changed.map(
        ({ text, where }): Failure => ({
          code: 'INVALID_VALUE',
          expected: 'a number as it is meant, or a text in quotes',
          found: `${describeValue(text)}, which YAML reads as ${describeValue(Number(text))}`,
          where,
          fix: 'Put it in quotes, or write the number out.',
        }),
      ),
    );
  }
  const nested = Object.entries(values).filter(([, value]) => otherKeywordsIn(value).length > 0);
  if (nested.length > 0) {
    return failed(
      ...nested.map(
        ([key]): Failure => ({
          code: 'KEYWORD_UNSET',
          expected: `no keyword but ##${KNOWN_AT_DEPLOY}## in a value`,
          found: otherKeywordsIn(values[key])
            .map((keyword) => `##${keyword}##`)
            .join(', '),
          where: yaml.value.placeOf(['values', key]),
          fix: 'Write the value out.',
        }),
      ),
    );
  }

  const environment: Environment = {
    name,
    file,
    values,
    secrets: Object.entries(secrets).map(([secret, { version, public: isPublic = false }]) => ({
      name: secret,
      version,
      isPublic,
    })),
    ids,
    without,
    isDevelopment: development,
    placeOfId: (section, pinned) => yaml.value.placeOf(['ids', section, pinned]),
    placeOf: (path) => yaml.value.placeOf(['values', ...path]),
    placeOfSetting: (path) => yaml.value.placeOf(['actions', ...path]),
    placeOfKey: (key) => yaml.value.placeOf([key]),
    ...(actions === undefined ? {} : { actions }),
    ...(after === undefined ? {} : { after }),
  };
  if (keyFile === undefined) return ok(environment);

  const pemFile = posix.join(FOLDER, keyFile);
  const pem = Buffer.from(await readRegularFile(join(rootDir, pemFile)).catch(() => '')).toString('utf8');
  const invalid = checkOktaKey(pem, { file: pemFile });
  return invalid ? failed(invalid) : ok({ ...environment, oktaPublicKeyPem: pem, oktaKeyFile: pemFile });
}

/** Returns the environment's values, with those filled in that are known only at a deploy. */
export function valuesOf(environment: Environment, domain: string | undefined): Record<string, unknown> {
  if (domain === undefined) return { ...environment.values };
  const known = { [KNOWN_AT_DEPLOY]: domain };
  const values = Object.entries(environment.values).map(([key, value]) => [key, resolveKeywords(value, known)]);
  return { ...Object.fromEntries(values), ...known };
}

/** Returns the names of all environments, sorted. */
export async function environmentNames(rootDir: string): Promise<string[]> {
  const files = await readdir(join(rootDir, FOLDER)).catch((): string[] => []);
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

function unknownEnvironment(name: string, names: string[]): Failure {
  return {
    code: 'UNKNOWN_ENVIRONMENT',
    expected: names.length > 0 ? `one of ${names.join(', ')}` : `files in ${FOLDER}`,
    found: `"${name}"`,
    fix: `Choose one with --env, or create ${FOLDER}/${name}.yaml.`,
  };
}

const otherKeywordsIn = (value: unknown): string[] =>
  keywordsIn(JSON.stringify(value) ?? '').filter((keyword) => keyword !== KNOWN_AT_DEPLOY);
