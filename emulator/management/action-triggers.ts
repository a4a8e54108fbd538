/** Describes an item of the answer of `GET /actions/triggers`, as recorded on 2026-08-10. */
export interface Trigger {
  id: string;
  version: string;
  status: 'CURRENT' | 'DEPRECATED';
  runtimes: string[];
  default_runtime: string;
  binding_policy: 'trigger-bound' | 'entity-bound';
  compatible_triggers: { id: string; version: string }[];
}

/** The runtime of an Action of a current trigger whose request names none (recorded, 2026-08). */
export const DEFAULT_RUNTIME = 'node22';

const trigger = (id: string, version: string, more: Partial<Trigger> = {}): Trigger => ({
  id,
  version,
  status: 'CURRENT',
  runtimes: ['node18-actions', DEFAULT_RUNTIME],
  default_runtime: DEFAULT_RUNTIME,
  binding_policy: 'trigger-bound',
  compatible_triggers: [],
  ...more,
});

const deprecated = (id: string, version: string): Trigger =>
  trigger(id, version, { status: 'DEPRECATED', runtimes: ['node22'], default_runtime: 'node12' });

/** Actions of these are named by something else of the tenant and never bound to the trigger. */
const entityBound = (id: string, runtimes = ['node22']): Trigger =>
  trigger(id, 'v1', { runtimes, binding_policy: 'entity-bound' });

export const TRIGGERS: readonly Trigger[] = [
  deprecated('post-login', 'v1'),
  trigger('post-login', 'v3', { compatible_triggers: [{ id: 'post-login', version: 'v2' }] }),
  trigger('post-login', 'v2', { status: 'DEPRECATED', runtimes: ['node18', 'node22'], default_runtime: 'node16' }),
  ...['credentials-exchange', 'pre-user-registration', 'post-user-registration', 'post-change-password'].flatMap(
    (id) => [trigger(id, 'v2'), deprecated(id, 'v1')],
  ),
  trigger('send-phone-message', 'v2'),
  deprecated('send-phone-message', 'v1'),
  trigger('password-reset-post-challenge', 'v1'),
  trigger('custom-phone-provider', 'v1'),
  trigger('custom-email-provider', 'v1'),
  entityBound('custom-token-exchange', ['node18', 'node22']),
  entityBound('event-stream'),
  entityBound('password-hash-migration'),
  entityBound('mcp-tool'),
];

/** Returns the version of a trigger that an Action may name; deprecated ones can still be chosen (recorded, 2026-08). */
export const findTrigger = (id: string, version: string | undefined): Trigger | undefined =>
  TRIGGERS.find((known) => known.id === id && known.version === version);

export const isTrigger = (id: string | undefined): boolean => TRIGGERS.some((known) => known.id === id);

const RETIRED_RUNTIMES = ['node12', 'node16'];

/** Returns the runtime of an Action that names none: retired ones run on nothing today. */
export const runtimeOf = ({ default_runtime, runtimes }: Trigger): string =>
  RETIRED_RUNTIMES.includes(default_runtime) ? (runtimes.at(-1) ?? default_runtime) : default_runtime;
