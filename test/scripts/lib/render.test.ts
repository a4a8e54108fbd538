import { expect, test } from 'vitest';
import type { Failure } from '../../../scripts/lib/failures.ts';
import { renderFailures } from '../../../scripts/lib/render.ts';

const failure = (where?: Failure['where']): Failure => ({
  code: 'INVALID_VALUE',
  expected: 'one',
  found: 'two',
  fix: 'Write one.',
  ...(where && { where }),
});

test('a failure shows place, code, what was expected, what was found and the fix', () => {
  expect(renderFailures([failure({ file: 'tenant/tenant.yaml', line: 12, column: 5 })])).toBe(
    'tenant/tenant.yaml:12:5 INVALID_VALUE expected one, found two\nFix: Write one.\n',
  );
});

test('a failure without a place, and one of a whole file', () => {
  expect(renderFailures([failure(), failure({ file: 'actions/a.ts' })])).toBe(
    'INVALID_VALUE expected one, found two\nFix: Write one.\n\nactions/a.ts INVALID_VALUE expected one, found two\nFix: Write one.\n',
  );
});

test('a failure that several Actions share is told once', () => {
  const [shared, other] = [failure({ file: 'actions/policy.ts', line: 3 }), failure({ file: 'a' })];
  expect(renderFailures([shared, shared, other, shared]).match(/^\S+ INVALID_VALUE/gm)).toEqual([
    'a INVALID_VALUE',
    'actions/policy.ts:3 INVALID_VALUE',
  ]);
});

test('failures come in the order of the files they are in', () => {
  const places = [
    { file: 'b', line: 10, column: 1 },
    { file: 'b', line: 9, column: 7 },
    { file: 'b', line: 9, column: 2 },
    { file: 'a', line: 30 },
  ];
  expect(renderFailures(places.map(failure)).match(/^[ab]\S*/gm)).toEqual(['a:30', 'b:9:2', 'b:9:7', 'b:10:1']);
});
