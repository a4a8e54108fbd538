import { join } from 'node:path';
import type { Emulator, EmulatorOptions } from './emulator.ts';
import { useInOrder } from './middleware-order.ts';
import { MIDDLEWARES } from './middlewares.ts';
import { Listeners } from './server.ts';
import type { TenantState } from './state.ts';
import { buildTenant, type TenantParts } from './tenant-parts.ts';
import { loopbackTls } from './tls.ts';
import { trust } from './trust.ts';

/** Starts a fresh tenant. Rejects with `PortInUseError`. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const certificate = await loopbackTls(join(options.projectDir, '.emulator'));
  const listeners = await Listeners.open(certificate, options.port);
  try {
    trust(certificate.ca);
    const parts = await buildTenant(options, listeners, certificate.ca);
    serve(parts, listeners);
    return emulatorOf(parts, listeners, certificate.caFile);
  } catch (error) {
    await listeners.close();
    throw error;
  }
}

/** Answers requests at both listeners, by the tenant's clock. */
function serve(parts: TenantParts, listeners: Listeners): void {
  const { provider, clock } = parts;
  useInOrder(provider, MIDDLEWARES, parts);
  const handle = provider.callback();
  listeners.handle((request, response) => clock.run(() => handle(request, response)));
}

function emulatorOf(parts: TenantParts, listeners: Listeners, caFile: string): Emulator {
  const { state, requestLog, control, timeline, pool } = parts;
  const { snapshotFile } = parts.options;
  return {
    issuer: parts.issuer,
    domain: parts.domain,
    browserOrigin: parts.browserOrigin,
    caFile,
    deployClient: parts.deployClient,
    readOnlyClient: parts.readOnlyClient,
    okta: parts.okta,
    apps: parts.apps,
    runs: () => structuredClone(state.runs),
    requests: requestLog.entries,
    clearRequests: requestLog.clear,
    faults: parts.faults,
    contents: () => contentsOf(state),
    controlToken: parts.controlToken,
    timeline: () => timeline.after(),
    clock: parts.clock,
    reset: () => control.reset(),
    takeSnapshot: () => control.takeSnapshot(),
    loadSnapshot: (json) => control.loadSnapshot(json),
    async saveSnapshot(file = snapshotFile) {
      if (file === undefined) throw new TypeError('name a file: this start was given no snapshotFile');
      await control.saveSnapshot(file);
    },
    async close() {
      await listeners.close();
      await pool.close();
      if (snapshotFile !== undefined) await control.saveSnapshot(snapshotFile);
    },
  };
}

function contentsOf({ clock: _c, newId: _i, newUuid: _u, newCode: _n, logs: _l, ...held }: TenantState): object {
  return structuredClone(held);
}
