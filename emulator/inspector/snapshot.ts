import { type ClientGrantRecord, type ClientRecord, createState, type JsonValue, type TenantState } from '../state.ts';
import { NOT_IN_SNAPSHOTS, problemInState } from './snapshot-fields.ts';

const FORMAT = 'express-configure local tenant';
const VERSION = 1;

/** Holds everything in a tenant as JSON: secrets in plain text, but no keys and sessions. */
export interface Snapshot {
  format: typeof FORMAT;
  version: number;
  /** The tenant's time. */
  savedAt: string;
  /** Host and port, which the tenant that loads it need not have. */
  domain: string;
  /** Applications the start had made for its own use; the start that loads it has others. */
  seededClients: string[];
  state: { [field: string]: JsonValue };
}

/** Says why a snapshot failed: its text, its content, or its file. */
export type SnapshotProblem = 'not-json' | 'malformed' | 'newer-version' | 'not-written' | 'not-read';

/** Reports a snapshot that could not be read or written; the tenant is unchanged. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
  readonly problem: SnapshotProblem;
  constructor(problem: SnapshotProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

export function takeSnapshot(state: TenantState, seededClients: readonly string[]): Snapshot {
  const held = Object.entries(state).flatMap(([field, value]): [string, unknown][] =>
    NOT_IN_SNAPSHOTS.has(field) ? [] : [[field, value instanceof Set ? [...value] : value]],
  );
  return {
    format: FORMAT,
    version: VERSION,
    savedAt: new Date(state.clock()).toISOString(),
    domain: state.domain,
    seededClients: [...seededClients],
    state: JSON.parse(JSON.stringify(Object.fromEntries(held))),
  };
}

/** Throws a {@link SnapshotError} unless it is one that this version of the emulator can load. */
export function checkSnapshot(json: unknown): Snapshot {
  const malformed = (what: string) => new SnapshotError('malformed', `the snapshot is malformed: ${what}`);
  if (!isRecord(json) || json.format !== FORMAT) throw malformed(`format must be "${FORMAT}"`);
  const { version, savedAt, domain, seededClients, state } = json;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw malformed('version must be a positive integer');
  }
  if (version > VERSION) {
    throw new SnapshotError(
      'newer-version',
      `the snapshot has version ${version}, and this emulator reads up to ${VERSION}: load it with the emulator that saved it, or a newer one`,
    );
  }
  if (typeof savedAt !== 'string' || Number.isNaN(Date.parse(savedAt))) throw malformed('savedAt must be a date');
  if (typeof domain !== 'string') throw malformed('domain must be a string');
  if (!isStrings(seededClients)) throw malformed('seededClients must be a list of strings');
  if (!isRecord(state)) throw malformed('state must be an object');
  const problem = problemInState(state);
  if (problem !== undefined) throw malformed(problem);
  // It came from JSON, and problemInState knows every field of it.
  return { format: FORMAT, version, savedAt, domain, seededClients, state: state as Snapshot['state'] };
}

/** The applications of this start and their grants: they outlive what is loaded. */
export interface SeededRecords {
  clients: readonly ClientRecord[];
  clientGrants: readonly ClientGrantRecord[];
}

/** The tenant as it is with what the snapshot holds, and nothing else but its seeds. */
export function withSnapshot(tenant: TenantState, snapshot: Snapshot, seeds: SeededRecords): TenantState {
  const { domain, clock, newId, newUuid, newCode, unknowns, certificate } = tenant;
  const { enabledFactors, ...fields } = structuredClone(snapshot.state);
  const state = {
    ...createState({ domain, clock, newId, newUuid, newCode, unknowns }),
    certificate,
    emailProvider: undefined,
  };
  // checkSnapshot knows every field, and that this one is a list.
  Object.assign(state, fields, { enabledFactors: new Set(Array.isArray(enabledFactors) ? enabledFactors : []) });
  for (const action of state.actions) {
    const { deployed } = action;
    if (deployed !== undefined) action.deployed = action.versions.find(({ id }) => id === deployed.id) ?? deployed;
  }
  plantSeeds(state, snapshot, seeds);
  moveAudiences(state, snapshot.domain);
  return state;
}

function plantSeeds(state: TenantState, { seededClients }: Snapshot, seeds: SeededRecords): void {
  const kept = ({ client_id = '' }: { client_id?: string }): boolean => !seededClients.includes(client_id);
  state.clients = [...structuredClone([...seeds.clients]), ...state.clients.filter(kept)];
  state.clientGrants = [...structuredClone([...seeds.clientGrants]), ...state.clientGrants.filter(kept)];
}

/** The tenant's own APIs are named after its address. */
function moveAudiences(state: TenantState, from: string): void {
  const [before, now] = [`https://${from}/`, `https://${state.domain}/`];
  for (const row of [...state.clientGrants, ...state.consents]) {
    if (row.audience.startsWith(before)) row.audience = now + row.audience.slice(before.length);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
