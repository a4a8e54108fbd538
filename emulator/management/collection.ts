/** Resources that are lists of records with an id: their operations come from a declaration. */
import type { RequiredFields } from '../records/fields.ts';
import type { TenantState } from '../state.ts';
import type { ManagementRequest, Operations, Query } from './operation.ts';
import { allOrCheckpointed, checkpointed, paged, pagedOrCheckpointed, selectFields } from './paging.ts';
import { conflict, created, noContent, notFound, ok, type Reply } from './reply.ts';
import type { Resource } from './resource.ts';
import type { Store } from './store.ts';

/**
 * Names the published forms of a list: `page` and `per_page`, `from` and `take`, or either as the request asks; custom
 * domains come all at once unless `from` or `take` asks for less.
 */
export type ListForm = 'pages' | 'checkpoints' | 'both' | 'all or checkpoints';

const LISTS: Record<ListForm, (rows: readonly object[], key: string, query: Query) => Reply> = {
  pages: paged,
  checkpoints: checkpointed,
  both: pagedOrCheckpointed,
  'all or checkpoints': allOrCheckpointed,
};

/** Holds what a hook gets of a request. */
export type HookContext<Row> = Pick<ManagementRequest, 'state' | 'settings' | 'caller' | 'scopes'> & {
  readonly row: Row;
};

export interface Collection<Row extends object> extends Omit<Resource, 'operations' | 'kept'> {
  /** The path below `/api/v2`, for instance `/connection-profiles`. */
  readonly path: string;
  /** The name of one record in refusals, for instance `connection profile`. */
  readonly noun: string;
  readonly store: Store<Row>;
  readonly id: { readonly field: keyof Row & string; readonly prefix: string; readonly length?: number };
  readonly list: ListForm;
  /** Returns the rows that a list shows; all by default. */
  readonly listed?: (rows: Row[], query: Query, state: TenantState) => Row[];
  /** Returns the fields of a new record that the request does not have; the request is passed with the new id. */
  readonly defaults?: (state: TenantState, given: Partial<Row>) => Partial<Row>;
  /** Returns the record after a change; by default fields are replaced, and `null` removes one. */
  readonly changed?: (before: Row, body: Partial<Row>) => Row;
  /** Gives a new or changed record what it cannot be without. */
  readonly complete?: (row: Row, state: TenantState) => Row;
  /** Fields that no two records share; the first names the record in the refusal. */
  readonly unique?: readonly (keyof Row & string)[];
  /** Refuses a record before it is created or changed, for instance for what it refers to. */
  readonly check?: (row: Row, state: TenantState, before: Row | undefined) => Reply | undefined;
  /** Refuses to delete a record that another one refers to. */
  readonly inUse?: (row: Row, state: TenantState) => Reply | undefined;
  /** Returns what an answer shows of a record; all by default. */
  readonly view?: (row: Row, state: TenantState) => object;
  /** Answers that differ from 201, 204 and the texts made of the noun. */
  readonly answers?: {
    readonly created?: (shown: object, row: Row) => Reply;
    readonly deleted?: () => Reply;
    readonly inexistent?: (id: string) => Reply;
    /** Returns the answer to a delete of a missing record; that of `inexistent` by default. */
    readonly nothingToDelete?: () => Reply;
  };
  readonly onCreate?: (request: HookContext<Row>) => void;
  readonly onChange?: (request: HookContext<Row> & { readonly before: Row }) => void;
  readonly onDelete?: (request: HookContext<Row>) => void;
  /** Operations besides list, create, read, change and delete. */
  readonly more?: Operations;
  /** Operations of the five that Auth0 does not have. */
  readonly without?: readonly ('create' | 'change' | 'delete')[];
  /** The fields that a snapshot's records must have, besides the id. */
  readonly kept?: RequiredFields;
}

/** Returns the resource of a collection: `GET /path`, `POST /path`, and `GET`, `PATCH`, `DELETE /path/{id}`. */
export function collection<Row extends object>(declared: Collection<Row>): Resource {
  const { name, path, store, id, more = {}, without = [], kept = {} } = declared;
  const { notes, leftOut, entitle, secrets } = declared;
  const one = `${path}/{id}`;
  const operations: Record<string, Operations[string]> = {
    [`GET ${path}`]: list(declared),
    ...(without.includes('create') ? {} : { [`POST ${path}`]: create(declared) }),
    [`GET ${one}`]: read(declared),
    ...(without.includes('change') ? {} : { [`PATCH ${one}`]: change(declared) }),
    ...(without.includes('delete') ? {} : { [`DELETE ${one}`]: remove(declared) }),
    ...more,
  };
  return {
    ...{ name, operations, kept: { [store.field]: { list: { [id.field]: 'string', ...kept } } } },
    ...(notes && { notes }),
    ...(leftOut && { leftOut }),
    ...(entitle && { entitle }),
    ...(secrets && { secrets }),
  };
}

const listKeyOf = ({ path }: { path: string }): string => path.slice(1).replaceAll('-', '_');
const codeOf = ({ noun }: { noun: string }): string => noun.replaceAll(' ', '_');

function find<Row extends object>({ store, id }: Collection<Row>, state: TenantState, given = ''): Row | undefined {
  return store.rows(state).find((row) => row[id.field] === given);
}

function inexistent<Row extends object>(declared: Collection<Row>, id = ''): Reply {
  const { answers, noun } = declared;
  return answers?.inexistent?.(id) ?? notFound(`The ${noun} does not exist.`, `inexistent_${codeOf(declared)}`);
}

const shown = <Row extends object>({ view }: Collection<Row>, row: Row, state: TenantState): object =>
  view === undefined ? row : view(row, state);

/** Refuses a row that shares a unique field with another one, or that the resource's own check refuses. */
function refusal<Row extends object>(declared: Collection<Row>, row: Row, state: TenantState, before?: Row) {
  const { store, unique = [], noun, check } = declared;
  for (const field of unique) {
    const isTaken = store.rows(state).some((other) => other !== before && other[field] === row[field]);
    if (isTaken) {
      return conflict(`A ${noun} with the ${field} "${row[field]}" already exists.`, `${codeOf(declared)}_conflict`);
    }
  }
  return check?.(row, state, before);
}

function list<Row extends object>(declared: Collection<Row>) {
  const { store, list: form, listed = (rows: Row[]) => rows } = declared;
  return ({ state, query }: ManagementRequest): Reply => {
    const rows = listed(store.rows(state), query, state).map((row) => shown(declared, row, state));
    return LISTS[form](rows, listKeyOf(declared), query);
  };
}

function create<Row extends object>(declared: Collection<Row>) {
  const { store, id, defaults, complete = (row: Row) => row, answers, onCreate } = declared;
  return (request: ManagementRequest<Partial<Row>>): Reply => {
    const { state, body } = request;
    const given = { ...body, [id.field]: state.newId(id.prefix, id.length) };
    // The body fits the published schema, and the defaults are what it may leave out.
    const row = complete({ ...defaults?.(state, given), ...given } as Row, state);
    const refused = refusal(declared, row, state);
    if (refused !== undefined) return refused;
    store.rows(state).push(row);
    onCreate?.({ ...request, row });
    const answer = shown(declared, row, state);
    return answers?.created?.(answer, row) ?? created(answer);
  };
}

function read<Row extends object>(declared: Collection<Row>) {
  return ({ state, params, query }: ManagementRequest): Reply => {
    const row = find(declared, state, params.id);
    return row ? ok(selectFields(shown(declared, row, state), query)) : inexistent(declared, params.id);
  };
}

/** Replaces the fields that the body has; `null` takes one out, and `complete` brings back what must be there. */
function replaced<Row extends object>(before: Row, body: Partial<Row>): Row {
  const fields = Object.entries({ ...before, ...body });
  return Object.fromEntries(fields.filter(([field, value]) => value !== null || !Object.hasOwn(body, field))) as Row;
}

function change<Row extends object>(declared: Collection<Row>) {
  const { store, changed = replaced, complete = (row: Row) => row, onChange } = declared;
  return (request: ManagementRequest<Partial<Row>>): Reply => {
    const { state, params, body } = request;
    const before = find(declared, state, params.id);
    if (before === undefined) return inexistent(declared, params.id);
    const row = complete(changed(before, body), state);
    const refused = refusal(declared, row, state, before);
    if (refused !== undefined) return refused;
    store.replace(
      state,
      store.rows(state).map((other) => (other === before ? row : other)),
    );
    onChange?.({ ...request, row, before });
    return ok(shown(declared, row, state));
  };
}

function remove<Row extends object>(declared: Collection<Row>) {
  const { store, inUse, answers, onDelete } = declared;
  return (request: ManagementRequest): Reply => {
    const { state, params } = request;
    const row = find(declared, state, params.id);
    if (row === undefined) return answers?.nothingToDelete?.() ?? inexistent(declared, params.id);
    const refused = inUse?.(row, state);
    if (refused !== undefined) return refused;
    store.replace(
      state,
      store.rows(state).filter((other) => other !== row),
    );
    onDelete?.({ ...request, row });
    return (answers?.deleted ?? noContent)();
  };
}
