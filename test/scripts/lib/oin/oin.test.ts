import { expect, test } from 'vitest';
import { guideMarkdown } from '../../../../scripts/lib/oin/guide.ts';
import { partialSupport } from '../../../../scripts/lib/oin/partial-support.ts';
import { TROUBLESHOOTING } from '../../../../scripts/lib/oin/troubleshooting.ts';

const logout = { oidc_logout: { backchannel_logout_urls: ['https://app.example/logout'] } };
const refresh = { grant_types: ['authorization_code', 'refresh_token'] };

test.each([
  ['back-channel logout', { ...logout }, false],
  ['back-channel logout and refresh tokens', { ...logout, ...refresh }, false],
  ['refresh tokens alone', { ...refresh }, true],
  ['neither, of which the documentation says nothing', {}, true],
  ['an empty list of logout URLs', { oidc_logout: { backchannel_logout_urls: [] }, ...refresh }, true],
  ['settings that are none', { oidc_logout: 'yes' }, true],
])('Universal Logout of an application with %s', (_name, fields, isPartial) => {
  expect(partialSupport([{ name: 'App', ...fields }]).isPartial).toBe(isPartial);
});

test('the reason says which application, and which rule', () => {
  expect(partialSupport([{ name: 'A', ...logout }, { name: 'B', ...refresh }, { name: 'C' }]).reason).toBe(
    '"B" has no oidc_logout.backchannel_logout_urls and uses refresh tokens; ' +
      '"C" has neither oidc_logout.backchannel_logout_urls nor refresh tokens: the documentation does not say, and nothing ends its own session',
  );
});

test('the guide has a row for each code that a login can be refused with', () => {
  const guide = guideMarkdown({
    company: '',
    application: 'App',
    linked: [],
    consentName: 'Okta',
    permissions: [],
    features: [],
    isLogoutPartial: false,
    isOrganizationAskedFirst: true,
    becomesMember: false,
    roles: [],
    factors: [],
    whenNoFactor: 'deny',
    loginDomain: 'login.example',
  });
  const rows = [...guide.matchAll(/^\| `(EC_\w+)` \| .+ \| .+ \|$/gm)].map(([, code]) => code);
  expect(rows.sort()).toEqual(Object.keys(TROUBLESHOOTING).sort());
  expect(rows).toHaveLength(18);
  expect(guide).not.toContain('Universal Logout');
  expect(guide).not.toContain('SCIM');
});
