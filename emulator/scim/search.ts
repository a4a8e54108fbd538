import type { JsonObject } from '../state.ts';
import { readAttribute } from './attribute-path.ts';

const TERM = /^\s*([\w.:$-]+(?:\[[^\]]+\])?(?:\.[\w$-]+)?) eq ("(?:[^"\\]|\\.)*"|true|false)\s*$/i;

export type Matches = (resource: JsonObject) => boolean;

/** Filters of `eq` terms joined by `and` and `or` (configure-inbound-scim); `and` binds closer. `undefined` for any other. */
export function parseFilter(filter: string): Matches | undefined {
  const alternatives = filter.split(/ or /i).map((part) => part.split(/ and /i).map(parseTerm));
  const parsed: Matches[][] = [];
  for (const terms of alternatives) {
    const known = terms.filter((term) => term !== undefined);
    if (known.length < terms.length) return undefined;
    parsed.push(known);
  }
  return (resource) => parsed.some((terms) => terms.every((term) => term(resource)));
}

function parseTerm(term: string): Matches | undefined {
  const [, path, value] = TERM.exec(term) ?? [];
  if (path === undefined || value === undefined) return undefined;
  const wanted = String(JSON.parse(value)).toLowerCase();
  return (resource) => {
    const found = path === 'id' ? resource.id : readAttribute(resource, path);
    return found !== undefined && String(found).toLowerCase() === wanted;
  };
}
