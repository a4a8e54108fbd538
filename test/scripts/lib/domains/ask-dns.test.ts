import { expect, test } from 'vitest';
import { askDns, checkResolvers } from '../../../../scripts/lib/domains/ask-dns.ts';
import { startDns } from '../../../support/dns.ts';

const challenge = { host: '_ss-verification.org_ab12.acme.com', txt: '5a0f3c1e5a0f3c1e5a0f3c1e5a0f3c1e' };

test('a record of several strings, beside others, is found by every resolver that has it', async () => {
  await using first = await startDns();
  await using second = await startDns();
  first.records.set(challenge.host, ['v=spf1 -all', challenge.txt]);
  second.records.set(challenge.host, [`${challenge.txt}x`]);
  expect(await askDns(challenge, [first.resolver, second.resolver])).toEqual([
    { resolver: first.resolver, isThere: true },
    { resolver: second.resolver, isThere: false },
  ]);
  expect(first.asked).toEqual([challenge.host]);
});

test('no name, no server and no answer are told apart', async () => {
  await using empty = await startDns();
  await using silent = await startDns();
  silent.isSilent = true;
  const answers = await askDns(challenge, [empty.resolver, '127.0.0.1:1', silent.resolver]);
  expect(answers.map(({ isThere, error }) => [isThere, error])).toEqual([
    [false, 'ENOTFOUND'],
    [false, 'ECONNREFUSED'],
    [false, 'ETIMEOUT'],
  ]);
});

test.each([
  [['192.0.2.53', '[2001:db8::53]:5353'], true],
  [['192.0.2.53', '2001:db8::53'], true],
  [['192.0.2.53'], false],
  [['192.0.2.53', '192.0.2.53'], false],
  [['192.0.2.53', 'dns.example'], false],
  [['192.0.2.53', '[192.0.2.1]:53'], false],
  [[], false],
])('resolvers %j: %s', (resolvers, isFine) => {
  const checked = checkResolvers(resolvers);
  expect(checked.ok).toBe(isFine);
  if (!checked.ok) expect(checked.failures.map(({ code }) => code)).toEqual(['RESOLVERS']);
});
