import { ManagementClient } from 'auth0';
import { expect, test } from 'vitest';
import { readHistories } from '../../../../scripts/lib/rollback/history.ts';
import { putBack } from '../../../../scripts/lib/rollback/put-back.ts';

const version = (number: number, code: string) => ({ id: `v${number}`, number, code, runtime: 'node22' });

const [OLD, LIVE] = [version(1, 'old'), version(2, 'live')];

/** A tenant on which version 1 is put back, and whose live version then is each of these in turn. */
async function putBackWhile(live: object[], looks: number) {
  const requests: string[] = [];
  const answers = [LIVE, ...live];
  const api = new ManagementClient({
    domain: 'acme.auth0.example',
    token: 'token',
    maxRetries: 0,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { pathname, searchParams } = new URL(request.url);
      const isFirstPage = searchParams.get('page') === '0';
      requests.push(`${request.method} ${pathname.slice('/api/v2/actions/actions'.length)}`);
      if (request.method === 'POST') return Response.json({ number: 3 }, { status: 202 });
      if (pathname.endsWith('/versions')) return Response.json({ versions: [LIVE, OLD] });
      if (!pathname.endsWith('/act_1'))
        return Response.json({ actions: isFirstPage ? [{ id: 'act_1', name: 'a' }] : [] });
      return Response.json({ id: 'act_1', name: 'a', deployed_version: answers.shift() ?? LIVE });
    },
  });
  const [history] = await readHistories(api, [{ name: 'a', code: '', runtime: 'node22', supported_triggers: [] }]);
  const [old] = history?.versions ?? [];
  if (history === undefined || old === undefined) throw new Error('no history');
  requests.length = 0;
  const context = {
    api,
    connection: { domain: 'acme.auth0.com', clientId: 'id', clientSecret: 'secret' },
    onProgress: () => undefined,
    polling: { looks, everyMs: 1 },
  };
  return { done: await putBack(context, [{ history, version: old }]), requests };
}

test('a version is back once what is live is new and equal to it, not before', async () => {
  const { done, requests } = await putBackWhile([LIVE, OLD, version(3, 'other'), version(3, 'old')], 10);
  expect(done).toEqual({ numbers: new Map([['a', 3]]) });
  expect(requests).toEqual(['POST /act_1/versions/v1/deploy', ...Array(4).fill('GET /act_1')]);
});

test('where it never is, what was live before is put live again', async () => {
  const { done, requests } = await putBackWhile([LIVE, LIVE, version(3, 'live')], 2);
  expect(done).toMatchObject({
    cause: { code: 'TENANT_REFUSED', found: 'another version live after 0.002 seconds' },
    returning: [],
  });
  expect(requests.filter((request) => request.startsWith('POST'))).toEqual([
    'POST /act_1/versions/v1/deploy',
    'POST /act_1/versions/v2/deploy',
  ]);
});
