import { expect, test } from 'vitest';
import { withOverlay } from '../../openapi/apply-overlay.ts';
import type { Overlay } from '../../openapi/overlay.ts';
import { documentOf } from './document.ts';

const NOTHING: Overlay = { operations: {}, query: {}, querySchemas: {}, responses: {}, scopes: {}, schemas: {} };

const doors = documentOf(
  { '/doors': { get: { parameters: [{ in: 'query', name: 'page', schema: {} }], responses: { 200: {} } } } },
  {
    Door: { type: 'object', required: ['colour', 'width'], properties: { colour: { type: 'string' }, width: {} } },
    Colour: { enum: ['red'] },
  },
);

const apply = (overlay: Partial<Overlay>) => withOverlay(doors, { ...NOTHING, ...overlay });

test('an overlay adds parameters, answers, operations, properties, null, absence and values', () => {
  const { paths, components } = apply({
    operations: { 'DELETE /doors': { responses: { 204: {} } } },
    query: { 'GET /doors': [{ name: 'open', schema: { type: 'boolean' } }] },
    querySchemas: { 'GET /doors': { page: { type: 'integer' } } },
    responses: { 'GET /doors': { 404: null, 201: { type: 'string' } } },
    schemas: {
      Door: { properties: { handle: {} }, nullable: ['colour'], optional: ['width'] },
      Colour: { values: ['blue'] },
    },
  });
  expect(paths['/doors']).toEqual({
    get: {
      parameters: [
        { in: 'query', name: 'page', schema: { type: 'integer' } },
        { in: 'query', name: 'open', schema: { type: 'boolean' } },
      ],
      responses: { 200: {}, 201: { content: { 'application/json': { schema: { type: 'string' } } } }, 404: {} },
    },
    delete: { responses: { 204: {} } },
  });
  expect(components.schemas).toEqual({
    Door: {
      type: 'object',
      required: ['colour'],
      properties: { colour: { anyOf: [{ type: 'string' }, { type: 'null' }] }, width: {}, handle: {} },
    },
    Colour: { enum: ['red', 'blue'] },
  });
});

test('an overlay adds scopes, describes them otherwise and takes them away', () => {
  const document = documentOf(
    {},
    {},
    { 'read:doors': 'Read Doors', 'read:own_door': 'Read Own Door', 'open:doors': 'Open Doors' },
  );
  const scopes = { 'read:doors': 'Look at doors', 'read:own_door': null, 'paint:doors': 'Paint doors' };
  const { oAuth2ClientCredentials: scheme } = withOverlay(document, { ...NOTHING, scopes }).components.securitySchemes;
  expect(scheme.flows.clientCredentials.scopes).toEqual({
    'read:doors': 'Look at doors',
    'open:doors': 'Open Doors',
    'paint:doors': 'Paint doors',
  });
});

test.each<[Partial<Overlay>, string]>([
  [{ operations: { 'GET /doors': { responses: {} } } }, 'The document has GET /doors now'],
  [{ query: { 'GET /doors': [{ name: 'page', schema: {} }] } }, 'has the parameter page of GET /doors now'],
  [{ responses: { 'GET /doors': { 200: null } } }, 'has the status 200 of GET /doors now'],
  [{ schemas: { Door: { properties: { width: {} } } } }, 'has the property width of Door now'],
  [{ schemas: { Colour: { values: ['red'] } } }, 'has the value red of Colour now'],
  [
    { querySchemas: { 'GET /doors': { take: {} } } },
    'overlay.ts names the parameter take of GET /doors, which the document does not have.',
  ],
  [{ scopes: { 'read:clients': 'Read Clients' } }, 'has this description of the scope read:clients now'],
  [{ scopes: { 'read:windows': null } }, 'overlay.ts names the scope read:windows, which the document does not have.'],
  [{ query: { 'GET /windows': [] } }, 'The document has no operation GET /windows.'],
  [{ schemas: { Window: {} } }, 'overlay.ts names the schema Window, which the document does not have.'],
  [{ schemas: { Door: { nullable: ['lock'] } } }, 'overlay.ts names lock of Door, which the document does not have.'],
  [{ schemas: { Door: { optional: ['lock'] } } }, 'overlay.ts names lock of Door, which the document does not have.'],
])('the overlay %j is refused: %s', (overlay, message) => {
  expect(() => apply(overlay)).toThrow(message);
});
