import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXPRESS_SETTINGS } from '../../../../scripts/lib/doctor/areas/express-settings.ts';
import { OIN_CLIENT } from '../../../../scripts/lib/doctor/areas/oin-client.ts';
import { CATALOGUE, SECTIONS } from '../../../../scripts/lib/doctor/catalogue.ts';
import { doctorDocs } from '../../../../scripts/lib/doctor/doctor-docs.ts';
import { findingOf } from '../../../../scripts/lib/doctor/finding.ts';
import { withoutMailboxes } from '../../../../scripts/lib/doctor/mask.ts';

test('docs/doctor.md lists the catalogue as it is', () => {
  const written = readFileSync(new URL('../../../../docs/doctor.md', import.meta.url), 'utf8');
  expect(written === doctorDocs(), 'run node scripts/lib/doctor/write-docs.ts').toBe(true);
});

test('no code is in two areas, and each names what it is about and what to do', () => {
  const codes = Object.values(SECTIONS).flatMap((areas) => areas.flatMap((area) => Object.keys(area)));
  expect(codes).toEqual([...CATALOGUE.keys()]);
  for (const [code, { requirement, fix, why }] of CATALOGUE) {
    expect(requirement, code).toMatch(/^[RLBT]\d{1,2}$/);
    expect(fix, code).toMatch(/^[A-Z]/);
    expect(why, code).toMatch(/\.$/);
  }
});

test('a finding fills in what its fix leaves open, and keeps what is not known yet', () => {
  const found = findingOf(EXPRESS_SETTINGS)('LINKED_CLIENT_MISSING', 'x', { client: 'abc' });
  expect(found.fix).toBe('Deploy it: npm run deploy -- --env <env>');
  expect(findingOf(OIN_CLIENT)('OIN_ORGANIZATION_USAGE', 'deny', { client: 'abc' })).toEqual({
    code: 'OIN_ORGANIZATION_USAGE',
    severity: 'warning',
    requirement: 'B15',
    why: expect.stringContaining('with require'),
    found: 'deny',
    fix: 'Run: auth0 api patch "clients/abc" --data \'{"organization_usage":"require"}\'',
  });
});

test.each([
  ['samlp|acme|jane.doe@acme.com', 'samlp|acme|…@acme.com'],
  ['auth0|64f0', 'auth0|64f0'],
  ['"a@b.com", "c+d@e.com"', '"…@b.com", "…@e.com"'],
])('of %s the mailbox is not shown', (text, shown) => {
  expect(withoutMailboxes(text)).toBe(shown);
});
