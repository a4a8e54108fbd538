import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { loginEvent, type NamedEvent, type OwnPerson, type Samples, withOwnEvents } from '#actions-testing';
import { SCOPES } from '../../../library/scopes.ts';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { isRecord } from '../is-record.ts';
import { compileSchema, nameOf, schemaFailures } from '../manifest/schema.ts';
import type { Path } from '../manifest/yaml-file.ts';
import { loadText } from './evaluate.ts';
import { loadFailures } from './load-failures.ts';
import { SAMPLES_FILE, samplesPlaces } from './samples-file.ts';

type Places = Awaited<ReturnType<typeof samplesPlaces>>;

const ENTRY = `export { samples } from './${SAMPLES_FILE}';`;
/** Made by `npm start` in any case. */
const ORGANIZATIONS: readonly string[] = ['acme', 'globex'];
const EMAILS: readonly string[] = ['ada@acme.com', 'gus@globex.com', 'mel@partner.example'];

/** Loads the team's own samples, and judges them; there are none where the project has no `actions/samples.ts`. */
export async function loadSamples(rootDir: string): Promise<Result<Samples>> {
  const isThere = await access(join(rootDir, SAMPLES_FILE)).then(
    () => true,
    () => false,
  );
  if (!isThere) return ok({});
  const loaded = await loadFile(rootDir);
  if (!loaded.ok) return loaded;
  const places = await samplesPlaces(rootDir);
  const data = dataOf(loaded.value);
  if (!isSamples(data)) return failed(...schemaFailures(isSamples.errors, places));
  // The schema holds for all of it but functions.
  const samples = loaded.value as Samples;
  const failures = [
    ...nameFailures(samples, places),
    ...metadataFailures(samples, places),
    ...eventFailures(samples, places),
  ];
  return failures.length > 0 ? failed(...failures) : ok(samples);
}

async function loadFile(rootDir: string): Promise<Result<unknown>> {
  try {
    const { samples } = await loadText<{ samples: unknown }>(rootDir, ENTRY, undefined);
    return ok(samples);
  } catch (error) {
    const fix = 'Correct the file, or delete it: it is only for samples.';
    return failed(...loadFailures(error, { file: SAMPLES_FILE, name: 'samples', fix }));
  }
}

const text = { type: 'string', minLength: 1, shown: true };
const texts = { type: 'array', items: text };
const closed = (required: string[], properties: Record<string, unknown>) => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});
const isSamples = compileSchema<object>(
  closed([], {
    organizations: {
      type: 'array',
      items: closed(['name'], {
        name: { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]*$', shown: true },
        displayName: text,
        domains: texts,
        metadata: { type: 'object', additionalProperties: { type: 'string' } },
      }),
    },
    people: {
      type: 'array',
      items: closed(['email', 'name', 'organizations', 'shows'], {
        email: { type: 'string', pattern: '^[^\\s@]+@[^\\s@]+$', shown: true },
        name: text,
        organizations: { ...texts, minItems: 1, uniqueItems: true },
        shows: text,
        appMetadata: { type: 'object' },
        roles: { ...texts, uniqueItems: true },
        emailVerified: { type: 'boolean' },
      }),
    },
    events: {
      type: 'object',
      propertyNames: { minLength: 1 },
      additionalProperties: {
        type: 'object',
        if: { required: ['changes'] },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
        then: closed(['changes'], {
          changes: { type: 'array', items: { type: 'object' } },
          description: text,
          startsAt: text,
          person: texts,
          expected: {
            type: 'object',
            minProperties: 1,
            maxProperties: 1,
            additionalProperties: false,
            properties: { allowed: { type: 'array', items: { enum: SCOPES } }, denied: texts },
          },
        }),
      },
    },
  }),
);

/** Returns the samples with an empty object in place of every function, for a schema. */
function dataOf(value: unknown): unknown {
  if (typeof value === 'function') return {};
  if (Array.isArray(value)) return value.map(dataOf);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, dataOf(item)])) : value;
}

/** Returns failures for names that occur twice, and for organizations that do not exist. */
function nameFailures({ organizations = [], people = [] }: Samples, { placeOf }: Places): Failure[] {
  const taken = (path: Path, name: string): Failure => ({
    code: 'DUPLICATE_NAME',
    expected: `samples.${nameOf(path)} to be one that no other sample has`,
    found: JSON.stringify(name),
    where: placeOf(path),
    fix: 'Choose another.',
  });
  const names = organizations.map(({ name }) => name);
  const emails = people.map(({ email }) => email);
  const known = [...ORGANIZATIONS, ...names];
  return [
    ...repeated(names, ORGANIZATIONS).map((index) => taken(['organizations', index, 'name'], names[index] ?? '')),
    ...repeated(emails, EMAILS).map((index) => taken(['people', index, 'email'], emails[index] ?? '')),
    ...people.flatMap(({ organizations: memberOf }: OwnPerson, index) =>
      memberOf.flatMap((name, position): Failure[] =>
        known.includes(name)
          ? []
          : [
              {
                code: 'UNKNOWN_REFERENCE',
                expected: `one of the sample organizations: ${known.join(', ')}`,
                found: JSON.stringify(name),
                where: placeOf(['people', index, 'organizations', position]),
                fix: 'Correct the name, or add the organization to samples.organizations.',
              },
            ],
      ),
    ),
  ];
}

const repeated = (list: readonly string[], others: readonly string[]): number[] =>
  list.flatMap((item, index) => (others.includes(item) || list.indexOf(item) < index ? [index] : []));

/** Makes each event once: a path that no event has, or a function that throws, is a failure at the event's name. */
function eventFailures({ events = {} }: Samples, { placeOfKey }: Places): Failure[] {
  return withOwnEvents([], events).flatMap(({ name, changes }: NamedEvent): Failure[] => {
    const found = problemOf(() => loginEvent(...changes));
    if (found === undefined) return [];
    return [
      {
        code: 'INVALID_VALUE',
        expected: `samples.events[${JSON.stringify(name)}] to make an event`,
        found,
        where: placeOfKey(['events', name]),
        fix: 'Correct the changes; library/contract.ts has every path of an event.',
      },
    ];
  });
}

/** Calls each function of `appMetadata` once, with ids that no organization has. */
function metadataFailures({ organizations = [], people = [] }: Samples, { placeOf }: Places): Failure[] {
  const names = [...ORGANIZATIONS, ...organizations.map(({ name }) => name)];
  const ids = Object.fromEntries(names.map((name) => [name, `org_${name}`]));
  return people.flatMap(({ appMetadata }, index): Failure[] => {
    if (typeof appMetadata !== 'function') return [];
    const found = problemOf(() => {
      if (!isRecord(appMetadata(ids))) throw new TypeError('another value');
    });
    if (found === undefined) return [];
    const path = ['people', index, 'appMetadata'];
    return [
      {
        code: 'INVALID_VALUE',
        expected: `samples.${nameOf(path)} to return an object`,
        found,
        where: placeOf(path),
        fix: 'Correct the function; it gets the ids of the organizations by their names.',
      },
    ];
  });
}

function problemOf(make: () => unknown): string | undefined {
  try {
    make();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll('\n', '; ') : String(error);
  }
}
