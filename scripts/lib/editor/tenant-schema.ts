import { DEPLOY_CLI_FLAGS } from '../check/login/tenant-settings.ts';
import { SECTION_APIS, type SectionApi } from '../management-api/sections.ts';
import type { Specification } from '../management-api/specification.ts';
import { OIN_APP_TYPE, OIN_CLIENT_SCHEMA } from '../manifest/integration.ts';
import { DEPLOY_CLI_SECTIONS, REFUSED_SECTIONS } from '../manifest/sections.ts';
import { TENANT_FILE_SCHEMA } from '../manifest/tenant-file.ts';
import { editorForm, type JsonSchema, KEYWORD_DEFINITIONS, whenever } from './editor-form.ts';

interface ObjectSchema extends JsonSchema {
  properties: Readonly<Record<string, unknown>>;
}

const COMPONENT = '#/components/schemas/';
/** The published name of the flags' schema. */
const FLAGS = 'TenantSettingsFlags';

/** JSON Schema draft-07 of `tenant/tenant.yaml`: what this project checks, and what Auth0's published API takes. */
export function tenantSchema(specification: Specification): object {
  const apis = [...new Set(Object.values(SECTION_APIS))];
  const bodies = Object.fromEntries(apis.map((api) => [definitionName(api), bodyOf(api, specification)]));
  const sections = DEPLOY_CLI_SECTIONS.filter((name) => !(name in REFUSED_SECTIONS));
  const refused = Object.entries(REFUSED_SECTIONS).map(([name, fix]) => [
    name,
    { not: {}, errorMessage: fix, doNotSuggest: true },
  ]);
  const definitions = { ...bodies, ...componentsOf(bodies, specification) };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'tenant/tenant.yaml',
    type: 'object',
    required: TENANT_FILE_SCHEMA.required,
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(sections.map((name) => [name, editorForm(sectionSchema(name), { keywords: true })])),
      ...Object.fromEntries(refused),
    },
    definitions: {
      ...KEYWORD_DEFINITIONS,
      ...Object.fromEntries(
        Object.entries(definitions).map(([name, schema]) => [name, editorForm(schema, { keywords: true })]),
      ),
    },
  };
}

const definitionName = ({ create }: SectionApi): string => create.replaceAll(/[^A-Za-z]+/g, '-');

/** Returns the schema of a section by our own rules, with its entries by the published ones. */
function sectionSchema(section: string): JsonSchema {
  const own: JsonSchema = TENANT_FILE_SCHEMA.properties[section] ?? {};
  const api = SECTION_APIS[section];
  if (api === undefined) return own;
  const entry = { $ref: `#/definitions/${definitionName(api)}` };
  const entries = section === 'clients' ? { allOf: [entry, OIN_CLIENT] } : entry;
  return { allOf: [own, own.type === 'array' ? { items: entries } : entries] };
}

const OIN_CLIENT = whenever(
  { type: 'object', required: ['app_type'], properties: { app_type: { const: OIN_APP_TYPE } } },
  OIN_CLIENT_SCHEMA,
);

/** Returns the request body with auth0-deploy-cli's own keys, as `checkPublishedSchemas` accepts it. */
function bodyOf({ create, ownKeys = [] }: SectionApi, { operations, components }: Specification): ObjectSchema {
  const name = referenceIn(operations[create]?.body);
  const body = components.schemas[name];
  if (!isObjectSchema(body)) throw new Error(`the body of ${create} is not an object`);
  const { minProperties: _, ...rest } = body;
  return { ...rest, properties: { ...body.properties, ...Object.fromEntries(ownKeys.map((key) => [key, {}])) } };
}

function componentsOf(roots: unknown, { components }: Specification): Record<string, unknown> {
  const found = new Map<string, unknown>();
  const queue = referencesIn(roots);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    const schema = components.schemas[name];
    found.set(name, name === FLAGS && isObjectSchema(schema) ? flagsThatAreWritten(schema) : schema);
    queue.push(...referencesIn(schema));
  }
  return Object.fromEntries([...found].sort(([a], [b]) => a.localeCompare(b)));
}

const flagsThatAreWritten = (flags: ObjectSchema): JsonSchema => ({
  ...flags,
  additionalProperties: false,
  properties: Object.fromEntries(DEPLOY_CLI_FLAGS.map((flag) => [flag, flags.properties[flag] ?? {}])),
});

const referencesIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);

const referenceIn = (body: object | undefined): string =>
  body && '$ref' in body ? String(body.$ref).slice(COMPONENT.length) : '';

const isObjectSchema = (schema: object | undefined): schema is ObjectSchema =>
  schema !== undefined && 'properties' in schema && typeof schema.properties === 'object';
