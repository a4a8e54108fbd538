import { describe, expect, test } from 'vitest';
import { domainsRequest, verifiedDomains } from '../../library/external-api-contract.ts';
import { adminEvent, HOSTILE_VALUES, place } from '../support/events.ts';

const ORGANIZATION_ID = 'org_acme000000000001';
const SECRETS = { DOMAINS_API_URL: 'https://api.acme-saas.com', DOMAINS_API_TOKEN: 'abc-123' };

const requestWith = (secrets: unknown) => domainsRequest(place(adminEvent(), ['secrets'], secrets));
const urlOf = (DOMAINS_API_URL: unknown) => requestWith({ ...SECRETS, DOMAINS_API_URL })?.url;

describe('the request', () => {
  test('is for the organization of the login', () => {
    expect(requestWith(SECRETS)).toEqual({
      url: `https://api.acme-saas.com/v1/organizations/${ORGANIZATION_ID}/verified-domains`,
      bearerToken: 'abc-123',
      organizationId: ORGANIZATION_ID,
    });
  });

  test.each([
    ['https://api.acme-saas.com/', 'https://api.acme-saas.com/v1/'],
    ['https://api.acme-saas.com/internal/domains/', 'https://api.acme-saas.com/internal/domains/v1/'],
    ['https://API.acme-saas.com:8443', 'https://API.acme-saas.com:8443/v1/'],
  ])('is below the base URL %s', (baseUrl, start) => {
    expect(urlOf(baseUrl)).toBe(`${start}organizations/${ORGANIZATION_ID}/verified-domains`);
  });

  test.each(['https://1.acme-saas.com', 'https://api1', 'https://localhost.acme-saas.com', 'https://mylocalhost'])(
    'takes %s for a name like any other',
    (baseUrl) => {
      expect(urlOf(baseUrl)).toBe(`${baseUrl}/v1/organizations/${ORGANIZATION_ID}/verified-domains`);
    },
  );

  test.each([
    undefined,
    '',
    '  ',
    'api.acme-saas.com',
    'http://api.acme-saas.com',
    'ftp://api.acme-saas.com',
    'https://user:secret@api.acme-saas.com',
    'https://api.acme-saas.com?key=1',
    'https://api.acme-saas.com?',
    'https://api.acme-saas.com/#',
    'https://api.acme-saas.com\n',
    ' https://api.acme-saas.com',
    'https://api.acme-\nsaas.com',
    'https://api.acme-saas.com\\evil.com',
    'https://api.acme-saas.com/%2e%2e',
    'https://',
    'https://api.acme-saas.com:99999',
  ])('is not made with the base URL %o', (baseUrl) => {
    expect(urlOf(baseUrl)).toBeUndefined();
  });

  test.each([
    'https://127.0.0.1',
    'https://127.1',
    'https://0x7f.1',
    'https://2130706433',
    'https://169.254.169.254',
    'https://10.0.0.1:8443/x',
    'https://[::1]',
    'https://localhost',
    'https://LOCALHOST.:8443',
    'https://api.localhost',
  ])('is not made to an address or to this machine: %s', (baseUrl) => {
    expect(urlOf(baseUrl)).toBeUndefined();
  });

  test.each([undefined, '', ' ', 'abc\n', 'abc\r\nX-Evil: 1', 'a b', 'ä', '"abc"'])(
    'is not made with the token %o',
    (DOMAINS_API_TOKEN) => {
      expect(requestWith({ ...SECRETS, DOMAINS_API_TOKEN })).toBeUndefined();
    },
  );

  test.each([undefined, '', '..', 'org_a/../org_b', 'org_a?x', 'org_a%2f', 'org_a\n'])(
    'is not made for the organization %o',
    (id) => {
      const event = place(place(adminEvent(), ['secrets'], SECRETS), ['organization', 'id'], id);
      expect(domainsRequest(event)).toBeUndefined();
    },
  );

  test.each(HOSTILE_VALUES)('is not made with whatever stands in the secrets: %#', (value) => {
    expect(requestWith(value)).toBeUndefined();
    expect(requestWith({ ...SECRETS, DOMAINS_API_URL: value })).toBeUndefined();
  });
});

describe('the answer', () => {
  const answer = (domains: unknown, org_id: unknown = ORGANIZATION_ID) =>
    verifiedDomains(JSON.stringify({ org_id, version: 3, domains }), ORGANIZATION_ID);

  test('names the verified domains, as they stand', () => {
    const verified_at = '2026-01-01T00:00:00Z';
    expect(answer([{ domain: ' ACME.com', status: 'verified', verified_at }])).toEqual([' ACME.com']);
    expect(answer([{ domain: 7, status: 'verified' }])).toEqual([7]);
    expect(answer([])).toEqual([]);
  });

  test.each(HOSTILE_VALUES)('is refused with whatever else stands in it: %#', (value) => {
    expect(answer([{ domain: 'acme.com', status: 'verified' }], value)).toBeUndefined();
    expect(answer([value])).toBeUndefined();
    expect(verifiedDomains(JSON.stringify(value), ORGANIZATION_ID)).toBeUndefined();
    expect(answer(value) ?? []).toEqual([]);
  });

  test('is not read from a prototype', () => {
    const text = `{"__proto__":{"org_id":"${ORGANIZATION_ID}","domains":[]}}`;
    expect(verifiedDomains(text, ORGANIZATION_ID)).toBeUndefined();
  });
});
