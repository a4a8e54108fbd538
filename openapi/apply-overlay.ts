import type { JsonObject, JsonValue } from '../emulator/state.ts';
import type { Overlay, SchemaPatch } from './overlay.ts';
import {
  findOperation,
  type PublishedOperation,
  type PublishedSpecification,
  publishedOperation,
  SpecificationError,
} from './published.ts';

/**
 * Returns the document with the overlay upon it. Throws a {@link SpecificationError} where the overlay names what the
 * document does not have, or adds what it has by now.
 */
export function withOverlay(published: PublishedSpecification, overlay: Overlay): PublishedSpecification {
  const result: PublishedSpecification = structuredClone(published);
  for (const [key, operation] of Object.entries(overlay.operations)) {
    if (findOperation(result, key) !== undefined) throw publishedNow(key);
    const [method = '', path = ''] = key.split(' ');
    result.paths[path] = { ...result.paths[path], [method.toLowerCase()]: operation };
  }
  for (const [key, parameters] of Object.entries(overlay.query))
    addQuery(publishedOperation(result, key), key, parameters);
  for (const [key, schemas] of Object.entries(overlay.querySchemas))
    changeQuery(publishedOperation(result, key), key, schemas);
  for (const [key, answers] of Object.entries(overlay.responses))
    addAnswers(publishedOperation(result, key), key, answers);
  changeScopes(result.components.securitySchemes.oAuth2ClientCredentials.flows.clientCredentials, overlay.scopes);
  for (const [name, patch] of Object.entries(overlay.schemas)) {
    const schema = result.components.schemas[name];
    if (schema === undefined)
      throw new SpecificationError(`overlay.ts names the schema ${name}, which the document does not have.`);
    result.components.schemas[name] = patched(schema, patch, name);
  }
  return result;
}

const publishedNow = (what: string): SpecificationError =>
  new SpecificationError(`The document has ${what} now: take it out of openapi/overlay.ts.`);

function addQuery(operation: PublishedOperation, key: string, parameters: Overlay['query'][string]): void {
  const existing = operation.parameters ?? [];
  const double = parameters.find(({ name }) => existing.some((other) => other.in === 'query' && other.name === name));
  if (double !== undefined) throw publishedNow(`the parameter ${double.name} of ${key}`);
  operation.parameters = [...existing, ...parameters.map((parameter) => ({ in: 'query', ...parameter }))];
}

function changeQuery(operation: PublishedOperation, key: string, schemas: Overlay['querySchemas'][string]): void {
  for (const [name, schema] of Object.entries(schemas)) {
    const parameter = operation.parameters?.find((known) => known.in === 'query' && known.name === name);
    if (parameter === undefined) {
      throw new SpecificationError(
        `overlay.ts names the parameter ${name} of ${key}, which the document does not have.`,
      );
    }
    parameter.schema = schema;
  }
}

function addAnswers(operation: PublishedOperation, key: string, answers: Overlay['responses'][string]): void {
  for (const [status, schema] of Object.entries(answers)) {
    if (operation.responses[status] !== undefined) throw publishedNow(`the status ${status} of ${key}`);
    operation.responses[status] = schema === null ? {} : { content: { 'application/json': { schema } } };
  }
}

function changeScopes(flow: { scopes: Record<string, string> }, changes: Overlay['scopes']): void {
  const scopes = { ...flow.scopes };
  for (const [scope, description] of Object.entries(changes)) {
    if (scopes[scope] === description) throw publishedNow(`this description of the scope ${scope}`);
    if (description !== null) scopes[scope] = description;
    else if (!(scope in scopes))
      throw new SpecificationError(`overlay.ts names the scope ${scope}, which the document does not have.`);
    else delete scopes[scope];
  }
  flow.scopes = scopes;
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function patched(schema: JsonObject, patch: SchemaPatch, name: string): JsonObject {
  const { properties = {}, nullable = [], optional = [], values = [] } = patch;
  const own = isObject(schema.properties) ? schema.properties : {};
  const double = Object.keys(properties).find((property) => property in own);
  if (double !== undefined) throw publishedNow(`the property ${double} of ${name}`);
  const absent = [...nullable, ...optional].find((property) => own[property] === undefined);
  if (absent !== undefined)
    throw new SpecificationError(`overlay.ts names ${absent} of ${name}, which the document does not have.`);
  const withNull = nullable.map((property) => [property, { anyOf: [own[property] ?? {}, { type: 'null' }] }]);
  const required = Array.isArray(schema.required) ? schema.required : undefined;
  const enumerated = Array.isArray(schema.enum) ? schema.enum : undefined;
  const again = values.find((value) => enumerated?.includes(value));
  if (again !== undefined) throw publishedNow(`the value ${again} of ${name}`);
  return {
    ...schema,
    ...(Object.keys(own).length + Object.keys(properties).length > 0 && {
      properties: { ...own, ...properties, ...Object.fromEntries(withNull) },
    }),
    ...(required && { required: required.filter((property) => !optional.includes(String(property))) }),
    ...(enumerated && { enum: [...enumerated, ...values] }),
  };
}
