/** A document such as Auth0 publishes, for tests of what is made of it. */
import { readFileSync } from 'node:fs';
import type { PublishedOperation, PublishedSpecification } from '../../openapi/published.ts';

/** Returns a document of these paths and schemas, as JSON has it. */
export const documentOf = (
  paths: PublishedSpecification['paths'],
  schemas: PublishedSpecification['components']['schemas'] = {},
  scopes: Record<string, string> = { 'read:clients': 'Read Clients' },
) => ({
  openapi: '3.1.0',
  info: { title: 'Auth0 Management API' },
  paths,
  components: { schemas, securitySchemes: { oAuth2ClientCredentials: { flows: { clientCredentials: { scopes } } } } },
});

interface View {
  scopes?: Record<string, string>;
  operations?: Record<
    string,
    { summary?: string; scopes: string[]; query?: object[]; body?: object; leftOut?: string[] }
  >;
  responses?: Record<string, Record<string, object | null>>;
  components: { schemas: Record<string, object> };
}

const read = (path: string): View => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

/** Returns a document that has no more than the committed views. */
export function documentOfViews(): ReturnType<typeof documentOf> {
  const emulator = read('emulator/management/openapi.json');
  const command = read('scripts/lib/management-api/management-api.json');
  const { responses = {}, components } = read('test/emulator/management/responses.json');
  const paths: PublishedSpecification['paths'] = {};
  const operations = { ...command.operations, ...emulator.operations };
  for (const [key, { summary, scopes, query = [], leftOut = [] }] of Object.entries(operations)) {
    const [method = '', path = ''] = key.split(' ');
    const body = emulator.operations?.[key]?.body ?? command.operations?.[key]?.body;
    const operation = {
      summary,
      parameters: [...query, ...leftOut.map((name) => ({ name, schema: {} }))].map((it) => ({ in: 'query', ...it })),
      requestBody: body && { content: { 'application/json': { schema: body } } },
      responses: Object.fromEntries(
        Object.entries(responses[key] ?? {}).map(([status, schema]) => [
          status,
          schema === null ? {} : { content: { 'application/json': { schema } } },
        ]),
      ),
      security: [{ oAuth2ClientCredentials: scopes }],
    };
    // The views are written from operations of this shape.
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation as unknown as PublishedOperation };
  }
  const schemas = { ...command.components.schemas, ...components.schemas, ...emulator.components.schemas };
  return documentOf(paths, schemas as PublishedSpecification['components']['schemas'], emulator.scopes);
}
