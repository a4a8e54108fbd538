/** What the JSON of a record must have, for snapshots. */
export type FieldKind = 'string' | 'number' | 'boolean' | 'list' | 'object' | readonly [RequiredFields];

/** Fields without which the tenant could not work with a record; `[fields]` is a list of records. */
export interface RequiredFields {
  readonly [name: string]: FieldKind;
}
