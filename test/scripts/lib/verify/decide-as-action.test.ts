import { expect, test } from 'vitest';
import type { Policy } from '../../../../library/rules.ts';
import { decideAsAction } from '../../../../scripts/lib/verify/decide-as-action.ts';
import { acceptedScopes } from '../../../../scripts/lib/verify/roles.ts';
import { syntheticMember } from '../../../../scripts/lib/verify/synthetic-member.ts';

const throwing: Policy = {
  forbid: [],
  permit: [
    () => {
      throw new TypeError('no plan');
    },
  ],
};

test('a rule that throws denies, as it does in a login', () => {
  const event = syntheticMember('Support', ['sso'], 0);
  expect(decideAsAction(event, throwing, { whenNoScopeRequested: 'deny' }, 0)).toEqual({
    denied: ['EC_INTERNAL'],
    granted: [],
    scopeDefaulted: false,
  });
  expect(acceptedScopes(throwing, 'Support', ['sso'], 0)).toEqual([]);
});
