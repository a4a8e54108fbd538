import { expect, test } from 'vitest';
import { overlapping, type StageDifferences } from '../../../../scripts/lib/deploy/overlap.ts';
import type { TenantFile } from '../../../../scripts/lib/manifest/tenant-file.ts';
import type { Path } from '../../../../scripts/lib/manifest/yaml-file.ts';
import { type Difference, differing, missing } from '../../../../scripts/lib/tenant/difference.ts';

const TENANT = { clients: [{ name: 'Shop' }], actions: [{ name: 'guard' }] } as unknown as TenantFile;
const field = (path: Path, name: string, old: unknown, next: unknown = 'new'): Difference[] =>
  differing(path, 'it', [{ field: name, old, new: next }]);
const stages = (
  byName: Partial<Record<'oin-client' | 'actions' | 'applications', Difference[]>> = {},
): StageDifferences =>
  new Map(['oin-client', 'actions', 'applications'].map((name) => [name, byName[name as 'actions'] ?? []]));

const SHOP = ['clients', 0];
const PLANNED = stages({
  actions: field(['actions', 0], 'runtime', 'node18', 'node22'),
  applications: field(SHOP, 'callbacks', ['a']),
});

test('a tenant as it was planned is nobody else’s', () => {
  expect(overlapping({ planned: PLANNED, now: PLANNED, applied: [] }, TENANT)).toEqual([]);
});

test('what this run has written and nobody has changed is its own', () => {
  const now = stages({ applications: field(SHOP, 'callbacks', ['a']) });
  expect(overlapping({ planned: PLANNED, now, applied: ['actions'] }, TENANT)).toEqual([]);
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
])('%s', (_what, now, applied, found) => {
  expect(overlapping({ planned: PLANNED, now, applied }, TENANT)).toEqual([found]);
});

test('an entry that this run was to write and that is as before is for reading back to tell', () => {
  expect(overlapping({ planned: PLANNED, now: PLANNED, applied: ['actions'] }, TENANT)).toEqual([]);
});

test('an entry that is made may come to differ in parts, and vanish from what is missing', () => {
  const express = [...SHOP, 'express_configuration'];
  const planned = stages({ 'oin-client': [missing(SHOP, 'Shop')], applications: [missing(express, 'Shop')] });
  const now = stages({ applications: field(express, 'linked_clients', []) });
  expect(overlapping({ planned, now, applied: ['oin-client'] }, TENANT)).toEqual([]);
  expect(overlapping({ planned, now: stages(), applied: ['oin-client'] }, TENANT)).toEqual([]);
  expect(overlapping({ planned, now: stages(), applied: [] }, TENANT)).toEqual([
    'clients "Shop" (as a whole, express_configuration.as a whole)',
  ]);
});

test('ids that this run makes change what is to be written, not what is replaced', () => {
  const planned = stages({ 'oin-client': [missing(SHOP, 'Shop')] });
  const now = stages({ actions: field(['actions', 0], 'secret versions', ['ID@1(aaaa)']) });
  expect(overlapping({ planned, now, applied: ['oin-client'] }, TENANT)).toEqual([]);
  expect(overlapping({ planned: stages(), now, applied: [] }, TENANT)).toEqual(['actions "guard" (secret versions)']);
});
