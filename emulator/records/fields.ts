/** Names the type that a snapshot requires of a record's field. */
export type FieldKind = 'string' | 'number' | 'boolean' | 'list' | 'object' | readonly [RequiredFields];

/** Lists the fields without which the tenant could not work with a record; `[fields]` is a list of records. */
export interface RequiredFields {
  readonly [name: string]: FieldKind;
}
