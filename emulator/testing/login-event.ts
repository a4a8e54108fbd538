import type { Event } from '../../library/contract.ts';
import { isRecord, problemsIn } from './check-shape.ts';
import { administratorMetadata, DEFAULT_NAMES } from './event-names.ts';
import { EVENT_SHAPE } from './event-shape.ts';
import { RARE_FIELDS, RARE_PARTS } from './full-event.ts';
import { NOW_MS } from './instant.ts';
import { requiredOf } from './required-part.ts';
import type { IsOptional } from './shape.ts';

export { NOW_MS };

/** The OIN client's id in {@link loginEvent}, and what its secret `OIN_CLIENT_IDS` holds. */
export const OIN_CLIENT_ID = 'oinClient000000000000000000000001';

/**
 * Parts of an event that are to differ. Objects of the contract merge; lists and open maps (`metadata`, `app_metadata`, `query`,
 * `secrets`, …) are replaced whole, so that `app_metadata: {}` means none. `undefined` takes away what may be absent.
 */
export type EventOverrides = Overrides<Event> & {
  // These grow by keys of an identity provider's, of a tenant's or of Auth0's own.
  organization?: Growing | undefined;
  request?: { geoip?: Growing };
  transaction?: Growing | undefined;
  user?: Growing;
};

interface Growing {
  [key: string]: unknown;
}

type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? string extends keyof T
      ? T
      : { [K in keyof T]?: Overrides<Exclude<T[K], undefined>> | (IsOptional<T, K> extends true ? undefined : never) }
    : T;

/** Overrides, or what makes them from the event so far. */
export type EventChange = EventOverrides | Event | ((event: Event) => EventOverrides | Event);

/**
 * The event of a Post-Login Action, the same at every call but for what `changes` say, in their order.
 *
 * Unchanged it is acme's admin by attribute, sent by Okta for both scopes: password done two seconds ago, a one-time-code app
 * enrolled, no second factor yet. `cases.ts` has changes for the other logins worth a test, and `casesOf` has those with the
 * names of another project.
 *
 * @throws TypeError naming every path that no event has and every value of the wrong type:
 * `event.organization.metdata: unknown, did you mean "metadata"?`
 */
export function loginEvent(...changes: readonly EventChange[]): Event {
  const event = changedEvent(oktaAdmin(), ...changes);
  if (changes.length > 0) refuse(problemsIn(event, EVENT_SHAPE, 'event', false));
  return event;
}

/**
 * Returns the same event with every part that an event can have on some plan, in some protocol or for some application.
 * `getDefaultArguments` uses it.
 */
export function fullEvent(): Event {
  const event = merge(oktaAdmin(), { ...RARE_FIELDS, ...RARE_PARTS });
  // Both are an event's parts, field by field.
  return structuredClone(event) as Event;
}

/**
 * Returns a copy of any event, for instance a recorded one, with `changes` applied. Parts outside the contract stay.
 *
 * @throws TypeError as {@link loginEvent} does, over the changes alone
 */
export function changedEvent(event: Event, ...changes: readonly EventChange[]): Event {
  let changed = event;
  for (const change of changes) {
    const overrides = typeof change === 'function' ? change(changed) : change;
    refuse(problemsIn(overrides, EVENT_SHAPE, 'event', true));
    // The overrides have the event's shape, field by field, and the merge keeps what they leave out.
    changed = merge(changed, overrides) as Event;
  }
  return structuredClone(changed);
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new TypeError(problems.join('\n'));
}

function merge(target: unknown, overrides: unknown, path = ''): unknown {
  if (!isRecord(target) || !isRecord(overrides) || OPEN_MAPS.has(path)) return overrides;
  const merged = { ...target };
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) {
      delete merged[key];
      continue;
    }
    const at = path === '' ? key : `${path}.${key}`;
    const current = Object.hasOwn(target, key) ? target[key] : isRecord(value) ? requiredBesidesId(at) : undefined;
    // A key of JSON may be called `__proto__`.
    const own = { value: merge(current, value, at), enumerable: true, configurable: true, writable: true };
    Object.defineProperty(merged, key, own);
  }
  return merged;
}

/**
 * Returns the fields that a part requires besides its id. An override of the whole part gives the id of the token,
 * session or prompt.
 */
function requiredBesidesId(path: string): Record<string, unknown> | undefined {
  const { id: _, ...part } = requiredOf(path) ?? {};
  return part;
}

/** Lists the paths of the open maps in {@link EVENT_SHAPE}. */
const OPEN_MAPS: ReadonlySet<string> = new Set(openMaps(EVENT_SHAPE, ''));

function openMaps(shape: unknown, path: string): string[] {
  if (typeof shape === 'string') return shape.startsWith('map') ? [path] : [];
  if (!isRecord(shape)) return [];
  return Object.entries(shape).flatMap(([key, field]) => {
    const name = key.replace(/\?$/, '');
    return openMaps(field, path === '' ? name : `${path}.${name}`);
  });
}

const secondsAgo = (seconds: number): string => new Date(NOW_MS - seconds * 1000).toISOString();

const DAY_SECONDS = 24 * 3600;

const oktaAdmin = (): Event => ({
  authentication: { methods: [{ name: 'pwd', timestamp: secondsAgo(2) }] },
  authorization: { roles: [] },
  client: { client_id: OIN_CLIENT_ID, name: 'Okta OIN', metadata: {} },
  configuration: {},
  connection: { id: 'con_0000000000000001', name: 'admins', strategy: 'auth0', metadata: {} },
  organization: {
    id: 'org_acme000000000001',
    name: 'acme',
    display_name: 'Acme',
    metadata: { [DEFAULT_NAMES.metadataKey]: 'acme.com, eu.acme.com' },
  },
  request: {
    ip: '203.0.113.7',
    hostname: 'tenant.example',
    method: 'GET',
    language: 'en',
    user_agent: 'Mozilla/5.0',
    query: {
      client_id: OIN_CLIENT_ID,
      response_type: 'code',
      redirect_uri: 'https://okta.example/callback',
      audience: 'urn:auth0:express-configure',
      scope: 'openid express_configure:sso express_configure:scim',
      state: 'state-00000001',
    },
    body: {},
    geoip: { countryCode: 'DE', countryName: 'Germany', timeZone: 'Europe/Berlin' },
  },
  resource_server: { identifier: 'urn:auth0:express-configure' },
  secrets: { OIN_CLIENT_IDS: OIN_CLIENT_ID },
  session: {
    id: 'session-00000001',
    created_at: secondsAgo(2),
    authenticated_at: secondsAgo(2),
    updated_at: secondsAgo(2),
    last_interacted_at: secondsAgo(2),
    idle_expires_at: secondsAgo(-3 * DAY_SECONDS),
    expires_at: secondsAgo(-7 * DAY_SECONDS),
    device: {
      initial_ip: '203.0.113.7',
      initial_user_agent: 'Mozilla/5.0',
      last_ip: '203.0.113.7',
      last_user_agent: 'Mozilla/5.0',
    },
  },
  stats: { logins_count: 3 },
  tenant: { id: 'tenant' },
  transaction: {
    id: 'tx_00000001',
    protocol: 'oidc-basic-profile',
    requested_scopes: ['openid', 'express_configure:sso', 'express_configure:scim'],
    acr_values: [],
    prompt: [],
    locale: 'en',
    ui_locales: [],
    redirect_uri: 'https://okta.example/callback',
    response_type: ['code'],
    state: 'state-00000001',
    metadata: {},
  },
  user: {
    user_id: 'auth0|acme-admin',
    email: 'admin@acme.com',
    email_verified: true,
    name: 'Ada Admin',
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    app_metadata: administratorMetadata(DEFAULT_NAMES.attribute, 'org_acme000000000001'),
    user_metadata: {},
    identities: [{ connection: 'admins', provider: 'auth0', user_id: 'acme-admin', isSocial: false }],
    multifactor: ['otp'],
    enrolledFactors: [{ type: 'otp' }],
  },
});
