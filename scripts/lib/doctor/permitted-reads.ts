import type { DoctorCall } from '../management-api/command-calls.ts';
import { scopeOfCall } from '../management-api/least-scopes.ts';
import { type ProbeResult, probe } from '../tenant/probe.ts';
import type { Traffic } from '../tenant/traffic.ts';

/** Reads a tenant thing by thing, and keeps what the application may not see or the subscription does not include. */
export class PermittedReads {
  readonly #refused = new Map<DoctorCall, 'not allowed' | 'not included'>();
  readonly #scopes = new Map<DoctorCall, string>();
  readonly #traffic: Pick<Traffic, 'grantedScopes'>;

  constructor(traffic: Pick<Traffic, 'grantedScopes'>) {
    this.#traffic = traffic;
  }

  /** Returns the calls that were refused at least once, with the reason. */
  get refused(): ReadonlyMap<DoctorCall, 'not allowed' | 'not included'> {
    return this.#refused;
  }

  /** Reads something. Returns `undefined` if the read is refused, and `absent` if the tenant does not have it. */
  async read<T, A = undefined>(call: DoctorCall, read: () => Promise<T>, absent?: A): Promise<T | A | undefined> {
    if (!this.#isWhole(call)) this.#refused.set(call, 'not allowed');
    // Refused for one, it is refused for all: no further request.
    if (this.#refused.has(call)) return undefined;
    const probed: ProbeResult<T> = await probe(read);
    if (probed.is === 'there') return probed.value;
    if (probed.is === 'absent') return absent;
    this.#refused.set(call, probed.is);
    return undefined;
  }

  /** Other scopes that do, such as `read:client_credentials` for an application, show a part of it as if it were all. */
  #isWhole(call: DoctorCall): boolean {
    const scope = this.#scopes.get(call) ?? scopeOfCall(call);
    this.#scopes.set(call, scope);
    return this.#traffic.grantedScopes?.includes(scope) ?? true;
  }
}
