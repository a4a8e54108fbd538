import { afterEach, describe, expect, test } from 'vitest';
import type { DomainSource } from '../../library/domain-settings.ts';
import { domains as settings } from '../fixture/project/actions/config.ts';
import { onExecutePostLogin } from '../fixture/project/actions/domains.ts';
import { grantedEvent, place, steppedUpEvent } from '../support/events.ts';
import { denial, execute } from '../support/execute.ts';

const shipped = { ...settings };
afterEach(() => {
  Object.assign(settings, shipped);
});

const withDomains = (domains: unknown) => place(grantedEvent(), ['organization', 'metadata'], { domains });
const claim = (...domain_aliases: string[]) => [
  { method: 'accessToken.setCustomClaim', args: ['express_configuration', { domain_aliases }] },
];
const logged = (outcome: string, ...codes: string[]) => [
  JSON.stringify({ express_configure: outcome, codes, transaction: 'tx_00000001' }),
];

const sourceOf = (read: DomainSource['read']): DomainSource => ({
  name: 'own',
  secrets: [],
  dependencies: [],
  read,
});

describe('after the grant', () => {
  test('the claim names the domains of the organization, sorted and once each', async () => {
    const { commands, logs } = await execute(onExecutePostLogin, withDomains('EU.acme.com, acme.com,acme.com,'));
    expect(commands).toEqual(claim('acme.com', 'eu.acme.com'));
    expect(logs).toEqual(logged('passed', 'EC_DOMAINS_SET'));
  });

  test('the claim is the same for the JSON form', async () => {
    const { commands } = await execute(onExecutePostLogin, withDomains('["acme.com", "eu.acme.com"]'));
    expect(commands).toEqual(claim('acme.com', 'eu.acme.com'));
  });
});

test.each([undefined, false, 1, 'true'])('with the grant noted as %o it denies: EC_CONFIG', async (granted) => {
  const event = place(steppedUpEvent(), ['transaction', 'metadata', 'express_configure_granted'], granted);
  const { commands, logs } = await execute(onExecutePostLogin, event);
  expect(commands).toEqual(denial('EC_CONFIG'));
  expect(logs).toEqual(logged('denied', 'EC_CONFIG'));
});

describe('without domains', () => {
  test.each([undefined, '', ' , ', '[]'])('the login goes on and has no claim: %o', async (domains) => {
    const { commands, logs } = await execute(onExecutePostLogin, withDomains(domains ?? ''));
    expect(commands).toEqual([]);
    expect(logs).toEqual(logged('passed', 'EC_DOMAINS_NONE'));
  });

  test('the login goes on where the organization has no metadata', async () => {
    const { commands } = await execute(onExecutePostLogin, place(grantedEvent(), ['organization', 'metadata'], {}));
    expect(commands).toEqual([]);
  });

  test('it is denied where they are required', async () => {
    settings.required = true;
    const { commands } = await execute(onExecutePostLogin, withDomains(''));
    expect(commands).toEqual(denial('EC_DOMAINS_NONE'));
  });
});

describe('a bad entry', () => {
  test('refuses the whole list', async () => {
    const { commands, logs } = await execute(onExecutePostLogin, withDomains('acme.com, acme'));
    expect(commands).toEqual(denial('EC_DOMAINS_INVALID'));
    expect(logs).toEqual(logged('denied', 'EC_DOMAINS_INVALID'));
  });

  test('is dropped alone where the settings say so, which is logged without naming it', async () => {
    settings.onInvalid = 'drop';
    const { commands, logs } = await execute(onExecutePostLogin, withDomains('acme.com, canary.localhost'));
    expect(commands).toEqual(claim('acme.com'));
    expect(logs).toEqual(logged('passed', 'EC_DOMAINS_SET', 'EC_DOMAINS_DROPPED'));
  });

  test('leaves no empty claim where it was the only one', async () => {
    settings.onInvalid = 'drop';
    const { commands, logs } = await execute(onExecutePostLogin, withDomains('localhost'));
    expect(commands).toEqual([]);
    expect(logs).toEqual(logged('passed', 'EC_DOMAINS_NONE', 'EC_DOMAINS_DROPPED'));
    settings.required = true;
    expect((await execute(onExecutePostLogin, withDomains('localhost'))).commands).toEqual(denial('EC_DOMAINS_NONE'));
  });
});

test('a thousand domains are set, one more is refused even where bad entries are dropped', async () => {
  settings.onInvalid = 'drop';
  const domains = Array.from({ length: 1001 }, (_, n) => `d${n}.com`);
  const thousand = await execute(onExecutePostLogin, withDomains(domains.slice(1).join(',')));
  expect(thousand.commands).toEqual(claim(...domains.slice(1).sort()));
  const oneMore = await execute(onExecutePostLogin, withDomains(domains.join(',')));
  expect(oneMore.commands).toEqual(denial('EC_DOMAINS_INVALID'));
});

describe('a source that fails', () => {
  const failing = (failure: 'EC_CONFIG' | 'EC_DOMAINS_INVALID' | 'EC_DOMAINS_SOURCE_DOWN') =>
    sourceOf(() => ({ failure }));

  test('denies when it is down', async () => {
    settings.sources = [failing('EC_DOMAINS_SOURCE_DOWN')];
    const { commands, logs } = await execute(onExecutePostLogin, grantedEvent());
    expect(commands).toEqual(denial('EC_DOMAINS_SOURCE_DOWN'));
    expect(logs).toEqual(logged('denied', 'EC_DOMAINS_SOURCE_DOWN'));
  });

  test('leaves out the claim when it is down and the settings say so', async () => {
    Object.assign(settings, { sources: [failing('EC_DOMAINS_SOURCE_DOWN')], onSourceDown: 'omit' });
    const { commands, logs } = await execute(onExecutePostLogin, grantedEvent());
    expect(commands).toEqual([]);
    expect(logs).toEqual(logged('passed', 'EC_DOMAINS_SOURCE_DOWN'));
  });

  test('denies when it is down and domains are required, whatever else the settings say', async () => {
    Object.assign(settings, { sources: [failing('EC_DOMAINS_SOURCE_DOWN')], onSourceDown: 'omit', required: true });
    const { commands } = await execute(onExecutePostLogin, grantedEvent());
    expect(commands).toEqual(denial('EC_DOMAINS_SOURCE_DOWN'));
  });

  test.each(['EC_CONFIG', 'EC_DOMAINS_INVALID'] as const)('denies with %s whatever the settings say', async (code) => {
    Object.assign(settings, { sources: [failing(code)], onSourceDown: 'omit', onInvalid: 'drop' });
    const { commands } = await execute(onExecutePostLogin, grantedEvent());
    expect(commands).toEqual(denial(code));
  });

  test('denies with EC_INTERNAL where it throws after all', async () => {
    Object.assign(settings, { sources: [sourceOf(() => Promise.reject(new Error('canary')))], onSourceDown: 'omit' });
    const { commands, logs } = await execute(onExecutePostLogin, grantedEvent());
    expect(commands).toEqual(denial('EC_INTERNAL'));
    expect(logs).toEqual(logged('denied', 'EC_INTERNAL'));
  });
});

describe('of two sources', () => {
  const naming = (...entries: unknown[]) => sourceOf(() => Promise.resolve({ entries }));

  test('only what both name is claimed, however each spells it', async () => {
    settings.sources = [naming('acme.com', 'b.com', 'c.com'), naming('C.com.', 'd.com', 'ACME.com')];
    const { commands } = await execute(onExecutePostLogin, grantedEvent());
    expect(commands).toEqual(claim('acme.com', 'c.com'));
  });

  test('that have nothing in common nothing is claimed', async () => {
    settings.sources = [naming('acme.com'), naming('b.com')];
    const { commands, logs } = await execute(onExecutePostLogin, grantedEvent());
    expect(commands).toEqual([]);
    expect(logs).toEqual(logged('passed', 'EC_DOMAINS_NONE'));
  });

  test('the second is not asked where the first names nothing', async () => {
    settings.sources = [naming(), sourceOf(() => Promise.reject(new Error('asked')))];
    const { logs } = await execute(onExecutePostLogin, grantedEvent());
    expect(logs).toEqual(logged('passed', 'EC_DOMAINS_NONE'));
  });

  test('either one’s failure is the outcome, never the other one’s list alone', async () => {
    const down = sourceOf(() => ({ failure: 'EC_DOMAINS_SOURCE_DOWN' as const }));
    Object.assign(settings, { sources: [naming('acme.com'), down], onSourceDown: 'omit' });
    expect((await execute(onExecutePostLogin, grantedEvent())).commands).toEqual([]);
    settings.onSourceDown = 'deny';
    const { commands } = await execute(onExecutePostLogin, grantedEvent());
    expect(commands).toEqual(denial('EC_DOMAINS_SOURCE_DOWN'));
  });

  test('a bad entry of either refuses the whole list', async () => {
    settings.sources = [naming('acme.com'), naming('acme.com', 'gmail.com')];
    expect((await execute(onExecutePostLogin, grantedEvent())).commands).toEqual(denial('EC_DOMAINS_INVALID'));
  });
});

test('the SaaS’s own domains are refused', async () => {
  settings.ownDomains = ['acme.com'];
  const { commands } = await execute(onExecutePostLogin, withDomains('eu.acme.com'));
  expect(commands).toEqual(denial('EC_DOMAINS_INVALID'));
});
