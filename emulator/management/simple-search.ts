import type { LogEvent } from '../records/log.ts';
import { badRequest, type Reply } from './reply.ts';

type LogField = 'client_name' | 'connection' | 'user_name';

/** Names that `search` has for fields of an event. */
const FIELDS: Record<string, LogField> = { application: 'client_name', connection: 'connection', user: 'user_name' };
const TERM = /^(\w+):(?:"([^"]*)"|([^\s"]+))$/;

type Filter = { matches: (event: LogEvent) => boolean } | { refusal: Reply };

/**
 * Parses `search` of `GET /logs` as its description defines it: plain text is a case-insensitive "starts with" on all
 * three fields; `field:text` on one, `field:"text"` is an exact match; several are joined by AND.
 */
export function simpleSearch(search: unknown): Filter {
  if (typeof search !== 'string' || search.trim() === '') return { matches: () => true };
  const text = search.trim().toLowerCase();
  if (!text.includes(':')) {
    return { matches: (event) => Object.values(FIELDS).some((field) => textOf(event, field).startsWith(text)) };
  }
  const terms = text.split(/\s+(?=\w+:)/).map((term) => TERM.exec(term));
  const wanted = terms.map((match) => ({
    field: FIELDS[match?.[1] ?? ''],
    exact: match?.[2],
    start: match?.[3] ?? '',
  }));
  if (wanted.some(({ field }) => field === undefined)) {
    const hint = `((the local tenant knows ${Object.keys(FIELDS).join(', ')}))`;
    return { refusal: badRequest(`The search "${search}" is not supported ${hint}`, 'invalid_query_string') };
  }
  return {
    matches: (event) =>
      wanted.every(({ field = 'user_name', exact, start }) => {
        const value = textOf(event, field);
        return exact === undefined ? value.startsWith(start) : value === exact;
      }),
  };
}

const textOf = (event: LogEvent, field: LogField): string => (event[field] ?? '').toLowerCase();
