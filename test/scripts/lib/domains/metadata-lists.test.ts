import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readClaims, withClaims } from '../../../../scripts/lib/domains/claims.ts';
import { fitsMetadata, metadataChange, readList, writeList } from '../../../../scripts/lib/domains/metadata-lists.ts';

const domain = fc
  .tuple(fc.stringMatching(/^[a-z]([a-z0-9]{0,40}[a-z0-9])?$/), fc.constantFrom('com', 'co.uk', 'xn--p1ai'))
  .map((parts) => parts.join('.'));

test('a list goes on in domains_2, domains_3, …, no value longer than 255 characters and no domain cut', () => {
  fc.assert(
    fc.property(fc.uniqueArray(domain, { maxLength: 100 }), (domains) => {
      const written = writeList('domains', domains, ',');
      expect(readList(written, 'domains', ',')).toEqual(domains);
      expect(Object.values(written).every((value) => value.length <= 255)).toBe(true);
      expect(Object.keys(written)).toEqual(
        Object.keys(written).map((_key, index) => (index === 0 ? 'domains' : `domains_${index + 1}`)),
      );
    }),
  );
});

test('17 average domains fit into one value, the eighteenth is in the next', () => {
  const domains = Array.from({ length: 18 }, (_none, index) => `customer-${String(index).padStart(2, '0')}.de`);
  expect(Object.keys(writeList('domains', domains.slice(0, 17), ','))).toEqual(['domains']);
  expect(writeList('domains', domains, ',').domains_2).toBe('customer-17.de');
});

test('a change names every key that stays and nulls every key that goes', () => {
  const current = { plan: 'gold', domains: 'a.com', domains_2: 'b.com' };
  const wanted = withClaims(
    current,
    [{ domain: 'a.com', status: 'dns', at: '2026-11-26T10:00:00Z', detail: '1.1.1.1' }],
    ['a.com'],
    { metadataKey: 'domains' },
  );
  expect(metadataChange(current, wanted)).toEqual({
    plan: 'gold',
    domains: 'a.com',
    domains_2: null,
    domain_claims: 'a.com dns 2026-11-26T10:00:00Z 1.1.1.1',
  });
  expect(metadataChange(wanted, wanted)).toBeUndefined();
});

test('the proven domains are written to the key that the project has, and other lists are left alone', () => {
  const current = {
    domains: 'of another program',
    mail_domains: 'a.com',
    mail_domains_2: 'b.com',
    mail_domains_x: 'y',
  };
  expect(withClaims(current, [], ['c.com'], { metadataKey: 'mail_domains' })).toEqual({
    domains: 'of another program',
    mail_domains: 'c.com',
    mail_domains_x: 'y',
  });
});

test('claims are read as they were written, and what is none is passed over', () => {
  const claims = [
    { domain: 'a.com', status: 'attest' as const, at: '2026-11-26T10:00:00Z', detail: 'contract 4711, by phone' },
    { domain: 'b.com', status: 'pending' as const, at: '2026-11-26T10:00:00Z' },
  ];
  const metadata = withClaims({}, claims, [], { metadataKey: 'domains' });
  expect(readClaims(metadata)).toEqual(claims);
  expect(readClaims({ ...metadata, domain_claims_2: 'c.com owned yesterday; nonsense' })).toEqual(claims);
});

test('25 keys fit, 26 do not, nor does a value of 256 characters', () => {
  const keys = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_none, index) => [`k${index}`, 'v']));
  expect([25, 26].map((count) => fitsMetadata(keys(count)))).toEqual([true, false]);
  expect(fitsMetadata({ long: 'x'.repeat(256) })).toBe(false);
});
