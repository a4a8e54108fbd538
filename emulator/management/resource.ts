/**
 * A resource of the Management API, as one declaration. Every file of `resources/` exports one as `resource`; the router,
 * `SUPPORTED.md`, the inspector's mask and the snapshots read it from there.
 */
import type { RequiredFields } from '../records/fields.ts';
import type { TenantState } from '../state.ts';
import type { Entitlements } from './entitlements.ts';
import type { ManagementRequest, Operations } from './operation.ts';
import type { Reply } from './reply.ts';

/** Represents a valid request, with what the tenant's plan includes. */
export interface EntitledRequest extends ManagementRequest {
  /** The operation by the name of the published specification: `POST /clients`. */
  readonly operation: string;
  readonly entitlements: Entitlements;
}

/**
 * Says how a snapshot keeps records: as a list or as one record; the fields are those without which the tenant cannot
 * work.
 */
export type SnapshotRecords =
  | { readonly list: RequiredFields }
  | { readonly one: RequiredFields; readonly optional?: true };

export interface Resource {
  /** The name of its file. */
  readonly name: string;
  /** Scopes, query and body of each come from the published specification. */
  readonly operations: Operations;
  /** What `SUPPORTED.md` says of an operation. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Published query parameters that are refused as unknown, by operation: better than ignored. */
  readonly leftOut?: Readonly<Record<string, readonly string[]>>;
  /** Refuses what the plan does not include. */
  readonly entitle?: (request: EntitledRequest) => Reply | undefined;
  /** The parts of the state that are its own: a field of {@link TenantState}, or a name in its `resources`. */
  readonly kept?: Readonly<Record<string, SnapshotRecords>>;
  /** Returns the values in the state that the inspector masks. */
  readonly secrets?: (state: TenantState) => readonly (string | undefined)[];
}

/** Declares a resource with handlers of its own; `collection.ts` and `singleton.ts` make the handlers of the usual ones. */
export const declareResource = (resource: Resource): Resource => resource;
