/**
 * `node emulator/management/extract-openapi.ts PATH_TO_FULL_SPEC` writes `openapi.json` beside this file: of Auth0's
 * published OpenAPI document only the operations in `operations.ts`, with their scopes, query parameters, request bodies
 * and the schemas those reach. Texts, defaults (they are examples there) and responses are left out.
 */
import { writeFileSync } from 'node:fs';
import type { JsonObject } from '../state.ts';
import type { Specification, SpecOperation } from './openapi.ts';
import { operations } from './operations.ts';
import {
  type PublishedSpecification,
  publishedOperation,
  reachableSchemas,
  readPublished,
  referencesIn,
  withoutTexts,
} from './published-openapi.ts';

/** Query parameters and properties that real traffic has and the published document lacks. */
const OVERLAY = {
  query: {
    // auth0-deploy-cli 8.44 sends `type=tenant`.
    'GET /roles': [{ name: 'type', schema: { type: 'string' } }],
    // Documented in prose (deploy-monitor/logs/log-search-query-syntax).
    'GET /logs': [{ name: 'q', schema: { type: 'string' } }],
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

function extractOperation(published: PublishedSpecification, key: string): SpecOperation {
  const source = publishedOperation(published, key);
  const body = source.requestBody?.content['application/json']?.schema;
  return {
    summary: source.summary ?? key,
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
    ...(LEFT_OUT[key] === undefined ? {} : { leftOut: LEFT_OUT[key] }),
    ...(body === undefined ? {} : { body }),
  };
}

function withOverlay(schemas: Record<string, JsonObject>): Record<string, JsonObject> {
  const extended = Object.entries(OVERLAY.properties).flatMap(([name, extra]): [string, JsonObject][] => {
    const schema = schemas[name];
    return schema ? [[name, { ...schema, properties: Object.assign({}, schema.properties, extra) }]] : [];
  });
  return { ...schemas, ...Object.fromEntries(extended) };
}

function extract(published: PublishedSpecification): Specification {
  const kept = Object.fromEntries(
    Object.keys(operations)
      .sort()
      .map((key) => [key, extractOperation(published, key)]),
  );
  return {
    operations: kept,
    components: { schemas: withOverlay(reachableSchemas(published, [...referencesIn(kept), ...FOR_STRATEGIES])) },
  };
}

const published = readPublished('node emulator/management/extract-openapi.ts PATH_TO_FULL_SPEC');
writeFileSync(new URL('./openapi.json', import.meta.url), `${JSON.stringify(extract(published))}\n`);
