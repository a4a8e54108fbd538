/**
 * `node emulator/management/extract-openapi.ts PATH_TO_FULL_SPEC` writes `openapi.json` beside this file: of Auth0's
 * published OpenAPI document only the operations in `operations.ts`, with their scopes, query parameters, request bodies
 * and the schemas those reach. Texts, defaults (they are examples there) and responses are left out.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '../state.ts';
import type { Specification, SpecOperation } from './openapi.ts';
import { operations } from './operations.ts';

interface PublishedOperation {
  parameters?: { in: string; name: string; required?: boolean; schema: JsonObject }[];
  requestBody?: { content: Record<string, { schema: JsonObject }> };
  security?: Record<string, string[]>[];
}

interface PublishedSpecification {
  paths: Record<string, Record<string, PublishedOperation>>;
  components: { schemas: Record<string, JsonObject> };
}

/** Query parameters and properties that real traffic has and the published document lacks. */
const OVERLAY = {
  query: {
    // auth0-deploy-cli 8.44 sends `type=tenant`.
    'GET /roles': [{ name: 'type', schema: { type: 'string' } }],
  } as Record<string, SpecOperation['query']>,
  properties: {
    // Flags that auth0-deploy-cli 8.44 knows and that show in recorded traffic.
    TenantSettingsFlags: {
      use_scope_descriptions_for_consent: { type: 'boolean' },
      require_pushed_authorization_requests: { type: 'boolean' },
    },
    // How the dashboard and auth0-deploy-cli write session lifetimes; GET answers in hours.
    UpdateTenantSettingsRequestContent: {
      session_lifetime_in_minutes: { type: 'number', minimum: 1 },
      idle_session_lifetime_in_minutes: { type: 'number', minimum: 1 },
    },
  } as Record<string, JsonObject>,
};

/** Query parameters that are not emulated: refused as unknown, which is better than ignored. */
const LEFT_OUT: Record<string, string[]> = {
  'GET /client-grants': ['allow_any_organization', 'subject_type', 'default_for'],
  'GET /clients': ['external_client_id', 'q'],
  'GET /custom-domains': ['q', 'sort'],
  'GET /organizations': ['sort'],
  'GET /organizations/{id}/client-grants': ['audience', 'client_id', 'grant_ids'],
  'GET /organizations/{id}/connections': ['is_enabled'],
};

/** Schemas that only a strategy's own connection schema reaches. */
const FOR_STRATEGIES = ['ConnectionDomainAliases'];

/** No constraint hangs on these keywords. */
const DROPPED = new Set(['default', 'description', 'title', 'example', 'examples', 'deprecated']);
const REFERENCE = '#/components/schemas/';

function withoutTexts(value: JsonValue, insideProperties = false): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withoutTexts(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => insideProperties || !DROPPED.has(key))
      .map(([key, child]) => [key, key === 'enum' ? child : withoutTexts(child, key === 'properties')]),
  );
}

function referencesIn(value: unknown): string[] {
  const found = JSON.stringify(value).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  return [...found].map((match) => match[1] ?? '');
}

function extractOperation(published: PublishedSpecification, key: string): SpecOperation {
  const [method = '', path = ''] = key.split(' ');
  const source = published.paths[path]?.[method.toLowerCase()];
  if (source === undefined) throw new Error(`${key} is not in the published specification`);
  const body = source.requestBody?.content['application/json']?.schema;
  return {
    scopes: source.security?.flatMap((scheme) => scheme.oAuth2ClientCredentials ?? []) ?? [],
    query: [
      ...(source.parameters ?? [])
        .filter((parameter) => parameter.in === 'query' && !LEFT_OUT[key]?.includes(parameter.name))
        .map(({ name, required, schema }) => ({
          name,
          ...(required ? { required } : {}),
          // withoutTexts keeps an object an object.
          schema: withoutTexts(schema) as JsonObject,
        })),
      ...(OVERLAY.query[key] ?? []),
    ],
    ...(body === undefined ? {} : { body }),
  };
}

function reachableSchemas(published: PublishedSpecification, roots: string[]): Record<string, JsonObject> {
  const schemas: Record<string, JsonObject> = {};
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const source = published.components.schemas[name];
    if (schemas[name] !== undefined) continue;
    if (source === undefined) throw new Error(`${REFERENCE}${name} is not in the published specification`);
    // withoutTexts keeps an object an object.
    const schema = withoutTexts(source) as JsonObject;
    const extra = OVERLAY.properties[name];
    schemas[name] =
      extra === undefined ? schema : { ...schema, properties: Object.assign({}, schema.properties, extra) };
    queue.push(...referencesIn(schema));
  }
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function extract(published: PublishedSpecification): Specification {
  const kept = Object.fromEntries(
    Object.keys(operations)
      .sort()
      .map((key) => [key, extractOperation(published, key)]),
  );
  return {
    operations: kept,
    components: { schemas: reachableSchemas(published, [...referencesIn(kept), ...FOR_STRATEGIES]) },
  };
}

const source = process.argv[2];
if (source === undefined) throw new Error('Usage: node emulator/management/extract-openapi.ts PATH_TO_FULL_SPEC');
// The published document has this shape; a missing operation or schema is an error above.
const published = JSON.parse(readFileSync(source, 'utf8')) as PublishedSpecification;
writeFileSync(new URL('./openapi.json', import.meta.url), `${JSON.stringify(extract(published))}\n`);
