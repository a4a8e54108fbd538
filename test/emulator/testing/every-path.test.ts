import { describe, expect, test } from 'vitest';
import { getDefaultArguments, loginEvent, overrideAt } from '#actions-testing';
import { problemsIn } from '../../../emulator/testing/check-shape.ts';
import { EVENT_SHAPE } from '../../../emulator/testing/event-shape.ts';

/** Paths of all leaves of a shape; what is in a list is behind `0`. */
function pathsIn(shape: unknown, path: string[] = []): string[] {
  if (typeof shape === 'string' || shape instanceof Set) return [path.join('.')];
  if (Array.isArray(shape)) return typeof shape[0] === 'string' ? [path.join('.')] : pathsIn(shape[0], [...path, '0']);
  return Object.entries(Object(shape)).flatMap(([key, field]) => pathsIn(field, [...path, key.replace(/\?$/, '')]));
}

/** Returns the value at a path; index 0 of a list stands for whichever item has it. */
const valueAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => {
    if (key === '0' && Array.isArray(at)) return Object.fromEntries(at.flatMap((item) => Object.entries(Object(item))));
    return Reflect.get(Object(at), key);
  }, value);

// The chain of actors ends with the fifth.
const PATHS = pathsIn(EVENT_SHAPE).filter((path) => path !== 'transaction.actor.act.act.act.act.act');
const IN_LISTS = PATHS.filter((path) => /\.0(\.|$)/.test(path));

test('getDefaultArguments gives an event that has every path of the contract, and is right', () => {
  const [event] = getDefaultArguments();
  expect(PATHS.length).toBeGreaterThan(150);
  expect(PATHS.filter((path) => valueAt(event, path) === undefined)).toEqual([]);
  expect(problemsIn(event, EVENT_SHAPE, 'event', false)).toEqual([]);
});

describe('an override of one path alone', () => {
  const [full] = getDefaultArguments();

  test('is accepted for every path, and the event is right then', () => {
    const wrong = PATHS.filter((path) => !IN_LISTS.includes(path)).flatMap((path) => {
      const value = valueAt(full, path);
      try {
        const got = valueAt(loginEvent(overrideAt(path, value)), path);
        return JSON.stringify(got) === JSON.stringify(value) ? [] : [`${path}: ${JSON.stringify(got)}`];
      } catch (error) {
        return [String(error)];
      }
    });
    expect(wrong).toEqual([]);
  });

  test('gives a part that was not there what it needs, and no more', () => {
    expect(loginEvent({ refresh_token: { id: 'r1' } }).refresh_token).toEqual({
      id: 'r1',
      created_at: full.refresh_token?.created_at,
    });
    expect(() => loginEvent({ organization: undefined }, { organization: { id: 'org_x' } })).toThrow(
      'event.organization.name: missing',
    );
  });
});

describe('an object that grows', () => {
  test('takes keys that no contract has', () => {
    const { organization, request, transaction, user } = loginEvent(
      {
        organization: { branding: { logo_url: 'https://acme.com/a.png' } },
        request: { geoip: { metroCode: '501' } },
        transaction: { device_code: 'abc' },
        user: { department: 'IT', emails: ['a@acme.com'] },
      },
      overrideAt('user.identities', [{ provider: 'okta', tenant: 'acme' }]),
      overrideAt('user.address.city', 'Berlin'),
    );
    expect(organization).toHaveProperty('branding.logo_url', 'https://acme.com/a.png');
    expect(request.geoip).toMatchObject({ countryCode: 'DE', metroCode: '501' });
    expect(transaction).toHaveProperty('device_code', 'abc');
    expect(user).toMatchObject({ department: 'IT', emails: ['a@acme.com'], address: { city: 'Berlin' } });
    expect(user.identities).toEqual([{ provider: 'okta', tenant: 'acme' }]);
  });

  test.each([
    [{ user: { emial: 'x' } }, 'event.user.emial: unknown, did you mean "email"?'],
    [{ organization: { metdata: {} } }, 'event.organization.metdata: unknown, did you mean "metadata"?'],
    [{ transaction: { requested_scope: [] } }, 'did you mean "requested_scopes"?'],
  ])('refuses %j, a slip of the pen', (overrides, message) => {
    expect(() => loginEvent(overrides)).toThrow(message);
  });

  test('takes a key of a prototype’s name in JSON as a key', () => {
    const address: Record<string, unknown> = JSON.parse('{"__proto__":{"city":"Berlin"}}');
    const event = loginEvent({ user: { address } });
    const got: unknown = Reflect.get(event.user, 'address');
    expect(JSON.stringify(got)).toBe('{"__proto__":{"city":"Berlin"}}');
  });
});
