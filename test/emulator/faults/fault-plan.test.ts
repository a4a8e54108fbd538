import { describe, expect, test } from 'vitest';
import { type Fault, parseFaults } from '../../../emulator/faults/fault.ts';
import { FaultPlan } from '../../../emulator/faults/fault-plan.ts';

const effects = (plan: FaultPlan, requests: [string, string][]) =>
  requests.map(([method, path]) => plan.strike(method, path)?.effect);

const ROLE: [string, string] = ['POST', '/api/v2/roles'];

describe('a fault befalls', () => {
  test('the first request that matches and no other, unless told which and how many', () => {
    const struck = (fault: Partial<Fault>) =>
      effects(new FaultPlan([{ path: '/api/v2/roles', effect: 'hang', ...fault }]), Array(5).fill(ROLE));
    expect(struck({})).toEqual(['hang', undefined, undefined, undefined, undefined]);
    expect(struck({ nth: 3 })).toEqual([undefined, undefined, 'hang', undefined, undefined]);
    expect(struck({ nth: 2, times: 2 })).toEqual([undefined, 'hang', 'hang', undefined, undefined]);
    expect(struck({ nth: 4, times: 'always' })).toEqual([undefined, undefined, undefined, 'hang', 'hang']);
  });

  test('only the methods it names', () => {
    const plan = new FaultPlan([{ path: '/api/v2/roles', methods: ['PATCH', 'POST'], effect: 'hang' }]);
    expect(effects(plan, [['GET', '/api/v2/roles'], ROLE])).toEqual([undefined, 'hang']);
  });

  test.each([
    ['/api/v2/clients/*', '/api/v2/clients/abc', true],
    ['/api/v2/clients/*', '/api/v2/clients/abc/credentials', false],
    ['/api/v2/clients/*', '/api/v2/clients', false],
    ['/api/v2/**', '/api/v2/clients/abc/credentials', true],
    ['/**', '/oauth/token', true],
    ['/api/v2/actions/*/*/deploy', '/api/v2/actions/actions/act_1/deploy', true],
    ['/.well-known/jwks.json', '/.well-known/jwks-json', false],
    ['/api/v2/roles', '/prefix/api/v2/roles', false],
  ])('by path: %s and %s', (path, requested, isStruck) => {
    const plan = new FaultPlan([{ path, effect: 'hang' }]);
    expect(effects(plan, [['GET', requested]])).toEqual([isStruck ? 'hang' : undefined]);
  });
});

test('of several that match, the first that is due strikes; each counts what it saw', () => {
  const later: Fault = { path: '/api/v2/**', nth: 2, effect: 'hang' };
  const always: Fault = { path: '/api/v2/roles', times: 'always', effect: 'drop-before' };
  const plan = new FaultPlan([later]);
  plan.add(always);
  expect(effects(plan, [ROLE, ROLE, ROLE])).toEqual(['drop-before', 'hang', 'drop-before']);
  expect(plan.list()).toEqual([
    { ...later, seen: 3, struck: 1 },
    { ...always, seen: 3, struck: 2 },
  ]);
  plan.clear();
  expect(effects(plan, [ROLE])).toEqual([undefined]);
});

describe('faults in JSON', () => {
  test('are one or a list', () => {
    const fault = { path: '/oauth/token', effect: 'server-error', status: 503 };
    expect(parseFaults(fault)).toEqual({ faults: [fault] });
    expect(parseFaults([fault, fault])).toEqual({ faults: [fault, fault] });
  });

  test.each([
    [{ path: '/x', effect: 'explode' }, 'faults/0/effect must be equal to one of the allowed values'],
    [{ path: 'x', effect: 'hang' }, 'faults/0/path must match pattern "^/"'],
    [{ path: '/x', effect: 'hang', methods: ['get'] }, 'faults/0/methods/0 must match pattern "^[A-Z]+$"'],
    [{ path: '/x', effect: 'hang', method: 'GET' }, 'faults/0 must NOT have additional properties'],
    [{ path: '/x', effect: 'hang', nth: 0 }, 'faults/0/nth must be >= 1'],
    [null, 'faults/0 must be object'],
  ])('are refused with the reason: %j', (json, problem) => {
    expect(parseFaults(json)).toEqual({ problem });
  });
});
