/** Makes the operations of settings of which a tenant has one: `GET` and `PATCH`, or `PUT`, of one path. */
import type { TenantState } from '../state.ts';
import { withoutNulls } from './metadata.ts';
import type { ManagementRequest } from './operation.ts';
import { selectFields } from './paging.ts';
import { ok, type Reply } from './reply.ts';
import type { Resource, SnapshotRecords } from './resource.ts';

export interface Singleton<Settings extends object> extends Omit<Resource, 'operations' | 'kept'> {
  /** The path below `/api/v2`, for instance `/prompts`. */
  readonly path: string;
  /** The method that changes the settings: `PATCH` takes parts of them, `PUT` replaces them. */
  readonly method: 'PATCH' | 'PUT';
  readonly read: (state: TenantState) => Settings;
  readonly write: (state: TenantState, settings: Settings) => void;
  /** Refuses settings before they are written, for instance for what they refer to. */
  readonly check?: (state: TenantState, body: Partial<Settings>) => Reply | undefined;
  /** Gives changed settings what they cannot be without. */
  readonly complete?: (settings: Partial<Settings>) => Settings;
  /** Returns what the answer to a `GET` shows; by default the settings. */
  readonly view?: (state: TenantState) => object;
  /** Returns what the answer to a change shows; by default the same as `view`. */
  readonly viewChanged?: (state: TenantState) => object;
  readonly kept?: Readonly<Record<string, SnapshotRecords>>;
}

/** Returns the resource of one setting. A `null` takes a field out. */
export function singleton<Settings extends object>(declared: Singleton<Settings>): Resource {
  const { name, path, method, read, write, check, complete, view = read, viewChanged = view } = declared;
  const { kept, notes, leftOut, entitle, secrets } = declared;

  function change({ state, body }: ManagementRequest<Partial<Settings>>): Reply {
    const refused = check?.(state, body);
    if (refused !== undefined) return refused;
    const whole = withoutNulls(method === 'PATCH' ? { ...read(state), ...body } : body);
    // Without `complete`, settings without null fields are complete.
    write(state, complete ? complete(whole as Partial<Settings>) : (whole as Settings));
    return ok(viewChanged(state));
  }

  return {
    name,
    operations: {
      [`GET ${path}`]: ({ state, query }: ManagementRequest) => ok(selectFields(view(state), query)),
      [`${method} ${path}`]: change,
    },
    ...(kept && { kept }),
    ...(notes && { notes }),
    ...(leftOut && { leftOut }),
    ...(entitle && { entitle }),
    ...(secrets && { secrets }),
  };
}
