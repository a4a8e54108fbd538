import { describe, expect, test } from 'vitest';
import { createApi } from '../../emulator/runtime/api.ts';
import type { Event, PostLoginAPI } from '../../library/contract.ts';
import * as domains from '../fixture/project/actions/domains.ts';
import * as enroll from '../fixture/project/actions/enroll.ts';
import * as grant from '../fixture/project/actions/grant.ts';
import * as stepUp from '../fixture/project/actions/step-up.ts';
import { grantedEvent, HOSTILE_VALUES, place } from '../support/events.ts';
import { denial, execute } from '../support/execute.ts';

/** Returns the event of a login in which the enroll Action has something to do. */
const enrollingEvent = (change: (event: Event) => void = () => {}): Event =>
  grantedEvent((event) => {
    event.user.enrolledFactors = [];
    change(event);
  });

/** Each with an event of a login in which it acts. */
const ACTIONS = [
  { name: 'step-up', handler: stepUp.onExecutePostLogin, eventOf: grantedEvent },
  { name: 'enroll', handler: enroll.onExecutePostLogin, eventOf: enrollingEvent },
  { name: 'grant', handler: grant.onExecutePostLogin, eventOf: grantedEvent },
  { name: 'domains', handler: domains.onExecutePostLogin, eventOf: grantedEvent },
];

const explode = (): never => {
  throw new Error('canary in an error message');
};

const deepFreeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return;
  Object.freeze(value);
  Object.values(value).forEach(deepFreeze);
};

describe.each(ACTIONS)('$name', ({ handler, eventOf }) => {
  test('is a native async function, which Auth0 demands of a handler', () => {
    expect(handler.constructor.name).toBe('AsyncFunction');
  });

  test.each([
    undefined,
    null,
    {},
    { identifier: 'https://api.example.com/' },
    { identifier: 'urn:auth0:express-configure/' },
    { identifier: ['urn:auth0:express-configure'] },
    Object.create({ identifier: 'urn:auth0:express-configure' }),
  ])('calls and logs nothing where the resource server is %o', async (resourceServer) => {
    const result = await execute(handler, place(eventOf(), ['resource_server'], resourceServer));
    expect(result).toEqual({ commands: [], logs: [] });
  });

  test('looks at nothing but the audience of a login for another one', async () => {
    const event = new Proxy(place(eventOf(), ['resource_server'], { identifier: 'other' }), {
      get: (target, key) => (key === 'resource_server' ? Reflect.get(target, key) : explode()),
    });
    const api = new Proxy<PostLoginAPI>(createApi(eventOf()).api, { get: explode });
    await expect(handler(event, api)).resolves.toBeUndefined();
  });

  test('denies with EC_INTERNAL, without telling why, where settling throws', async () => {
    const event = Object.defineProperty(eventOf(), 'organization', { get: explode });
    const { commands, logs } = await execute(handler, event);
    expect(commands).toEqual(denial('EC_INTERNAL'));
    expect(logs).toEqual(['{"express_configure":"denied","codes":["EC_INTERNAL"],"transaction":"tx_00000001"}']);
  });

  test('denies with EC_INTERNAL and neither grants nor claims where Auth0 refuses the first call', async () => {
    const { commands } = await execute(handler, eventOf(), (api) => {
      api.transaction.setMetadata = explode;
      api.accessToken.setCustomClaim = explode;
    });
    expect(commands).toEqual(denial('EC_INTERNAL'));
  });

  test('fails the login where even the denial is refused', async () => {
    const event = place(eventOf(), ['organization'], {
      get id() {
        return explode();
      },
      get metadata() {
        return explode();
      },
    });
    const failure = execute(handler, event, (api) => {
      api.access.deny = () => {
        throw new Error('no denial');
      };
    });
    await expect(failure).rejects.toThrow('no denial');
  });

  test('changes neither its event nor a prototype', async () => {
    const event = eventOf();
    deepFreeze(event);
    const prototypeKeys = Reflect.ownKeys(Object.prototype);
    const { commands, logs } = await execute(handler, event, (api) => {
      api.transaction.setMetadata = () => {};
    });
    expect(commands.length).toBeGreaterThan(0);
    expect(logs[0]).toContain('"passed"');
    expect(Reflect.ownKeys(Object.prototype)).toEqual(prototypeKeys);
  });
});

const FIELDS: string[][] = [
  ...Object.keys(grantedEvent()).map((section) => [section]),
  ...Object.entries(grantedEvent()).flatMap(([section, fields]) =>
    typeof fields === 'object' ? Object.keys(fields).map((field) => [section, field]) : [],
  ),
  ['transaction', 'metadata', 'express_configure_step_up_at'],
  ['transaction', 'metadata', 'express_configure_enroll_at'],
  ['transaction', 'metadata', 'express_configure_granted'],
  ['organization', 'metadata', 'domains'],
  ['organization', 'metadata', 'domains_2'],
  ['user', 'app_metadata', 'express_configure'],
];

describe.each(ACTIONS)('$name, whatever stands in', ({ handler, eventOf }) => {
  test.each(FIELDS.map((path) => [path.join('.'), path] as const))(
    'event.%s, passes or denies, never both',
    async (_name, path) => {
      for (const value of [undefined, ...HOSTILE_VALUES]) {
        const { commands, logs } = await execute(handler, place(eventOf(), path, value));
        const denials = commands.filter(({ method }) => method === 'access.deny');
        expect(denials.length === 0 || commands.length === 1).toBe(true);
        // Auth0 refuses a note where the transaction's metadata is full, which none but another Action can bring about.
        const isFull = path[1] === 'metadata' && path[0] === 'transaction' && JSON.stringify(value)?.length > 10_000;
        if (!isFull) expect(commands).not.toEqual(denial('EC_INTERNAL'));
        expect(logs.length).toBe(path[0] === 'resource_server' ? 0 : 1);
        expect(logs.join('\n').length).toBeLessThan(256);
      }
    },
  );
});

describe.each(ACTIONS)('$name tells nothing that it read', ({ handler, eventOf }) => {
  const CANARY = 'canary-4711';
  const withCanaries = (change: (event: Event) => void) =>
    eventOf((event) => {
      const { user, connection, organization, client, secrets, authorization } = event;
      Object.assign(user, { email: `${CANARY}@acme.com`, name: CANARY, username: CANARY, user_id: CANARY });
      Object.assign(user.app_metadata, { [CANARY]: CANARY });
      connection.name = CANARY;
      client.name = CANARY;
      secrets.OIN_CLIENT_IDS += `,${CANARY}`;
      authorization?.roles.push(CANARY);
      if (organization) organization.metadata = { domains: `${CANARY}.com`, [CANARY]: CANARY };
      change(event);
    });

  test.each<[string, (event: Event) => void]>([
    ['passing', () => {}],
    [
      'a client',
      ({ client }) => {
        client.client_id = `${CANARY}-other`;
      },
    ],
    [
      'an email',
      ({ user }) => {
        user.email_verified = false;
      },
    ],
    [
      'domains',
      ({ organization }) => {
        if (organization) organization.metadata.domains = `${CANARY}@acme.com`;
      },
    ],
    [
      'a missing grant',
      ({ transaction }) => {
        if (transaction) transaction.metadata = { [CANARY]: CANARY };
      },
    ],
  ])('neither in the log nor in the deny text: %s', async (_what, change) => {
    const { commands, logs } = await execute(handler, withCanaries(change));
    expect(logs).toHaveLength(1);
    expect(logs.join()).not.toContain('canary');
    const denials = commands.filter(({ method }) => method === 'access.deny');
    expect(JSON.stringify(denials)).not.toContain('canary');
  });
});
