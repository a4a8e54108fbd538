import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Koa from 'koa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { literally, routes } from '../../emulator/routes.ts';
import { rootDir } from '../support/project.ts';
import { trackedFiles } from '../support/tracked-files.ts';

const app = new Koa();
app.use(
  routes({
    'GET /both': (ctx) => {
      ctx.body = 'read';
    },
    'POST|PUT /both': (ctx) => {
      ctx.body = 'written';
    },
    '* /any/:name': (ctx) => {
      ctx.body = `${ctx.method} ${ctx.params.name}`;
    },
    async '* /rest/*rest'(ctx, next) {
      await next();
      ctx.body = `${ctx.params.rest}, after ${ctx.status}`;
    },
    [`GET ${literally('/what(now)*')}`]: (ctx) => {
      ctx.body = 'literal';
    },
  }),
);
app.use(
  routes(
    {
      'GET /own/:uid': (ctx) => {
        ctx.body = `own ${ctx.params.uid}`;
      },
    },
    'as oidc-provider',
  ),
);
const server = createServer(app.callback());
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function ask(method: string, path: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  return `${response.status} ${await response.text()}`;
}

test.each([
  ['GET', '/both', '200 read'],
  ['POST', '/both', '200 written'],
  ['PUT', '/both', '200 written'],
  ['HEAD', '/both', '404 '],
  ['DELETE', '/both', '404 Not Found'],
  ['GET', '/both/', '404 Not Found'],
  ['GET', '/BOTH', '404 Not Found'],
  ['GET', '/any/a%2Fb', '200 GET a/b'],
  ['DELETE', '/any/%E0%A4%A', '200 DELETE %E0%A4%A'],
  ['GET', '/any/a/b', '404 Not Found'],
  ['GET', '/rest/a/b', '200 a/b, after 404'],
  ['GET', '/what(now)*', '200 literal'],
  ['GET', '/OWN/Ab/', '200 own Ab'],
  ['GET', '/whatnow', '404 Not Found'],
])('%s %s is answered with %s', async (method, path, answer) => {
  expect(await ask(method, path)).toBe(answer);
});

/** They act on sets of paths: all but the emulator's own, and all pages. */
const NOT_ROUTES = ['emulator/faults/inject-faults.ts', 'emulator/login/page-headers.ts'];

const COMPARED =
  /\bctx\.path\b(?=\s*(?:[=!]==|\.startsWith|\.match|\.split|\.slice))|\.(?:test|exec|has|get)\(ctx\.path\)/;

test('no middleware of the emulator compares the path itself: routes do', async () => {
  const files = trackedFiles().filter((file) => /^emulator\/.*\.ts$/.test(file) && !NOT_ROUTES.includes(file));
  const found: string[] = [];
  for (const file of files) if (COMPARED.test(await readFile(join(rootDir, file), 'utf8'))) found.push(file);
  expect(found).toEqual([]);
});
