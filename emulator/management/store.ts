import type { TenantState } from '../state.ts';

/** Says where the state keeps the records of one resource. */
export interface Store<Row> {
  /** A field of {@link TenantState}, or a name in its `resources`. */
  readonly field: string;
  rows(state: TenantState): Row[];
  replace(state: TenantState, rows: Row[]): void;
}

type RowOf<F extends keyof TenantState> = TenantState[F] extends (infer Row extends object)[] ? Row : never;
type ListField = { [F in keyof TenantState]-?: [RowOf<F>] extends [never] ? never : F & string }[keyof TenantState];

/** Returns a store of records that other parts of the tenant read too: a list of {@link TenantState}. */
export const sharedList = <F extends ListField>(field: F): Store<RowOf<F>> => ({
  field,
  // A list field holds its rows.
  rows: (state) => state[field] as RowOf<F>[],
  replace: (state, rows) => void Object.assign(state, { [field]: rows }),
});

/**
 * Returns a store of records that only their resource reads: a list in `resources`, made with the first record.
 * @public for resources to come: docs/architecture.md has an example
 */
export const ownList = <Row extends object>(field: string): Store<Row> => ({
  field,
  rows(state) {
    state.resources[field] ??= [];
    // Only this store writes the list.
    return state.resources[field] as Row[];
  },
  replace(state, rows) {
    state.resources[field] = rows;
  },
});
