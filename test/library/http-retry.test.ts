import { describe, expect, test } from 'vitest';
import { retryPauseMs } from '../../library/http-retry.ts';
import { NOW_MS } from '../support/events.ts';

const pauseAfter = (status: number, retryAfter?: string, random = 0) => {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return retryPauseMs({ response: { status, headers, data: '' } }, NOW_MS, random);
};

test('a failure that may pass is given 100 ms, and up to as much again by chance', () => {
  expect(pauseAfter(503)).toBe(100);
  expect(pauseAfter(503, undefined, 0.5)).toBe(150);
  expect(retryPauseMs({ error: { code: 'ECONNRESET' } }, NOW_MS, 1)).toBe(200);
});

describe('Retry-After', () => {
  test.each([
    ['1', 1000],
    ['86400', 86_400_000],
    ['0', 100],
    [new Date(NOW_MS + 2000).toUTCString(), 2000],
    [new Date(NOW_MS - 2000).toUTCString(), 100],
    ['soon', 100],
    ['', 100],
    ['1e9', 100],
    ['9'.repeat(400), Number.POSITIVE_INFINITY],
  ])('%s is waited for, where it says anything', (header, pauseMs) => {
    expect(pauseAfter(429, header)).toBe(pauseMs);
  });

  test('does not shorten the pause', () => {
    expect(pauseAfter(429, '0', 0.7)).toBe(170);
  });
});

test.each(['EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', 'ETIMEDOUT'])(
  '%s may pass',
  (code) => {
    expect(retryPauseMs({ error: { code } }, NOW_MS, 0)).toBe(100);
  },
);

test.each([200, 204, 301, 400, 401, 403, 404, 408, 500, 501])('status %i is not asked for again', (status) => {
  expect(pauseAfter(status, '1')).toBeUndefined();
});

test.each([
  { code: 'ERR_CANCELED' },
  { code: 'ENOTFOUND' },
  { code: 'CERT_HAS_EXPIRED' },
  { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  { code: 'ERR_BAD_RESPONSE' },
  { code: 'HPE_HEADER_OVERFLOW' },
  { code: 'Z_DATA_ERROR', response: {} },
  {},
  null,
  'ECONNRESET',
])('%o is not tried again', (error) => {
  expect(retryPauseMs({ error }, NOW_MS, 0)).toBeUndefined();
});

test('a body that breaks off is tried again', () => {
  expect(retryPauseMs({ error: { code: 'ERR_BAD_RESPONSE', response: {} } }, NOW_MS, 0)).toBe(100);
});
