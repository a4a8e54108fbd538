import type { Place } from '../failures.ts';
import type { FieldChange } from '../tenant/difference.ts';

/** Describes what a deploy would do to a tenant, from reads alone. It contains no secrets. */
export interface Plan {
  environment: string;
  domain: string;
  entries: PlanEntry[];
  /** The id of the client that Okta uses, if there is one. */
  oinClientId?: string;
  /** The id of the application's submission to the OIN, if it has one. */
  oinSubmissionId?: string;
  /** Applications with logins that are not in `tenant.yaml`: tenant-wide changes reach them too. */
  otherApplications: string[];
  /** Applications that are to be created, with the connections they get. */
  newApplications: NewApplication[];
  /** Notes about what was found and is left unchanged. */
  notes: string[];
  /** Values that settings and lists of the tenant lose. */
  removed: number;
  /** Fields that weaken its security. */
  loosened: number;
  /** What a deploy of this plan needs besides a yes. */
  needs: ('--accept-removals' | '--accept-loosening')[];
  /** The hash of what the plan depends on: see {@link stateHash}. */
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
  /** The section of `tenant.yaml`, or {@link OKTA_KEY_SECTION}. */
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
  /** What becomes possible, if the new value is weaker than the old one. */
  loosened?: string[];
}

/** Returns whether the deploy would write something that is known beforehand. */
export const isChange = ({ change }: PlanEntry): boolean =>
  change === 'created' || change === 'changed' || change === 'deleted';

/** Returns whether a deploy would send something. */
export const isWork = (entry: PlanEntry): boolean => isChange(entry) || entry.change === 'unread';
