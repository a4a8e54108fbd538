import { expect, test } from 'vitest';
import { overlappingEntries } from '../../../../scripts/lib/deploy/overlap.ts';
import type { TenantFile } from '../../../../scripts/lib/manifest/tenant-file.ts';
import type { Path } from '../../../../scripts/lib/manifest/yaml-file.ts';
import type { StageDifferences } from '../../../../scripts/lib/stages/stages.ts';
import { type Difference, differing, missing } from '../../../../scripts/lib/tenant/difference.ts';

const TENANT = { clients: [{ name: 'Shop' }], actions: [{ name: 'guard' }] } as unknown as TenantFile;
const field = (path: Path, name: string, old: unknown, next: unknown = 'new'): Difference[] =>
  differing(path, 'it', [{ field: name, old, new: next }]);
const stages = (
  byName: Partial<Record<'oin-client' | 'actions' | 'applications', Difference[]>> = {},
): StageDifferences =>
  new Map(['oin-client', 'actions', 'applications'].map((name) => [name, byName[name as 'actions'] ?? []]));

/** @param left right after the stages of this run; nothing, unless given */
const found = (planned: StageDifferences, now: StageDifferences, applied: string[], left = stages()) =>
  overlappingEntries({ planned, left, applied }, now, TENANT);

const SHOP = ['clients', 0];
const PLANNED = stages({
  actions: field(['actions', 0], 'runtime', 'node18', 'node22'),
  applications: field(SHOP, 'callbacks', ['a']),
});

test('a tenant as it was planned is nobody else’s', () => {
  expect(found(PLANNED, PLANNED, [])).toEqual([]);
});

test('what this run has written and nobody has changed is its own', () => {
  const now = stages({ applications: field(SHOP, 'callbacks', ['a']) });
  expect(found(PLANNED, now, ['actions'])).toEqual([]);
});

test.each<[string, StageDifferences, string[], string]>([
  [
    'a value to be replaced is another one',
    stages({
      actions: field(['actions', 0], 'runtime', 'node18', 'node22'),
      applications: field(SHOP, 'callbacks', ['b']),
    }),
    [],
    'clients "Shop" (callbacks)',
  ],
  ['somebody did what a later stage was to do', stages(), ['actions'], 'clients "Shop" (callbacks)'],
  [
    'something differs that did not',
    stages({ applications: [...field(SHOP, 'callbacks', ['a']), ...field(SHOP, 'grant_types', [])] }),
    ['actions'],
    'clients "Shop" (grant_types)',
  ],
  [
    'what this run has written was written over',
    stages({
      actions: field(['actions', 0], 'runtime', 'node20', 'node22'),
      applications: field(SHOP, 'callbacks', ['a']),
    }),
    ['actions'],
    'actions "guard" (runtime)',
  ],
])('%s', (_what, now, applied, expected) => {
  expect(found(PLANNED, now, applied)).toEqual([expected]);
});

test('an entry that this run was to write and that is as before is for reading back to tell', () => {
  expect(found(PLANNED, PLANNED, ['actions'], PLANNED)).toEqual([]);
});

test('a value that Auth0 stores in another form is this run’s own, until it changes again', () => {
  const stored = stages({ actions: field(['actions', 0], 'runtime', 'Node 22', 'node22') });
  const later = stages({ actions: field(['actions', 0], 'runtime', 'node18', 'node22') });
  const planned = stages({ actions: field(['actions', 0], 'runtime', 'node18', 'node22') });
  expect(found(planned, stored, ['actions'], stored)).toEqual([]);
  expect(found(planned, later, ['actions'], stored)).toEqual(['actions "guard" (runtime)']);
  expect(found(planned, later, ['actions'])).toEqual(['actions "guard" (runtime)']);
});

test('an entry that is made may come to differ in parts, and vanish from what is missing', () => {
  const express = [...SHOP, 'express_configuration'];
  const planned = stages({ 'oin-client': [missing(SHOP, 'Shop')], applications: [missing(express, 'Shop')] });
  const now = stages({ applications: field(express, 'linked_clients', []) });
  expect(found(planned, now, ['oin-client'])).toEqual([]);
  expect(found(planned, stages(), ['oin-client'])).toEqual([]);
  expect(found(planned, stages(), [])).toEqual(['clients "Shop" (as a whole, express_configuration.as a whole)']);
});

test('ids that this run makes change what is to be written, not what is replaced', () => {
  const planned = stages({ 'oin-client': [missing(SHOP, 'Shop')] });
  const now = stages({ actions: field(['actions', 0], 'secret versions', ['ID@1(aaaa)']) });
  expect(found(planned, now, ['oin-client'])).toEqual([]);
  expect(found(stages(), now, [])).toEqual(['actions "guard" (secret versions)']);
});
