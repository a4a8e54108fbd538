import { resources } from '../management/operations.ts';
import type { SnapshotRecords } from '../management/resource.ts';
import type { FieldKind, RequiredFields } from '../records/fields.ts';
import { createState, type TenantState } from '../state.ts';

/** Names the field of the state that holds records which only one resource reads. */
const OWN = 'resources';

/** Lists the fields that a snapshot leaves out: they belong to the start, not to the tenant's content. */
export const NOT_IN_SNAPSHOTS: ReadonlySet<string> = new Set([
  'domain',
  'browserOrigin',
  'clock',
  'newId',
  'newUuid',
  'newCode',
  'unknowns',
  'delays',
  'certificate',
]);

/** Describes records that no resource of the Management API declares. */
const RECORDS: { readonly [field in keyof TenantState]?: RequiredFields } = {
  expressConnections: { connection_id: 'string', org_id: 'string', okta_client_id: 'string' },
  refreshTokens: {
    id: 'string',
    client_id: 'string',
    user_id: 'string',
    session_id: 'string',
    scope: 'list',
    methods: [{ name: 'string', timestamp: 'string' }],
    rotating: 'boolean',
    created_at: 'string',
    device: 'object',
    refresh_token_metadata: 'object',
    tokens: [{ hash: 'string' }],
  },
  runs: { id: 'string', client_id: 'string', user_id: 'string', actions: 'list' },
  mails: { id: 'string', to: 'string', subject: 'string', text: 'string', sent_at: 'string' },
  logs: { log_id: 'string', date: 'string', type: 'string' },
};

const DECLARED: ReadonlyMap<string, SnapshotRecords> = new Map(
  resources.flatMap(({ kept }) => Object.entries(kept ?? {})),
);

/** Lists fields that snapshots of earlier versions lack. */
const OPTIONAL: ReadonlySet<string> = new Set(['refreshTokens', OWN]);

/** Returns the problem of a snapshot's `state`, or `undefined`. */
export function problemInState(state: Readonly<Record<string, unknown>>): string | undefined {
  const known = createState({ domain: '' });
  const ofState = [...DECLARED.keys()].filter((field) => Object.hasOwn(known, field) || isSingle(DECLARED.get(field)));
  const problems = [...new Set([...Object.keys(known), ...ofState, ...Object.keys(state)])].map((field) => {
    if (NOT_IN_SNAPSHOTS.has(field)) return field in state ? `state.${field} is not expected` : undefined;
    const value = state[field];
    const kept = keptAs(field);
    if (value === undefined) return kept !== undefined && isRequired(field) ? `state.${field} is missing` : undefined;
    if (field === OWN) return problemInOwn(value);
    if (kept === undefined && !Object.hasOwn(known, field)) return `state.${field} is not known`;
    return problemInKept(value, kept ?? { list: {} }, `state.${field}`);
  });
  return firstOf(problems);
}

const isSingle = (kept: SnapshotRecords | undefined): boolean => kept !== undefined && 'one' in kept;

/** Returns how a field is kept; `undefined` for a list of values that are not records. */
function keptAs(field: string): SnapshotRecords | undefined {
  const fields = Object.entries(RECORDS).find(([name]) => name === field)?.[1];
  return fields === undefined ? DECLARED.get(field) : { list: fields };
}

function isRequired(field: string): boolean {
  const kept = keptAs(field);
  return !OPTIONAL.has(field) && !(kept !== undefined && 'one' in kept && kept.optional);
}

function problemInKept(value: unknown, kept: SnapshotRecords, at: string): string | undefined {
  if ('one' in kept) return problemInRecord(value, kept.one, at);
  return problemInValue(value, Object.keys(kept.list).length === 0 ? 'list' : [kept.list], at);
}

/** Returns the problem of the records that only one resource reads, each under the name that the resource declares. */
function problemInOwn(value: unknown): string | undefined {
  if (kindOf(value) !== 'object') return `state.${OWN} must be an object`;
  return firstOf(
    Object.entries(Object(value)).map(([name, own]) => {
      const kept = DECLARED.get(name);
      return kept === undefined
        ? `state.${OWN}.${name} is not known`
        : problemInKept(own, kept, `state.${OWN}.${name}`);
    }),
  );
}

const firstOf = (problems: (string | undefined)[]): string | undefined =>
  problems.find((problem) => problem !== undefined);

function problemInRecord(record: unknown, fields: RequiredFields, at: string): string | undefined {
  if (kindOf(record) !== 'object') return `${at} must be an object`;
  const values = new Map<string, unknown>(Object.entries(Object(record)));
  return firstOf(Object.entries(fields).map(([name, kind]) => problemInValue(values.get(name), kind, `${at}.${name}`)));
}

function problemInValue(value: unknown, kind: FieldKind, at: string): string | undefined {
  if (typeof kind === 'string') return kindOf(value) === kind ? undefined : `${at} must be ${ARTICLE[kind]} ${kind}`;
  if (!Array.isArray(value)) return `${at} must be a list`;
  return firstOf(value.map((record, index) => problemInRecord(record, kind[0], `${at}[${index}]`)));
}

const ARTICLE = { string: 'a', number: 'a', boolean: 'a', list: 'a', object: 'an' };

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value;
};
