import type { Fault } from '../faults/fault.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { Storage } from '../login/adapter.ts';
import type { PushRequests } from '../login/push.ts';
import type { RequestLog } from '../management/request-log.ts';
import type { WorkerPool } from '../runtime/worker-pool.ts';
import type { TenantState } from '../state.ts';
import { checkSnapshot, type SeededRecords, type Snapshot, takeSnapshot, withSnapshot } from './snapshot.ts';
import { writeSnapshot } from './snapshot-file.ts';
import type { TenantClock } from './tenant-clock.ts';
import type { Timeline } from './timeline.ts';

export interface ControlledTenant {
  state: TenantState;
  clock: TenantClock;
  storage: Storage;
  pushRequests: PushRequests;
  pool: WorkerPool;
  requestLog: RequestLog;
  faults: FaultPlan;
  /** Those of the start, which a reset brings back. */
  plannedFaults: readonly Fault[];
  timeline: Timeline;
}

/** Resets, saves and restores a whole tenant. */
export class TenantControl {
  readonly #tenant: ControlledTenant;
  readonly #seeds: SeededRecords;
  #beginning: { snapshot: Snapshot; aheadMs: number };

  /** @param tenant as it is now: what the start made in it is its seeds */
  constructor(tenant: ControlledTenant) {
    this.#tenant = tenant;
    const { clients, clientGrants } = tenant.state;
    this.#seeds = structuredClone({ clients, clientGrants });
    this.#beginning = { snapshot: this.takeSnapshot(), aheadMs: 0 };
  }

  takeSnapshot(): Snapshot {
    return takeSnapshot(
      this.#tenant.state,
      this.#seeds.clients.map(({ client_id }) => client_id),
    );
  }

  /** Rejects with a SnapshotError; the file is as it was then. */
  async saveSnapshot(file: string): Promise<void> {
    await writeSnapshot(file, this.takeSnapshot());
    this.#tenant.timeline.record({ kind: 'control', what: 'snapshot saved' });
  }

  /** Rejects with a SnapshotError, and has changed nothing then. Logins end; the clock is not before when it was taken. */
  async loadSnapshot(json: unknown): Promise<void> {
    const snapshot = checkSnapshot(json);
    const { clock, timeline } = this.#tenant;
    this.#replace(snapshot);
    clock.moveTo(Date.parse(snapshot.savedAt));
    timeline.record({ kind: 'control', what: `snapshot of ${snapshot.savedAt} loaded` });
    await this.#endWorkers();
  }

  /** Makes the present state the one that a reset returns to. */
  beginHere(): void {
    this.#beginning = { snapshot: this.takeSnapshot(), aheadMs: this.#tenant.clock.aheadMs };
  }

  /** Returns the tenant to its state at the start: its content, clock and faults; its log and timeline are empty. */
  async reset(): Promise<void> {
    const { clock, faults, plannedFaults, requestLog, timeline } = this.#tenant;
    this.#replace(this.#beginning.snapshot);
    clock.setAheadMs(this.#beginning.aheadMs);
    faults.clear();
    faults.add(...plannedFaults);
    requestLog.clear();
    timeline.clear();
    timeline.record({ kind: 'control', what: 'reset' });
    await this.#endWorkers();
  }

  /** All at once: no request finds one half of each. */
  #replace(snapshot: Snapshot): void {
    const { state, storage, pushRequests } = this.#tenant;
    Object.assign(state, withSnapshot(state, snapshot, this.#seeds));
    storage.clear();
    pushRequests.clear();
  }

  /** They keep what Actions left in their module scope and in `api.cache`. */
  #endWorkers(): Promise<void> {
    return this.#tenant.pool.close();
  }
}
