/**
 * `node scripts/lib/management-api/extract.ts PATH_TO_FULL_SPEC` writes `management-api.json` beside this file: of
 * Auth0's published OpenAPI document the operations that `sections.ts` names, with their scopes, request bodies and the
 * schemas those reach, without texts. The emulator has an extract of its own: it is not the product, and serves other
 * operations.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { COMMAND_CALLS } from './command-calls.ts';
import { ALWAYS_CALLED, KEY_CALLS, SECTION_APIS, SETUP_CALLS } from './sections.ts';
import type { Operation, Specification } from './specification.ts';

interface PublishedOperation {
  requestBody?: { content: Record<string, { schema: object }> };
  security?: { oAuth2ClientCredentials?: string[] }[];
}

interface Published {
  paths: Record<string, Record<string, PublishedOperation>>;
  components: { schemas: Record<string, { properties?: object }> };
}

/** Properties that real traffic has and the published document lacks (auth0-deploy-cli 8.44 knows and sends them). */
const UNPUBLISHED: Readonly<Record<string, object>> = {
  TenantSettingsFlags: {
    require_pushed_authorization_requests: { type: 'boolean' },
    use_scope_descriptions_for_consent: { type: 'boolean' },
  },
  UpdateTenantSettingsRequestContent: {
    idle_session_lifetime_in_minutes: { type: 'number', minimum: 1 },
    session_lifetime_in_minutes: { type: 'number', minimum: 1 },
  },
};

function extractOperation({ paths }: Published, key: string, withBody: boolean): Operation {
  const [method = '', path = ''] = key.split(' ');
  const source = paths[path]?.[method.toLowerCase()];
  if (source === undefined) throw new Error(`${key} is not in the published specification`);
  const body = source.requestBody?.content['application/json']?.schema;
  return {
    scopes: source.security?.flatMap((scheme) => scheme.oAuth2ClientCredentials ?? []) ?? [],
    ...(withBody && body !== undefined && { body }),
  };
}

function reachableSchemas({ components }: Published, roots: unknown): Record<string, object> {
  const schemas = new Map<string, object>();
  const queue = namesIn(roots);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const schema = components.schemas[name];
    if (schemas.has(name) || schema === undefined) continue;
    schemas.set(name, {
      ...schema,
      ...(schema.properties && { properties: { ...schema.properties, ...UNPUBLISHED[name] } }),
    });
    queue.push(...namesIn(schema));
  }
  return Object.fromEntries([...schemas].sort(([a], [b]) => a.localeCompare(b)));
}

const namesIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);

function extract(published: Published): Specification {
  const apis = Object.values(SECTION_APIS);
  const withBody = new Set(apis.map(({ create }) => create));
  const others = [
    ...apis.flatMap(({ calls }) => calls),
    ...ALWAYS_CALLED,
    ...KEY_CALLS,
    ...SETUP_CALLS,
    ...Object.values(COMMAND_CALLS).flat(),
  ];
  const keys = new Set([...withBody, ...others]);
  const operations = Object.fromEntries(
    [...keys].sort().map((key) => [key, extractOperation(published, key, withBody.has(key))]),
  );
  return { operations, components: { schemas: reachableSchemas(published, operations) } };
}

const [, , source] = process.argv;
if (source === undefined) throw new Error('Usage: node scripts/lib/management-api/extract.ts PATH_TO_FULL_SPEC');
const published: Published = JSON.parse(readFileSync(source, 'utf8'));
writeFileSync(new URL('./management-api.json', import.meta.url), `${JSON.stringify(extract(published))}\n`);
