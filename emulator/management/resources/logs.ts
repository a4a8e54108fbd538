/** The tenant's log: searched page by page, newest first, or read on from an event, oldest first. */

import type { LogEvent } from '../../records/log.ts';
import { sequenceOf } from '../../tenant-log.ts';
import type { ManagementRequest, Query } from '../operation.ts';
import { pagedWithLength, selectFields } from '../paging.ts';
import { badRequest, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { searchTerms, sortRows } from '../search-terms.ts';
import { simpleSearch } from '../simple-search.ts';

/** Limits the events that a search finds (deploy-monitor/logs/retrieve-log-events-using-mgmt-api). */
const MAX_FOUND = 1_000;
const MAX_TAKE = 100;

/** Lists events. With `from`, searches are ignored (documentation); without it, `take` means `per_page`. */
function listLogs({ state, query }: ManagementRequest): Reply {
  if (query.from !== undefined) return readOn(state.logs, query);
  return search(state.logs, query.take === undefined ? query : { ...query, per_page: query.take });
}

function search(logs: readonly LogEvent[], query: Query): Reply {
  if ((query.per_page ?? 0) > MAX_TAKE) return tooMany('per_page', query.per_page);
  const filter = searchTerms(query.q);
  if ('refusal' in filter) return filter.refusal;
  const simple = simpleSearch(query.search);
  if ('refusal' in simple) return simple.refusal;
  const found = logs.filter(filter.matches).filter(simple.matches).toReversed().slice(0, MAX_FOUND);
  return pagedWithLength(sortRows(found, query.sort), 'logs', query);
}

function readOn(logs: readonly LogEvent[], query: Query): Reply {
  const { take = 50, from } = query;
  if (take < 1 || take > MAX_TAKE) return tooMany('take', take);
  const after = sequenceOf(from);
  if (after === 0) return badRequest('((The from parameter is no log_id.))', 'invalid_query_string');
  const rows = logs.filter(({ log_id }) => sequenceOf(log_id) > after).slice(0, take);
  return ok(rows.map((event) => selectFields(event, query)));
}

const tooMany = (name: string, value: unknown): Reply =>
  badRequest(
    `Query validation error: 'Value ${value} is ((not from 1 to ${MAX_TAKE}))' on property ${name}.`,
    'invalid_query_string',
  );

function getLog({ state, params }: ManagementRequest): Reply {
  const event = state.logs.find(({ log_id }) => log_id === params.id);
  return event ? ok(event) : notFound('((The log event does not exist.))', 'inexistent_log');
}

function listUserLogs({ state, params, query }: ManagementRequest): Reply {
  return search(
    state.logs.filter(({ user_id }) => user_id === params.id),
    query,
  );
}

export const resource = declareResource({
  name: 'logs',
  operations: {
    'GET /logs': listLogs,
    'GET /logs/{id}': getLog,
    'GET /users/{id}/logs': listUserLogs,
  },
  notes: {
    'GET /logs':
      '`q`: `path:"value"` terms joined by AND, of the newest 1000; `from` and `take`: oldest first; 5000 events are kept',
    'GET /users/{id}/logs': 'of the newest 1000',
  },
});
