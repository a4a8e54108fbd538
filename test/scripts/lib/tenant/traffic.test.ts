import { expect, test } from 'vitest';
import { Traffic } from '../../../../scripts/lib/tenant/traffic.ts';

const URL = 'https://acme.auth0.com/api/v2/clients';

/** Answers with these statuses, and counts how often it was asked. */
function tenant(...statuses: number[]) {
  const asked: string[] = [];
  const send = async (request: Request): Promise<Response> => {
    asked.push(request.method);
    return new Response(`answer ${asked.length}`, { status: statuses[asked.length - 1] ?? 200 });
  };
  return { asked, send };
}

test('one look asks for nothing twice, not even at the same time', async () => {
  const traffic = new Traffic();
  const { asked, send } = tenant();
  const read = () => traffic.send(new Request(URL), send).then((response) => response.text());
  const answers = await traffic.readingOnce(async () => [...(await Promise.all([read(), read()])), await read()]);
  expect(answers).toEqual(['answer 1', 'answer 1', 'answer 1']);
  expect(asked).toEqual(['GET']);
});

test('the next look asks anew, and so does everything outside of one', async () => {
  const traffic = new Traffic();
  const { asked, send } = tenant();
  const read = () => traffic.send(new Request(URL), send);
  for (const look of [read, read]) await traffic.readingOnce(look);
  await read();
  await read();
  expect(asked).toHaveLength(4);
});

test('a refusal is not kept: what asks again gets the next answer', async () => {
  const traffic = new Traffic();
  const { send } = tenant(429);
  const statuses = await traffic.readingOnce(async () => {
    const read = async () => (await traffic.send(new Request(URL), send)).status;
    return [await read(), await read()];
  });
  expect(statuses).toEqual([429, 200]);
});

test('a write is always sent', async () => {
  const traffic = new Traffic();
  const { asked, send } = tenant();
  const write = () => traffic.send(new Request(URL, { method: 'POST' }), send);
  await traffic.readingOnce(async () => [await write(), await write()]);
  expect(asked).toEqual(['POST', 'POST']);
});
