import type { Adapter, AdapterPayload, ClientMetadata } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  untilMs: number;
}

const SWEEP_EVERY = 1000;

export interface StorageOptions {
  clock: () => number;
  /** Clients are looked up anew on every use. */
  findClient: (id: string) => ClientMetadata | undefined;
}

/** oidc-provider's storage: clients come from elsewhere, everything else (sessions, codes, grants) lives in memory. */
export class Storage {
  readonly #entries = new Map<string, Entry>();
  readonly #idByUid = new Map<string, string>();
  readonly #options: StorageOptions;
  #writes = 0;

  constructor(options: StorageOptions) {
    this.#options = options;
  }

  /** What oidc-provider calls for each of its models. */
  readonly adapter = (model: string): Adapter => {
    const { clock, findClient } = this.#options;
    const keyOf = (id: string): string => `${model}:${id}`;
    return {
      upsert: async (id, payload, expiresInSeconds) => {
        this.#writes += 1;
        if (this.#writes % SWEEP_EVERY === 0) this.#sweep();
        const untilMs = expiresInSeconds ? clock() + expiresInSeconds * 1000 : Number.POSITIVE_INFINITY;
        this.#entries.set(keyOf(id), { payload, untilMs });
        if (payload.uid !== undefined) this.#idByUid.set(`${model}:${payload.uid}`, keyOf(id));
      },
      find: async (id) => (model === 'Client' ? findClient(id) : this.#read(keyOf(id))),
      findByUid: async (uid) => this.#read(this.#idByUid.get(`${model}:${uid}`)),
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const payload = this.#read(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(clock() / 1000);
      },
      destroy: async (id) => {
        this.#entries.delete(keyOf(id));
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of this.#entries) {
          if (key.startsWith(`${model}:`) && payload.grantId === grantId) this.#entries.delete(key);
        }
      },
    };
  };

  /** Ids of what is left of a model for one account, for instance its sessions. */
  idsOf(model: string, accountId: string): string[] {
    const prefix = `${model}:`;
    return [...this.#entries.keys()]
      .filter((key) => key.startsWith(prefix) && this.#read(key)?.accountId === accountId)
      .map((key) => key.slice(prefix.length));
  }

  clear(): void {
    this.#entries.clear();
    this.#idByUid.clear();
  }

  delete(model: string, id: string): void {
    this.#entries.delete(`${model}:${id}`);
  }

  #read(key: string | undefined): AdapterPayload | undefined {
    const entry = key === undefined ? undefined : this.#entries.get(key);
    return entry !== undefined && entry.untilMs >= this.#options.clock() ? entry.payload : undefined;
  }

  #sweep(): void {
    const nowMs = this.#options.clock();
    for (const [key, entry] of this.#entries) if (entry.untilMs < nowMs) this.#entries.delete(key);
    for (const [uid, key] of this.#idByUid) if (!this.#entries.has(key)) this.#idByUid.delete(uid);
  }
}
