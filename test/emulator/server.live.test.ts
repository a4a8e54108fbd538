import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Listeners } from '../../emulator/server.ts';
import { loopbackTls } from '../../emulator/tls.ts';
import { rootDir } from '../support/project.ts';

test('a request that comes before anybody answers is answered once somebody does', async () => {
  const listeners = await Listeners.open(await loopbackTls(join(rootDir, '.emulator')), 0);
  const early = ['GET', 'POST'].map((method) =>
    fetch(`http://localhost:${listeners.httpPort}/x`, { method, ...(method === 'POST' && { body: 'b' }) }),
  );
  const begun = Promise.all(early);
  await new Promise((resolve) => setTimeout(resolve, 100));
  listeners.handle((request, response) => response.end(`${request.method} ready`));
  expect(await Promise.all((await begun).map((answer) => answer.text()))).toEqual(['GET ready', 'POST ready']);
  await listeners.close();
});
