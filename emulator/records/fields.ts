/** What the JSON of a record must have, for snapshots. */
export type Kind = 'string' | 'number' | 'boolean' | 'list' | 'object' | readonly [Fields];

/** Fields without which the tenant could not work with a record; `[fields]` is a list of records. */
export interface Fields {
  readonly [name: string]: Kind;
}
