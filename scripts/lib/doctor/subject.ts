import type { BuiltTenant } from '../build/build-tenant.ts';
import type { TeamSettings } from '../bundle/team-settings.ts';
import type { TenantReadings } from './read-tenant.ts';

/** Holds what is judged: the readings of the tenant, and the project in git. */
export interface Subject {
  tenant: TenantReadings;
  team: TeamSettings;
  built: BuiltTenant;
  /** The tenant's own, without https. */
  domain: string;
  nowMs: number;
  /** Okta's public key as git has it. */
  pem: string | undefined;
}

/** The time before an expiry at which it is reported, in milliseconds. */
export const SOON_MS = 30 * 24 * 3_600_000;
