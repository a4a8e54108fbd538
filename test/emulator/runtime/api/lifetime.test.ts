import { describe, expect, test } from 'vitest';
import { createApi } from '../../../../emulator/runtime/api.ts';
import type { Event } from '../../../../library/contract.ts';
import { adminEvent } from '../../../support/events.ts';

const eventWith = (metadata?: Record<string, string>): Event =>
  adminEvent((event) => {
    event.session = { id: 'ses_1', ...(metadata && { metadata }) };
    event.refresh_token = { id: 'rt_1', created_at: '2026-01-01T00:00:00.000Z', ...(metadata && { metadata }) };
  });

const bare = (): Event => {
  const event = eventWith();
  delete event.session;
  delete event.refresh_token;
  return event;
};

/** Calls with arguments that the types forbid. */
const setBoth = (event: Event, key: unknown, value: unknown): (() => void)[] => {
  const { session, refreshToken } = createApi(event).api;
  return [
    () => Reflect.apply(session.setMetadata, session, [key, value]),
    () => Reflect.apply(refreshToken.setMetadata, refreshToken, [key, value]),
  ];
};

describe('metadata of sessions and refresh tokens', () => {
  test('shows in the event at once', () => {
    const event = eventWith({ kept: 'a', gone: 'b' });
    const { api, commands } = createApi(event);
    api.session.setMetadata('plan', 'gold');
    api.session.setMetadata('gone', null);
    api.refreshToken.setMetadata('plan', 'gold');
    api.refreshToken.deleteMetadata('kept');
    expect(event.session?.metadata).toEqual({ kept: 'a', plan: 'gold' });
    expect(event.refresh_token?.metadata).toEqual({ gone: 'b', plan: 'gold' });
    api.session.evictMetadata();
    api.refreshToken.evictMetadata();
    expect([event.session?.metadata, event.refresh_token?.metadata]).toEqual([{}, {}]);
    expect(commands).toHaveLength(6);
  });

  test('what changes nothing is no change', () => {
    const { api, commands } = createApi(eventWith({ kept: 'a' }));
    api.session.setMetadata('none', null);
    api.session.deleteMetadata('none');
    api.refreshToken.deleteMetadata('none');
    expect(commands).toEqual([]);
  });

  test('without a session it can be removed and not be set', () => {
    const event = bare();
    const { api, commands } = createApi(event);
    api.session.deleteMetadata('k');
    api.session.evictMetadata();
    expect(commands).toEqual([]);
    expect(() => api.session.setMetadata('k', 'v')).toThrow(
      'Failed to set session metadata: Cannot set metadata on a session that does not exist.',
    );
    expect(event.session).toBeUndefined();
  });

  test('a refresh token that is still to come has it, and the event does not say there is one', () => {
    const event = bare();
    const { api, commands } = createApi(event);
    api.refreshToken.setMetadata('k', 'v');
    api.refreshToken.evictMetadata();
    expect(commands.map(({ method }) => method)).toEqual(['refreshToken.setMetadata', 'refreshToken.evictMetadata']);
    expect(event.refresh_token).toBeUndefined();
  });

  test.each([
    [7, 'v', 'Metadata key must be a string'],
    ['k', 7, 'Metadata value must be a string'],
    ['k', undefined, 'Metadata value must be a string'],
    ['bad key', 'v', 'Metadata keys may only include letters, numbers, underscores, or hyphens'],
    ['', 'v', 'Metadata keys may only include letters, numbers, underscores, or hyphens'],
    ['k'.repeat(256), 'v', 'All metadata keys must be at most 255 characters long'],
    ['a\0b', 'v', 'Metadata keys must not contain null bytes (\0)'],
    ['k', 'v'.repeat(256), 'All metadata values must be at most 255 characters long'],
    ['k', 'a\0b', 'Metadata values must not contain null bytes (\0)'],
  ])('is refused in the words of Auth0: %j, %j', (key, value, text) => {
    const event = eventWith();
    const [session, refreshToken] = setBoth(event, key, value);
    expect(session).toThrow(new Error(`Failed to set session metadata: Invalid metadata: ${text}`));
    expect(refreshToken).toThrow(new Error(`Failed to set refresh token metadata: Invalid metadata: ${text}`));
    expect([event.session?.metadata, event.refresh_token?.metadata]).toEqual([undefined, undefined]);
  });

  test('has at most 25 entries, kept ones included; one too many stays until it is removed', () => {
    const metadata = Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`k${index}`, 'v']));
    const event = eventWith(metadata);
    const { api } = createApi(event);
    const text = 'Failed to set session metadata: Invalid metadata: Metadata must not contain more than 25 entries';
    api.session.setMetadata('k24', 'v');
    expect(() => api.session.setMetadata('k25', 'v')).toThrow(text);
    expect(() => api.session.setMetadata('k0', 'other')).toThrow(text);
    expect(Object.keys(event.session?.metadata ?? {})).toHaveLength(25);
    api.session.deleteMetadata('k25');
    api.session.setMetadata('k0', 'other');
    expect(event.session?.metadata).toMatchObject({ k0: 'other', k24: 'v' });
  });
});

test('the cookie mode is set beside what else the cookie has', () => {
  const event = eventWith();
  Object.assign(event.session ?? {}, { cookie: { mode: 'persistent', other: 1 } });
  createApi(event).api.session.setCookieMode('non-persistent');
  expect(event.session).toEqual({ id: 'ses_1', cookie: { mode: 'non-persistent', other: 1 } });
});
