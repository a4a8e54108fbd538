import type { Place } from '../failures.ts';
import type { FieldChange } from '../tenant/difference.ts';

/** What a deploy would do to a tenant, from reads alone. No secret is in it. */
export interface Plan {
  environment: string;
  domain: string;
  entries: PlanEntry[];
  /** Of the client Okta uses, where there is one. */
  oinClientId?: string;
  /** Of the application's submission to the OIN, where it has one. */
  oinSubmissionId?: string;
  /** Applications with logins that are not in `tenant.yaml`: tenant-wide changes reach them too. */
  otherApplications: string[];
  /** Applications that are to be created, with the connections they get. */
  newApplications: NewApplication[];
  /** What was found and is left as it is. */
  notes: string[];
  /** Values that settings and lists of the tenant lose. */
  removed: number;
  /** Fields that weaken its security. */
  loosened: number;
  /** What a deploy of this plan demands besides a yes. */
  needs: ('--accept-removals' | '--accept-loosening')[];
  /** Of what the plan rests on: see {@link stateHash}. */
  stateHash: string;
}

export interface NewApplication {
  name: string;
  /** Names of connections of `tenant.yaml`. */
  connections: string[];
}

/** Okta's public key, which is in no section of `tenant.yaml`. */
export const OKTA_KEY_SECTION = 'oktaKey';

export interface PlanEntry {
  /** Of `tenant.yaml`, or {@link OKTA_KEY_SECTION}. */
  section: string;
  name: string;
  /**
   * `deleted`: asked for with `--prune`. `unmanaged`: on the tenant and not in the file; left as it is. `unread`: this project can't read it back, so every
   * deploy imports it.
   */
  change: 'created' | 'changed' | 'deleted' | 'unchanged' | 'unmanaged' | 'unread';
  fields: PlanField[];
  /** Reaches every application of the tenant. */
  tenantWide: boolean;
  where?: Place;
}

export interface PlanField extends FieldChange {
  /** Instead of two long texts: what changes in them, as a unified diff; `old` and `new` are hashes then. */
  diff?: string;
  /** Members of a list, or a value, that the tenant has and a deploy takes away. */
  removed?: unknown[];
  /** What becomes possible, where the new value is weaker than the old one. */
  loosened?: string[];
}

/** Something would be written that can be told beforehand. */
export const isChange = ({ change }: PlanEntry): boolean =>
  change === 'created' || change === 'changed' || change === 'deleted';

/** A deploy would send something. */
export const isWork = (entry: PlanEntry): boolean => isChange(entry) || entry.change === 'unread';
