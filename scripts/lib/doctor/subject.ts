import type { BuiltTenant } from '../build/build-tenant.ts';
import type { TeamSettings } from '../bundle/team-settings.ts';
import type { TenantReadings } from './read-tenant.ts';

/** What is judged: what the tenant says, and what the project in git says. */
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

/** Ends that are nearer than this are told. */
export const SOON_MS = 30 * 24 * 3_600_000;
