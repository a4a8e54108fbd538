import { constantFrom, integer } from 'fast-check';
import type { FuzzTarget } from './fuzz-target.ts';
import { mutated, mutatedText, oddText } from './mutate.ts';
import { type Gen, type Json, type Schema, schemaValue } from './schema-value.ts';

export interface MalformedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** The route it was made from, for the tally. */
  route: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PURGE'];
const TYPES = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''];

const oneIn = (g: Gen, count: number): boolean => g(integer, { min: 1, max: count }) === 1;

/** Two of three go to the Management API, unless only routes of tokens are asked for. */
export function malformedRequest(g: Gen, world: FuzzTarget, onlyTokens = false): MalformedRequest {
  if (onlyTokens) return loginRequest(g, world, world.tokenRoutes);
  return oneIn(g, 3) ? loginRequest(g, world, world.loginRoutes) : managementRequest(g, world);
}

function managementRequest(g: Gen, world: FuzzTarget): MalformedRequest {
  const [route, { query, body }] = g(constantFrom, ...world.operations);
  const [method = '', template = ''] = route.split(' ');
  const path = template.replaceAll(/\{(\w+)\}/g, (_match: string, name: string) =>
    encoded(oneIn(g, 5) ? oddText(g) : g(constantFrom, ...world.idsFor(template, name))),
  );
  const values: [string, string][] = [];
  for (const { name, schema } of query) {
    if (oneIn(g, 4)) values.push([name, oneIn(g, 2) ? oddText(g) : String(schemaValue(g, schema, world.schemas))]);
  }
  if (oneIn(g, 8)) values.push([oddText(g), oddText(g)]);
  const hasBody = body !== undefined || oneIn(g, 10);
  const valid = hasBody ? schemaValue(g, body ?? { type: 'object' }, world.schemas) : undefined;
  return {
    route,
    method: oneIn(g, 20) ? g(constantFrom, ...METHODS) : method,
    path: `/api/v2${path}${queryText(values)}`,
    headers: { authorization: bearer(g, world), ...contentType(g) },
    // Without mutation it is refused for the ids that it names.
    body: valid === undefined ? undefined : oneIn(g, 4) ? JSON.stringify(valid) : mutatedText(g, valid),
  };
}

/** Lone surrogates have no encoding. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

const queryText = (values: [string, string][]): string =>
  values.length === 0 ? '' : `?${values.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')}`;

const bearer = (g: Gen, { token }: FuzzTarget): string =>
  oneIn(g, 12)
    ? g(constantFrom, '', 'Bearer', 'Bearer x.y.z', `Basic ${token}`, `Bearer ${token}x`)
    : `Bearer ${token}`;

const contentType = (g: Gen): Record<string, string> => ({
  'content-type': oneIn(g, 6) ? g(constantFrom, ...TYPES) : 'application/json',
});

function loginRequest(g: Gen, world: FuzzTarget, routes: FuzzTarget['loginRoutes']): MalformedRequest {
  const [route, fields] = g(constantFrom, ...Object.entries(routes));
  const [method = '', path = ''] = route.split(' ');
  const changed = mutated(g, oneIn(g, 3) ? { ...fields, [oddText(g)]: oddText(g) } : { ...fields });
  const values = Object.entries(asObject(changed)).map(([name, value]): [string, string] => [name, asText(value)]);
  const headers = { ...(oneIn(g, 2) ? { authorization: bearer(g, world) } : {}), cookie: world.cookie };
  if (method === 'GET') {
    const odd = oneIn(g, 20) ? g(constantFrom, ...METHODS) : method;
    return { route, method: odd, path: path + queryText(values), headers, body: undefined };
  }
  const asJson = oneIn(g, 3) || path.startsWith('/_local/');
  const form = queryText(values).slice(1);
  return {
    route,
    method: oneIn(g, 20) ? g(constantFrom, ...METHODS) : method,
    path,
    headers: { ...headers, 'content-type': asJson ? 'application/json' : 'application/x-www-form-urlencoded' },
    body: asJson ? mutatedText(g, fields) : oneIn(g, 20) ? 'x'.repeat(100_000) : form,
  };
}

const asObject = (value: Json): { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

export interface Operation {
  query: { name: string; schema: Schema }[];
  body?: Schema;
}
