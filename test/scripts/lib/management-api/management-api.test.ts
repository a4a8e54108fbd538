import { expect, test } from 'vitest';
import { COMMAND_CALLS } from '../../../../scripts/lib/management-api/command-calls.ts';
import { ALWAYS_CALLED, KEY_CALLS, SECTION_APIS } from '../../../../scripts/lib/management-api/sections.ts';
import { readSpecification } from '../../../../scripts/lib/management-api/specification.ts';

test('the extract has a scope of every call, and a body of every request that makes an entry', () => {
  const { operations } = readSpecification();
  const apis = Object.values(SECTION_APIS);
  const calls = [
    ...ALWAYS_CALLED,
    ...KEY_CALLS,
    ...Object.values(COMMAND_CALLS).flat(),
    ...apis.flatMap((api) => [api.create, ...api.calls]),
  ];
  expect(calls.filter((call) => operations[call]?.scopes[0] === undefined)).toEqual([]);
  expect(apis.filter(({ create }) => operations[create]?.body === undefined)).toEqual([]);
});

test('no reference in the extract leads nowhere', () => {
  const specification = readSpecification();
  const references = JSON.stringify(specification).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  const names = [...references].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => specification.components.schemas[name] === undefined)).toEqual([]);
});
