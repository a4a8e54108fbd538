import type { Answer } from 'dns-packet';
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
  [['192.0.2.53', '192.0.2.53:5353'], true],
  [['192.0.2.53:1', '192.0.2.54:65535'], true],
  [['192.0.2.53'], false],
  [['192.0.2.53', '192.0.2.53:53'], false],
  [['192.0.2.53', '192.0.2.53:00053'], false],
  [['192.0.2.53', '::ffff:192.0.2.53'], false],
  [['192.0.2.53', '[::ffff:c000:235]:53'], false],
  [['192.0.2.53:5353', '[0:0:0:0:0:FFFF:192.0.2.53]:5353'], false],
  [['2001:db8::53', '[2001:DB8:0:0::0053]'], false],
  [['2001:db8::53', '2001:0db8:0000:0000:0000:0000:0000:0053'], false],
  [['192.0.2.53', '192.0.2.54:0'], false],
  [['192.0.2.53', '[2001:db8::53]:0'], false],
  [['192.0.2.53', '192.0.2.54:99999'], false],
  [['192.0.2.53', '192.0.2.54:65536'], false],
  [['192.0.2.53', '192.0.2.54:'], false],
  [['192.0.2.53', '192.0.2.54:-1'], false],
  [['192.0.2.53', '192.0.02.054'], false],
  [['192.0.2.53', '192.0.2'], false],
  [['192.0.2.53', ' 192.0.2.54'], false],
  [['192.0.2.53', ''], false],
  [['192.0.2.53', '192.0.2.53'], false],
  [['192.0.2.53', 'dns.example'], false],
  [['192.0.2.53', '[192.0.2.1]:53'], false],
  [['192.0.2.53', '::1'], true],
  [['192.0.2.53', '64:ff9b::192.0.2.54'], true],
  [['192.0.2.53', '64:ff9b::192.0.2.53'], false],
  [['192.0.2.53', '[64:ff9b::c000:235]:53'], false],
  [['10.0.0.0', '64:ff9b::10.0.0.0'], false],
  [['192.0.2.53', '::192.0.2.54'], false],
  [['192.0.2.53', '::ffff:0:192.0.2.54'], false],
  [['192.0.2.53', '2002:c000:235::'], false],
  [['192.0.2.53', 'fe80::1'], false],
  [['192.0.2.53', 'fe80::1%eth0'], false],
  [['192.0.2.53', '[fe80::1%25eth0]:53'], false],
  [['192.0.2.53', '::'], false],
  [['192.0.2.53', '0.0.0.0'], false],
  [['192.0.2.53', '169.254.169.253'], true],
  [['192.0.2.53', '224.0.0.251'], false],
  [['192.0.2.53', 'ff02::fb'], false],
  [['192.0.2.53', '255.255.255.255'], false],
  [['192.0.2.53', '0xc0.0.2.54'], false],
  [['192.0.2.53', '3221226038'], false],
  [['192.0.2.53', '192.0.2.54:0x35'], false],
  [[], false],
])('resolvers %j: %s', (resolvers, isFine) => {
  const checked = checkResolvers(resolvers);
  expect(checked.ok).toBe(isFine);
  if (!checked.ok) expect(checked.failures.map(({ code }) => code)).toEqual(['RESOLVERS']);
});

const txt = (name: string, data = challenge.txt) => ({
  type: 'TXT' as const,
  name,
  ttl: 0,
  data,
  class: 'IN' as const,
});
const cname = (name: string, data: string) => ({ type: 'CNAME' as const, name, ttl: 0, data });

test.each<[string, Answer[], boolean]>([
  ['of the name, in another case', [txt(challenge.host.toUpperCase())], true],
  ['of another name alone', [txt('evil.example')], false],
  ['of another name, beside one of the name', [txt('evil.example'), txt(challenge.host, 'v=spf1')], false],
  ['of the parent', [txt('acme.com')], false],
  ['of a name below', [txt(`a.${challenge.host}`)], false],
  ['of another class', [{ ...txt(challenge.host), class: 'CH' }], false],
  ['after a CNAME of another class', [{ ...cname(challenge.host, 'b.example'), class: 'CH' }, txt('b.example')], false],
  ['in another case', [txt(challenge.host, challenge.txt.toUpperCase())], false],
  ['with a space', [txt(challenge.host, ` ${challenge.txt}`)], false],
  ['in quotes', [txt(challenge.host, `"${challenge.txt}"`)], false],
  [
    'of two records together',
    [txt(challenge.host, challenge.txt.slice(0, 9)), txt(challenge.host, challenge.txt.slice(9))],
    false,
  ],
  [
    'after CNAMEs, in any order',
    [txt('c.example'), cname('b.example', 'C.example'), cname(challenge.host, 'b.example')],
    true,
  ],
  ['of a CNAME that does not come from the name', [cname('a.example', 'b.example'), txt('b.example')], false],
  ['of what leads to the name', [cname('a.example', challenge.host), txt('a.example')], false],
  ['behind CNAMEs in a circle', [cname(challenge.host, 'a.example'), cname('a.example', challenge.host)], false],
])('a record %s: %s', async (_what, answers, isThere) => {
  await using dns = await startDns();
  dns.answers = answers;
  expect(await askDns(challenge, [dns.resolver])).toMatchObject([{ isThere }]);
});

test('an answer that is cut is asked for by TCP', async () => {
  await using dns = await startDns();
  dns.isTruncated = true;
  dns.records.set(challenge.host, ['x'.repeat(3000), challenge.txt]);
  expect(await askDns(challenge, [dns.resolver])).toEqual([{ resolver: dns.resolver, isThere: true }]);
  expect(dns.asked).toEqual([challenge.host, challenge.host]);
});

test.each([
  { host: challenge.host, txt: '' },
  { host: challenge.host, txt: ' ' },
  { host: challenge.host, txt: '""' },
  { host: challenge.host, txt: '\u200b' },
  { host: '', txt: challenge.txt },
])('an empty challenge proves nothing, and is not asked for: %j', async (empty) => {
  await using dns = await startDns();
  dns.answers = [txt(challenge.host, empty.txt)];
  expect(await askDns(empty, [dns.resolver])).toEqual([
    { resolver: dns.resolver, isThere: false, error: 'NO_CHALLENGE' },
  ]);
  expect(dns.asked).toEqual([]);
});
