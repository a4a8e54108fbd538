import type { KeptCommands } from '../runtime/command.ts';
import { PERSISTED_LOG_CHARACTERS } from '../runtime/flow.ts';
import type { JsonValue, LoginRun, TenantState } from '../state.ts';
import { maskFor, secretsIn } from './mask.ts';

/** Describes one event in the tenant. */
export type TimelineEvent =
  | { kind: 'login-started'; client: string; asked: Record<string, string> }
  | { kind: 'page-shown'; page: string }
  | { kind: 'page-answered'; page: string; accepted: boolean; error?: string }
  | ActionEvent
  | { kind: 'login-finished'; user: string }
  | { kind: 'login-refused'; error: string; description: string }
  | { kind: 'request'; method: string; path: string; status: number | null; write: boolean; fault?: string }
  | TokenEvent
  | { kind: 'mail'; to: string; subject: string }
  | { kind: 'control'; what: string };

export interface ActionEvent extends KeptCommands {
  kind: 'action';
  name: string;
  version: number;
  handler: string;
  transactionId: string;
  /** The codes that its log lines name as `codes`. */
  codes: string[];
  logs: string;
  durationMs: number;
  error?: { name: string; message: string };
  event: JsonValue;
}

export interface TokenEvent {
  kind: 'token';
  status: number | null;
  grantType: string;
  client: string;
  scope?: string;
  error?: string;
  description?: string;
  fault?: string;
}

export type TimelineEntry = TimelineEvent & {
  /** Counts up from 1, also over a reset. */
  n: number;
  /** The tenant's time, in epoch milliseconds. */
  atMs: number;
  /** The login it belongs to; logins are counted from 1. */
  login?: number;
};

const KEPT_ENTRIES = 1_000;
const REMEMBERED_LOGINS = 200;

/** Keeps the events of the tenant, oldest first, at most a thousand, with secrets masked. */
export class Timeline {
  #entries: TimelineEntry[] = [];
  #count = 0;
  /** The secrets that Actions got, by login: errors may repeat them. */
  readonly #told = new Map<number, string[]>();
  /** The number of the login for each transaction of Actions. */
  readonly #loginOf = new Map<string, number>();
  readonly #state: TenantState;
  readonly #listeners = new Set<(entry: TimelineEntry) => void>();

  constructor(state: TenantState) {
    this.#state = state;
  }

  record(event: TimelineEvent, login?: number): void {
    this.#count += 1;
    const told = [...this.#toldIn(login), ...(event.kind === 'action' ? secretsIn(event.event) : [])];
    if (login !== undefined) {
      remember(this.#told, login, [...new Set(told)]);
      if (event.kind === 'action') remember(this.#loginOf, event.transactionId, login);
    }
    const mask = maskFor(this.#state, told);
    const masked = mask(event);
    // The kind is restored, in case a secret has the same text.
    masked.kind = event.kind;
    // Cut after masking: a part of a secret is secret too.
    if (masked.kind === 'action') masked.logs = masked.logs.slice(0, PERSISTED_LOG_CHARACTERS);
    const entry: TimelineEntry = {
      n: this.#count,
      atMs: this.#state.clock(),
      ...(login === undefined ? {} : { login }),
      ...masked,
    };
    this.#entries.push(entry);
    if (this.#entries.length > KEPT_ENTRIES) this.#entries.shift();
    for (const listener of this.#listeners) listener(entry);
  }

  #toldIn(login: number | undefined): string[] {
    return login === undefined ? [] : (this.#told.get(login) ?? []);
  }

  /** A login's run of Actions, masked as its entries are. */
  maskedRun(run: LoginRun): LoginRun {
    return maskFor(this.#state, this.#toldIn(this.#loginOf.get(run.id)))(run);
  }

  /** Those after entry number `n`. */
  after(n = 0): TimelineEntry[] {
    return this.#entries.filter((entry) => entry.n > n);
  }

  clear(): void {
    this.#entries = [];
  }

  /** Calls for each new entry, until the returned function is called. */
  subscribe(listener: (entry: TimelineEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > REMEMBERED_LOGINS && oldest !== undefined) map.delete(oldest);
}
