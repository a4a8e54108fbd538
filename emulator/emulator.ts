import type { SampleApp } from './app/sample-app.ts';
import type { Fault } from './faults/fault.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import type { Snapshot } from './inspector/snapshot.ts';
import type { TenantClock } from './inspector/tenant-clock.ts';
import type { TimelineEntry } from './inspector/timeline.ts';
import type { Entitlements, Plan } from './management/entitlements.ts';
import type { ManagementSettings } from './management/operation.ts';
import type { RateLimits } from './management/rate-limits.ts';
import type { RequestListener, RequestLogEntry } from './management/request-log.ts';
import type { ReplyListener } from './management/router.ts';
import type { Okta } from './okta/okta.ts';
import type { ClientLogin } from './seed-clients.ts';
import type { LoginRun } from './state.ts';
import type { Unknowns } from './unknowns.ts';

export interface EmulatorOptions {
  /**
   * The port of the https listener; the plain-http listener for browsers takes the next one. 0 takes two free ports.
   */
  port: number;
  /** The project: certificates are kept in its `.emulator/`, Actions' dependencies resolved from its `node_modules/`. */
  projectDir: string;
  /**
   * The time limit for all Actions of one stretch of a login; Auth0 allows 20 000. A function is called for each
   * stretch.
   */
  actionTimeLimitMs?: number | (() => number);
  /** Failures to come; more can be added to {@link Emulator.faults}. */
  faults?: readonly Fault[];
  /** Rate limits of the Management API, as the {@link EmulatorOptions.plan} has them; none unless given. */
  rateLimits?: RateLimits;
  /** The tenant's subscription; `enterprise`, which includes everything, unless given. */
  plan?: Plan;
  /** Entitlements that differ from those of the {@link EmulatorOptions.plan}. */
  entitlements?: Partial<Entitlements>;
  /** Behaviour of Auth0's Management API that is undocumented or differs between tenants. */
  management?: Partial<Omit<ManagementSettings, 'entitlements'>>;
  /** Called with each request to the Management API and for a token after it has been carried out; the answer waits for it. */
  onRequest?: RequestListener;
  /** Called with each answer of the Management API and its body, secrets included. */
  onManagementReply?: ReplyListener;
  /** Called with a text about what the tenant accepts and never acts on: an Action of a trigger that never runs here. */
  onNote?: (text: string) => void;
  /** Undocumented behaviour of Auth0 and Okta outside the Management API; by default the safe answers. */
  unknowns?: Partial<Unknowns>;
  /**
   * How long a new connection of Express Configuration answers logins with `no connections enabled for the client`, in
   * milliseconds.
   */
  connectionDelayMs?: number;
  /** How long a discovery domain or member that the Management API added stays invisible to reads, in milliseconds. */
  visibilityDelayMs?: number;
  /** Whether to make {@link Emulator.readOnlyClient}. */
  readOnlyClient?: boolean;
  /**
   * The file that keeps the tenant between starts, with secrets in plain text. It is loaded if it exists, and written
   * when the tenant closes or on request. The start rejects with `SnapshotError` if it cannot be loaded.
   */
  snapshotFile?: string;
}

export interface Emulator {
  /** The issuer with the trailing slash, as tokens contain it. */
  readonly issuer: string;
  /** The value for `AUTH0_DOMAIN`: host and port. */
  readonly domain: string;
  /** The origin for people's browsers: plain http, so no certificate warning. */
  readonly browserOrigin: string;
  /** The value for `NODE_EXTRA_CA_CERTS`; this process trusts it already. */
  readonly caFile: string;
  /** A machine-to-machine application with every Management API scope. */
  readonly deployClient: ClientLogin;
  /** One that may read, and not the secrets of clients; where it was asked for. */
  readonly readOnlyClient: ClientLogin | undefined;
  readonly okta: Okta;
  /** Sample applications: the one that is published to the OIN, and one that is linked to it. */
  readonly apps: { saas: SampleApp; reports: SampleApp };
  /** Post-login flows, oldest first. */
  runs(): LoginRun[];
  /** Requests to the Management API and for tokens, newest last. */
  requests(): RequestLogEntry[];
  clearRequests(): void;
  /** Failures to come, none unless asked for. */
  readonly faults: FaultPlan;
  /** All that the tenant holds, secrets included, as one value to compare; its log is in `GET /logs`. */
  contents(): object;
  /** The token that the changing routes below `/_local/` require in the header `x-local-token`; new with each start. */
  readonly controlToken: string;
  /** Returns the events of the tenant, oldest first, with secrets masked. */
  timeline(): TimelineEntry[];
  /** The tenant's time, which can be moved on. */
  readonly clock: TenantClock;
  /** Makes the tenant what it was when it started; all logins end. */
  reset(): Promise<void>;
  /** All that the tenant holds, secrets included. */
  takeSnapshot(): Snapshot;
  /** Brings a snapshot back; all logins end. Rejects with `SnapshotError`, and has changed nothing then. */
  loadSnapshot(json: unknown): Promise<void>;
  /** Writes {@link EmulatorOptions.snapshotFile}, or another file: whole, or not at all. Rejects with `SnapshotError`. */
  saveSnapshot(file?: string): Promise<void>;
  /** Rejects with `SnapshotError`, the tenant closed, where the snapshot could not be written. */
  close(): Promise<void>;
}
