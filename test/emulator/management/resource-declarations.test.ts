/** What every declared resource keeps to, and what a wrong declaration leads to. */
import { expect, test } from 'vitest';
import { loadSpecification } from '../../../emulator/management/openapi.ts';
import { operations, operationsOf, resources } from '../../../emulator/management/operations.ts';
import { ok } from '../../../emulator/management/reply.ts';
import { declareResource } from '../../../emulator/management/resource.ts';
import { createState } from '../../../emulator/state.ts';

test('each resource has operations that Auth0 publishes, and notes on its own alone', () => {
  const { operations: published } = loadSpecification();
  for (const { name, operations: own, notes = {}, leftOut = {} } of resources) {
    expect(Object.keys(own).length, name).toBeGreaterThan(0);
    expect(Object.keys(own).filter((key) => published[key] === undefined)).toEqual([]);
    expect([...Object.keys(notes), ...Object.keys(leftOut)].filter((key) => own[key] === undefined)).toEqual([]);
    for (const [key, parameters] of Object.entries(leftOut)) {
      const known = published[key]?.query.map((parameter) => parameter.name);
      expect(known, key).toEqual(expect.arrayContaining([...parameters]));
    }
  }
  expect(Object.keys(operations).length).toBeGreaterThan(120);
});

test('an operation that two resources declare is refused by both names', () => {
  const one = declareResource({ name: 'one', operations: { 'GET /rules': () => ok([]) } });
  const other = declareResource({ name: 'other', operations: { 'GET /rules': () => ok([]) } });
  expect(() => operationsOf([one, other])).toThrow(/GET \/rules is declared twice, one time by (one|other)/);
});

test('each list of the tenant is kept by one resource at most', () => {
  const fields = resources.flatMap(({ kept = {} }) => Object.keys(kept));
  expect(new Set(fields).size).toBe(fields.length);
  const state = createState({ domain: 'tenant.test' });
  expect(fields.filter((field) => !Object.hasOwn(state, field) && field !== 'emailProvider')).toEqual([]);
});
