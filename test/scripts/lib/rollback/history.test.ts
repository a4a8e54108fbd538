import { ManagementClient } from 'auth0';
import { expect, test } from 'vitest';
import { type ActionHistory, readHistories } from '../../../../scripts/lib/rollback/history.ts';

const version = (number: number, more: object = {}) => ({
  id: `v${number}`,
  number,
  created_at: `2026-01-01T00:${number}:00.000Z`,
  code: `code ${number}`,
  runtime: 'node22',
  status: 'built',
  ...more,
});

/** Returns the history of an Action "grant" whose version of this number is live, on a tenant with these versions. */
async function historyOf(versions: { number: number }[], live: number): Promise<ActionHistory | undefined> {
  const action = {
    id: 'act_1',
    name: 'grant',
    all_changes_deployed: true,
    deployed_version: versions.find(({ number }) => number === live),
  };
  const api = new ManagementClient({
    domain: 'acme.auth0.example',
    token: 'token',
    fetch: async (input) => {
      const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
      const [page, size] = [Number(searchParams.get('page')), Number(searchParams.get('per_page'))];
      const rows = <T>(all: T[]): T[] => all.slice(page * size, (page + 1) * size);
      if (pathname.endsWith('/versions')) return Response.json({ versions: rows(versions) });
      return Response.json(pathname.endsWith('/act_1') ? action : { actions: rows([action]) });
    },
  });
  const common = { code: '', runtime: 'node22', supported_triggers: [] } as const;
  const [history] = await readHistories(api, [
    { name: 'never-deployed', ...common, supported_triggers: [] },
    { name: 'grant', ...common, supported_triggers: [] },
  ]);
  return history;
}

const numbersOf = (history: ActionHistory | undefined) => history?.versions.map(({ number }) => number);

test('versions are read from all pages, the oldest first', async () => {
  const numbers = Array.from({ length: 120 }, (_, index) => index + 1);
  const history = await historyOf(
    numbers.toReversed().map((number) => version(number)),
    120,
  );
  expect(numbersOf(history)).toEqual(numbers);
});

test('a version that failed to build, or that is newer than what is live, was never live', async () => {
  const history = await historyOf([version(4), version(3), version(2, { status: 'failed' }), version(1)], 3);
  expect(history?.live.number).toBe(3);
  expect(numbersOf(history)).toEqual([1, 3]);
});

test('versions are equal but for dates of secrets and the order of lists', async () => {
  const content = (first: object, second: object) =>
    historyOf([version(2, { code: 'same', ...second }), version(1, { code: 'same', ...first })], 2);
  const [a, b] = [
    { name: 'A', updated_at: '2026-01-01T00:00:00.000Z' },
    { name: 'B', updated_at: '2026-01-01T00:00:00.000Z' },
  ];
  const equal = await content(
    {
      secrets: [a, b],
      dependencies: [
        { name: 'x', version: '1' },
        { name: 'y', version: '1' },
      ],
    },
    {
      secrets: [b, { ...a, updated_at: '2026-02-02T00:00:00.000Z' }],
      dependencies: [
        { name: 'y', version: '1' },
        { name: 'x', version: '1' },
      ],
    },
  );
  expect(equal?.versions[0]?.content).toBe(equal?.live.content);
});

test.each([
  ['code', { code: 'other' }],
  ['runtime', { runtime: 'node24' }],
  ['trigger', { supported_triggers: [{ id: 'post-login', version: 'v2' }] }],
  ["dependency's version", { dependencies: [{ name: 'x', version: '2' }] }],
  ["secret's name", { secrets: [{ name: 'B' }] }],
])('another %s is another content', async (_what, other) => {
  const base = {
    code: 'same',
    supported_triggers: [{ id: 'post-login', version: 'v3' }],
    dependencies: [{ name: 'x', version: '1' }],
    secrets: [{ name: 'A' }],
  };
  const history = await historyOf([version(2, { ...base, ...other }), version(1, base)], 2);
  expect(history?.versions[0]?.content).not.toBe(history?.live.content);
});
