import type { Adapter, AdapterPayload, ClientMetadata } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  untilMs: number;
}

/**
 * Limits the entries of each model, for instance sessions: the oldest is dropped. Without a limit a load test fills the
 * memory.
 */
const KEPT_OF_A_MODEL = 1_000;

export interface StorageOptions {
  clock: () => number;
  /** Clients are looked up anew on every use. */
  findClient: (id: string) => ClientMetadata | undefined;
  /** The tenant keeps them itself. */
  refreshTokens?: Adapter;
}

/**
 * Keeps what oidc-provider stores: clients come from elsewhere, everything else (sessions, codes, grants) lives in memory
 * (docs/notes/local-tenant.md#storage-in-memory).
 */
export class Storage {
  /** Entries by model and id, the last written one at the end. */
  readonly #models = new Map<string, Map<string, Entry>>();
  readonly #options: StorageOptions;

  constructor(options: StorageOptions) {
    this.#options = options;
  }

  /** Returns what oidc-provider calls for each of its models. */
  readonly adapter = (model: string): Adapter => {
    const { clock, findClient, refreshTokens } = this.#options;
    if (model === 'RefreshToken' && refreshTokens !== undefined) return refreshTokens;
    return {
      upsert: async (id, payload, expiresInSeconds) => {
        const untilMs = expiresInSeconds ? clock() + expiresInSeconds * 1000 : Number.POSITIVE_INFINITY;
        const entries = this.#entriesOf(model);
        entries.delete(id);
        entries.set(id, { payload, untilMs });
        const [oldest] = entries.keys();
        if (entries.size > KEPT_OF_A_MODEL && oldest !== undefined) entries.delete(oldest);
      },
      find: async (id) => (model === 'Client' ? findClient(id) : this.#read(model, id)),
      findByUid: async (uid) => {
        for (const [id, { payload }] of this.#entriesOf(model)) if (payload.uid === uid) return this.#read(model, id);
        return undefined;
      },
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const payload = this.#read(model, id);
        if (payload !== undefined) payload.consumed = Math.floor(clock() / 1000);
      },
      destroy: async (id) => this.delete(model, id),
      revokeByGrantId: async (grantId) => {
        const entries = this.#entriesOf(model);
        for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id);
      },
    };
  };

  /** Ids of what is left of a model for one account, for instance its sessions. */
  idsOf(model: string, accountId: string): string[] {
    return [...this.#entriesOf(model).keys()].filter((id) => this.#read(model, id)?.accountId === accountId);
  }

  clear(): void {
    this.#models.clear();
  }

  delete(model: string, id: string): void {
    this.#entriesOf(model).delete(id);
  }

  #entriesOf(model: string): Map<string, Entry> {
    const entries = this.#models.get(model) ?? new Map<string, Entry>();
    this.#models.set(model, entries);
    return entries;
  }

  #read(model: string, id: string): AdapterPayload | undefined {
    const entry = this.#entriesOf(model).get(id);
    return entry !== undefined && entry.untilMs >= this.#options.clock() ? entry.payload : undefined;
  }
}
