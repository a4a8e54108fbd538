/**
 * Exports what the emulator offers to others: a local Auth0 tenant on loopback. README.md in this folder says what is
 * faithful.
 */
export type { AppRegistration } from './app/app-client.ts';
export type { SampleApp } from './app/sample-app.ts';
export type { Emulator, EmulatorOptions } from './emulator.ts';
export type { Fault, FaultEffect } from './faults/fault.ts';
export type { FaultPlan, FaultState } from './faults/fault-plan.ts';
export { type Snapshot, SnapshotError, type SnapshotProblem } from './inspector/snapshot.ts';
export type { TenantClock } from './inspector/tenant-clock.ts';
export type { TimelineEntry, TimelineEvent } from './inspector/timeline.ts';
export type { Entitlements, Plan } from './management/entitlements.ts';
export type { ManagementSettings } from './management/operation.ts';
export type { RateLimits } from './management/rate-limits.ts';
export type { RequestLogEntry } from './management/request-log.ts';
export { EXPRESS_CONFIGURE_AUDIENCE, type Okta } from './okta/okta.ts';
export { OktaOperator, OktaUser, textOf } from './okta/operator.ts';
export { type Person, type SignInResult, signIn } from './okta/sign-in.ts';
export { UserAgent, type VisitedPage } from './okta/user-agent.ts';
export type { ClientLogin } from './seed-clients.ts';
export { PortInUseError } from './server.ts';
export { startEmulator } from './start-emulator.ts';
export type { ActionRun, LoginRun } from './state.ts';
export type { Unknowns } from './unknowns.ts';
