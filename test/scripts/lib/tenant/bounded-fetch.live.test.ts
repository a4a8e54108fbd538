import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { boundedFetch } from '../../../../scripts/lib/tenant/bounded-fetch.ts';
import { type Problem, RequestError } from '../../../../scripts/lib/tenant/failed-request.ts';

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/api/v2/roles?secret=1`;
}

const LIMITS = { requestMs: 10 * 60_000, runMs: 10 * 60_000 };

async function problemOf(url: string, limits = LIMITS, init: RequestInit = {}): Promise<Problem> {
  const error: unknown = await boundedFetch(fetch, limits)(url, init).then(
    () => undefined,
    (reason) => reason,
  );
  if (!(error instanceof RequestError)) throw new Error('no RequestError', { cause: error });
  expect(error.failed.request).toBe(`${init.method ?? 'GET'} /api/v2/roles`);
  return error.failed.problem;
}

test('passes an answer on, whole, with what was asked', async () => {
  const url = await serve((_request, response) =>
    response.writeHead(403, { 'content-type': 'application/json' }).end('{"message":"no"}'),
  );
  const response = await boundedFetch(fetch, LIMITS)(url);
  expect(response.status).toBe(403);
  expect(response.headers.get('x-express-configure-request')).toBe('GET /api/v2/roles');
  expect(await response.json()).toEqual({ message: 'no' });
});

test('an answer without a body is one', async () => {
  const url = await serve((_request, response) => response.writeHead(204).end());
  expect((await boundedFetch(fetch, LIMITS)(url, { method: 'DELETE' })).status).toBe(204);
});

test.each<[string, RequestListener]>([
  ['never answers', () => undefined],
  ['never ends its answer', (_request, response) => response.writeHead(200).write('{')],
])('a server that %s is given up', async (_, answer) => {
  const problem = await problemOf(await serve(answer), { ...LIMITS, requestMs: 200 });
  expect(problem).toEqual({ kind: 'timeout', afterMs: expect.any(Number) });
});

test('a run has an end, too', async () => {
  const url = await serve((_request, response) => response.end('{}'));
  expect(await problemOf(url, { ...LIMITS, runMs: 0 })).toEqual({ kind: 'run-limit', afterMs: 0 });
});

test('a web page is no answer of Auth0, unless it says that the tenant is busy', async () => {
  const page =
    (status: number): RequestListener =>
    (_request, response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html>');
  for (const status of [200, 403, 404]) {
    expect(await problemOf(await serve(page(status)))).toEqual({ kind: 'foreign', status, contentType: 'text/html' });
  }
  for (const status of [429, 502])
    expect((await boundedFetch(fetch, LIMITS)(await serve(page(status)))).status).toBe(status);
});

test('a redirect is not followed: the credential would go along', async () => {
  let followed = 0;
  const other = await serve((_request, response) => {
    followed += 1;
    response.end('{}');
  });
  const url = await serve((_request, response) => response.writeHead(307, { location: other }).end());
  const problem = await problemOf(url, LIMITS, { method: 'POST', body: 'client_secret=x' });
  expect(problem).toEqual({ kind: 'foreign', status: 307, contentType: 'no content type', location: other });
  expect(followed).toBe(0);
});

test('a broken connection is told by the code of its cause', async () => {
  const url = await serve((request) => request.socket.destroy());
  expect(await problemOf(url)).toEqual({ kind: 'network', code: 'UND_ERR_SOCKET', message: 'other side closed' });
});
