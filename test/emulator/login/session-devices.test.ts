import { expect, test } from 'vitest';
import { SessionDevices } from '../../../emulator/login/session-devices.ts';

const LAPTOP = { ip: '192.0.2.1', user_agent: 'laptop' };
const PHONE = { ip: '192.0.2.2', user_agent: 'phone' };

test('a session began on the device of its first login, wherever it goes on', () => {
  const devices = new SessionDevices();
  expect(devices.beganOn('a', LAPTOP)).toEqual(LAPTOP);
  expect(devices.beganOn('a', PHONE)).toEqual(LAPTOP);
  expect(devices.beganOn('b', PHONE)).toEqual(PHONE);
});

test('of the sessions the newest thousand are kept', () => {
  const devices = new SessionDevices();
  for (let n = 0; n <= 1_000; n += 1) devices.beganOn(`session ${n}`, LAPTOP);
  expect(devices.beganOn('session 1000', PHONE)).toEqual(LAPTOP);
  expect(devices.beganOn('session 0', PHONE)).toEqual(PHONE);
});
