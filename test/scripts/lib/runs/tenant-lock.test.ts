import { expect, test } from 'vitest';
import { lockFile } from '../../../../scripts/lib/runs/tenant-lock.ts';

test('one tenant has one lock, however its host is spelt', () => {
  const file = lockFile('acme.eu.auth0.com');
  for (const domain of ['ACME.eu.Auth0.com', 'acme.eu.auth0.com.', 'acme.eu.auth0.com:443', 'Acme.EU.auth0.com.:443']) {
    expect(lockFile(domain)).toBe(file);
  }
  for (const domain of ['acme.us.auth0.com', 'acme.eu.auth0.com:4443', 'acme.eu.auth0.com:44']) {
    expect(lockFile(domain)).not.toBe(file);
  }
});
