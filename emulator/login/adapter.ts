import type { Adapter, AdapterPayload } from 'oidc-provider';
import { findClient, type TenantState } from '../state.ts';
import { toClientMetadata } from './client-metadata.ts';

interface Entry {
  payload: AdapterPayload;
  untilMs: number;
}

const SWEEP_EVERY = 1000;

/** oidc-provider's storage: clients come from the tenant, everything else (sessions, codes, grants) lives in memory. */
export function createAdapter(state: TenantState, oinCallbacks: string[]): (model: string) => Adapter {
  const entries = new Map<string, Entry>();
  const idByUid = new Map<string, string>();
  let writes = 0;

  const sweep = (): void => {
    const nowMs = state.clock();
    for (const [key, entry] of entries) if (entry.untilMs < nowMs) entries.delete(key);
    for (const [uid, key] of idByUid) if (!entries.has(key)) idByUid.delete(uid);
  };

  const read = (key: string | undefined): AdapterPayload | undefined => {
    const entry = key === undefined ? undefined : entries.get(key);
    return entry !== undefined && entry.untilMs >= state.clock() ? entry.payload : undefined;
  };

  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`;
    return {
      async upsert(id, payload, expiresInSeconds) {
        writes += 1;
        if (writes % SWEEP_EVERY === 0) sweep();
        const untilMs = expiresInSeconds ? state.clock() + expiresInSeconds * 1000 : Number.POSITIVE_INFINITY;
        entries.set(keyOf(id), { payload, untilMs });
        if (payload.uid !== undefined) idByUid.set(`${model}:${payload.uid}`, keyOf(id));
      },
      async find(id) {
        if (model !== 'Client') return read(keyOf(id));
        const client = findClient(state, id);
        return client && toClientMetadata(state, client, oinCallbacks);
      },
      async findByUid(uid) {
        return read(idByUid.get(`${model}:${uid}`));
      },
      async findByUserCode() {
        return undefined;
      },
      async consume(id) {
        const payload = read(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(state.clock() / 1000);
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) {
          if (key.startsWith(`${model}:`) && payload.grantId === grantId) entries.delete(key);
        }
      },
    };
  };
}
