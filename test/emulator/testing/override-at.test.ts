import { describe, expect, test } from 'vitest';
import { changedEvent, loginEvent, overrideAt } from '#actions-testing';

describe('an override by its path', () => {
  test('sets one field and leaves its neighbours', () => {
    const event = loginEvent(overrideAt('user.email_verified', false));
    expect(event.user).toMatchObject({ email_verified: false, email: 'admin@acme.com' });
  });

  test('keeps the other entries of an open map, at any depth', () => {
    const event = loginEvent(
      { user: { app_metadata: { plan: { name: 'gold', seats: 3 }, beta: true } } },
      overrideAt('user.app_metadata.plan.name', 'silver'),
      overrideAt('user.app_metadata.is_admin', true),
    );
    expect(event.user.app_metadata).toEqual({ plan: { name: 'silver', seats: 3 }, beta: true, is_admin: true });
  });

  test('gives a list or a whole map in place of the one there', () => {
    const event = loginEvent(overrideAt('authorization.roles', ['ADMIN']), overrideAt('user.app_metadata', {}));
    expect([event.authorization?.roles, event.user.app_metadata]).toEqual([['ADMIN'], {}]);
  });

  test('takes away what may be absent, and makes what was', () => {
    const TOKEN = { client_id: 'native', request: { ip: '192.0.2.7' }, scope: ['openid'] };
    const event = loginEvent(overrideAt('organization', undefined), overrideAt('session_transfer_token', TOKEN));
    expect(event).not.toHaveProperty('organization');
    expect(event.session_transfer_token).toEqual(TOKEN);
  });

  test.each([
    ['user.emial', 'x', 'event.user.emial: unknown, did you mean "email"?'],
    ['user.email_verfied', true, 'event.user.email_verfied: unknown, did you mean "email_verified"?'],
    ['user.__proto__', {}, 'event.user.__proto__: unknown'],
    ['user.department', () => 1, 'event.user.department: expected JSON, found a function'],
    ['session.departmnet', 'x', 'event.session.departmnet: unknown'],
    ['usr.email', 'x', 'event.usr: unknown, did you mean "user"?'],
    ['user.email_verified', 'true', 'event.user.email_verified: expected boolean, found "true"'],
    ['organization.metadata.domains', ['acme.com'], 'event.organization.metadata.domains: expected string'],
    ['authorization.roles.0', 'ADMIN', 'event.authorization.roles: expected array'],
    ['user.email.local', 'x', 'event.user.email: expected string'],
    ['__proto__.email', 'x', 'event.__proto__: unknown'],
    ['', 'x', 'event.: unknown'],
  ])('%s = %j is refused', (path, value, message) => {
    expect(() => loginEvent(overrideAt(path, value))).toThrow(message);
  });

  test('makes an own property of a prototype’s name', () => {
    const { app_metadata } = loginEvent(overrideAt('user.app_metadata.__proto__', { is_admin: true })).user;
    expect([Object.keys(app_metadata), app_metadata.is_admin]).toEqual([['express_configure', '__proto__'], undefined]);
  });
});

test('any event can be changed, also one with more than the contract has', () => {
  const recorded = { ...loginEvent(), trace: {} };
  const event = changedEvent(recorded, overrideAt('user.email_verified', false));
  expect(event).toEqual({ ...recorded, user: { ...recorded.user, email_verified: false } });
  expect(recorded.user.email_verified).toBe(true);
  expect(() => changedEvent(recorded, overrideAt('trace.a', 1))).toThrow('event.trace: unknown');
});
