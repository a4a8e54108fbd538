/** Makes the views of the document that the tree keeps: each has what its readers need, and no more. */
import type { Specification as EmulatorView, SpecOperation } from '../emulator/management/openapi.ts';
import { COMMAND_CALLS } from '../scripts/lib/management-api/command-calls.ts';
import { ALWAYS_CALLED, KEY_CALLS, SECTION_APIS, SETUP_CALLS } from '../scripts/lib/management-api/sections.ts';
import type { Specification as CommandView, Operation } from '../scripts/lib/management-api/specification.ts';
import {
  bareSchema,
  type PublishedOperation,
  type PublishedSpecification,
  publishedKeys,
  publishedOperation,
  reachableSchemas,
  referencesIn,
} from './published.ts';

/** Schemas that only a strategy's own connection schema reaches. */
const FOR_STRATEGIES = ['ConnectionDomainAliases'];

const scopesOf = ({ security }: PublishedOperation): string[] =>
  security?.flatMap((scheme) => scheme.oAuth2ClientCredentials ?? []) ?? [];

const bodyOf = ({ requestBody }: PublishedOperation) => requestBody?.content['application/json']?.schema;

const byKey = <Value>(keys: Iterable<string>, entryOf: (key: string) => Value): Record<string, Value> =>
  Object.fromEntries([...new Set(keys)].sort().map((key) => [key, entryOf(key)]));

/** Returns the requests of every operation, and the Management API's scopes with their descriptions. */
export function emulatorView(published: PublishedSpecification): EmulatorView {
  const kept = byKey(publishedKeys(published), (key) => requestOf(publishedOperation(published, key), key));
  return {
    scopes: published.components.securitySchemes.oAuth2ClientCredentials.flows.clientCredentials.scopes,
    operations: kept,
    components: { schemas: reachableSchemas(published, [...referencesIn(kept), ...FOR_STRATEGIES]) },
  };
}

function requestOf(source: PublishedOperation, key: string): SpecOperation {
  const body = bodyOf(source);
  return {
    summary: source.summary ?? key,
    scopes: scopesOf(source),
    query: (source.parameters ?? [])
      .filter((parameter) => parameter.in === 'query')
      .map(({ name, required, schema }) => ({ name, ...(required ? { required } : {}), schema: bareSchema(schema) })),
    ...(body === undefined ? {} : { body }),
  };
}

/** Returns the scopes of what the commands call, and the bodies that sections of `tenant.yaml` must fit. */
export function commandView(published: PublishedSpecification): CommandView {
  const apis = Object.values(SECTION_APIS);
  const withBody = new Set(apis.map(({ create }) => create));
  const others = [...ALWAYS_CALLED, ...KEY_CALLS, ...SETUP_CALLS, ...Object.values(COMMAND_CALLS).flat()];
  const keys = [...withBody, ...apis.flatMap(({ calls }) => calls), ...others];
  const kept = byKey(keys, (key): Operation => {
    const source = publishedOperation(published, key);
    const body = withBody.has(key) ? bodyOf(source) : undefined;
    return { scopes: scopesOf(source), ...(body && { body }) };
  });
  return { operations: kept, components: { schemas: reachableSchemas(published, referencesIn(kept)) } };
}

/** Holds the answers of each operation, by status; null if the body is not described. */
export interface ResponsesView {
  responses: Record<string, Record<string, object | null>>;
  components: { schemas: Record<string, object> };
}

/** Returns what tests compare the emulator's answers with. */
export function responsesView(published: PublishedSpecification): ResponsesView {
  const responses = byKey(publishedKeys(published), (key) =>
    Object.fromEntries(
      Object.entries(publishedOperation(published, key).responses).map(([status, { content }]) => [
        status,
        content?.['application/json']?.schema ?? null,
      ]),
    ),
  );
  return { responses, components: { schemas: reachableSchemas(published, referencesIn(responses)) } };
}
