/**
 * Auth0's two ways of paging. Clients of the API depend on the exact shapes: auth0-deploy-cli reads no second page where
 * `total` is missing, and the SDK asks for ever where `page` is ignored (docs/notes/deploy-cli.md#lists).
 */
import type { Query } from './operation.ts';
import { badRequest, ok, type Reply } from './reply.ts';

const DEFAULT_PAGE_SIZE = 50;

type Row = object;

/** Applies `fields` and `include_fields` to one row. */
export function selectFields(row: Row, query: Query): Row {
  if (query.fields === undefined) return row;
  const named = new Set(query.fields.split(','));
  const wanted = query.include_fields ?? true;
  return Object.fromEntries(Object.entries(row).filter(([field]) => named.has(field) === wanted));
}

/** Returns the part of a list that `page` and `per_page` select. */
export function pageOf(rows: readonly Row[], query: Query): { start: number; limit: number; rows: Row[] } {
  const limit = query.per_page ?? DEFAULT_PAGE_SIZE;
  const start = (query.page ?? 0) * limit;
  return { start, limit, rows: rows.slice(start, start + limit).map((row) => selectFields(row, query)) };
}

/** Answers `page` and `per_page`: an array, or with `include_totals` an object with `total`. */
export function paged(all: readonly Row[], key: string, query: Query): Reply {
  const { start, limit, rows } = pageOf(all, query);
  return ok(query.include_totals ? { start, limit, total: all.length, [key]: rows } : rows);
}

/** Answers like {@link paged} with `length`, which two lists have. */
export function pagedWithLength(all: readonly Row[], key: string, query: Query): Reply {
  const { start, limit, rows } = pageOf(all, query);
  const length = rows.length;
  return ok(query.include_totals ? { start, limit, length, total: all.length, [key]: rows } : rows);
}

/**
 * Returns the id of the last row, padded: in some lists Auth0's cursor is that id, in others it is opaque (recorded,
 * 2026).
 */
const cursorAt = (index: number): string => Buffer.from(`after:${index}`.padEnd(32, ' ')).toString('base64url');

function indexOf(cursor: string): number | undefined {
  const [, index] = /^after:(\d+) *$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return index === undefined ? undefined : Number(index);
}

/**
 * `from` and `take`: an object whose `next` is there only while more rows follow.
 * @param endsEmpty whether `next` leads on from every page that has rows, so that the last page is an empty one
 */
export function checkpointed(rows: readonly Row[], key: string, query: Query, endsEmpty = false): Reply {
  const start = query.from === undefined ? 0 : indexOf(query.from);
  if (start === undefined) return badRequest('The from parameter is not a valid checkpoint', 'invalid_query_string');
  const end = start + (query.take ?? DEFAULT_PAGE_SIZE);
  const page = rows.slice(start, end).map((row) => selectFields(row, query));
  const goesOn = endsEmpty ? page.length > 0 : end < rows.length;
  return ok({ [key]: page, ...(goesOn ? { next: cursorAt(end) } : {}) });
}

/** Lists that know both: a checkpoint as soon as `from` or `take` is there. */
export function pagedOrCheckpointed(rows: readonly Row[], key: string, query: Query, endsEmpty = false): Reply {
  const asksForCheckpoint = query.from !== undefined || query.take !== undefined;
  return asksForCheckpoint ? checkpointed(rows, key, query, endsEmpty) : paged(rows, key, query);
}

/** All rows as a bare array, or a checkpoint as soon as `from` or `take` is there. */
export function allOrCheckpointed(rows: readonly Row[], key: string, query: Query): Reply {
  const asksForCheckpoint = query.from !== undefined || query.take !== undefined;
  return asksForCheckpoint ? checkpointed(rows, key, query) : ok(rows.map((row) => selectFields(row, query)));
}

/**
 * Actions and their bindings: always an object, without a `page` of zero, and without a `total` where the page is empty
 * (recorded traffic, 2026).
 */
export function pagedActions(rows: readonly Row[], key: string, query: Query): Reply {
  const perPage = query.per_page ?? 20;
  const page = query.page ?? 0;
  const shown = rows.slice(page * perPage, (page + 1) * perPage);
  return ok({
    [key]: shown,
    ...(shown.length > 0 ? { total: rows.length } : {}),
    ...(page > 0 ? { page } : {}),
    per_page: perPage,
  });
}
