import { expect, test } from 'vitest';
import { type ManagementRig, startManagement } from './management-rig.ts';

async function withRoles(rig: ManagementRig, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await rig.call('POST', '/roles', { name: `role ${index}` });
}

const names = (rows: { name: string }[]): string[] => rows.map(({ name }) => name);

test('a page is a bare array of at most 50, or of per_page', async () => {
  await using rig = await startManagement();
  await withRoles(rig, 51);
  expect((await rig.call('GET', '/roles')).body).toHaveLength(50);
  expect(names((await rig.call('GET', '/roles?page=1')).body)).toEqual(['role 50']);
  expect(names((await rig.call('GET', '/roles?page=2&per_page=2')).body)).toEqual(['role 4', 'role 5']);
});

test('include_totals makes the page an object that counts all rows', async () => {
  await using rig = await startManagement();
  await withRoles(rig, 3);
  const { body } = await rig.call('GET', '/roles?page=1&per_page=2&include_totals=true&type=tenant');
  expect(body).toEqual({
    start: 2,
    limit: 2,
    total: 3,
    roles: [expect.objectContaining({ name: 'role 2' })],
  });
  expect((await rig.call('GET', '/roles?page=9&per_page=2&include_totals=true')).body).toEqual({
    start: 18,
    limit: 2,
    total: 3,
    roles: [],
  });
});

test('take and from walk through all rows once, and the last page has no next', async () => {
  await using rig = await startManagement();
  for (const name of ['a', 'b', 'c', 'd', 'e']) await rig.call('POST', '/organizations', { name });
  const pages: string[][] = [];
  let from: string | undefined;
  do {
    const { body } = await rig.call('GET', `/organizations?include_totals=true&take=2${from ? `&from=${from}` : ''}`);
    expect(Object.keys(body).filter((key) => key !== 'next')).toEqual(['organizations']);
    pages.push(names(body.organizations));
    from = body.next;
  } while (from !== undefined && pages.length < 10);
  expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
});

test('a page that ends with the last row has no next', async () => {
  await using rig = await startManagement();
  for (const name of ['a', 'b']) await rig.call('POST', '/organizations', { name });
  expect(Object.keys((await rig.call('GET', '/organizations?take=2')).body)).toEqual(['organizations']);
});

test('a checkpoint that the API never gave out is refused', async () => {
  await using rig = await startManagement();
  const { status, body } = await rig.call('GET', '/organizations?from=elsewhere');
  expect([status, body.message]).toEqual([400, 'The from parameter is not a valid checkpoint']);
});

test('fields picks fields, and with include_fields=false leaves them out', async () => {
  await using rig = await startManagement();
  const { body } = await rig.call('POST', '/clients', { name: 'SaaS' });
  expect((await rig.call('GET', '/clients?is_global=false&fields=client_id,name')).body).toEqual([
    { client_id: body.client_id, name: 'SaaS' },
  ]);
  const without = await rig.call('GET', `/clients/${body.client_id}?fields=client_id,name&include_fields=false`);
  expect(without.body).toMatchObject({ is_first_party: true });
  expect(without.body).not.toHaveProperty('name');
});
