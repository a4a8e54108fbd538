import { afterEach, describe, expect, test } from 'vitest';
import { config } from '../../actions/config.ts';
import { onExecutePostLogin } from '../../actions/domains.ts';
import { grantedEvent, place, steppedUpEvent } from '../support/events.ts';
import { denial, execute } from '../support/execute.ts';

const shipped = structuredClone(config);
afterEach(() => {
  Object.assign(config, structuredClone(shipped));
});

const withDomains = (domains: unknown) => place(grantedEvent(), ['organization', 'metadata'], { domains });
const claim = (...domain_aliases: string[]) => [
  { method: 'accessToken.setCustomClaim', args: ['express_configuration', { domain_aliases }] },
];
const logged = (outcome: string, ...codes: string[]) => [
  JSON.stringify({ express_configure: outcome, codes, transaction: 'tx_00000001' }),
];

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
    config.domains.required = true;
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
    config.domains.onInvalid = 'drop';
    const { commands, logs } = await execute(onExecutePostLogin, withDomains('acme.com, canary.localhost'));
    expect(commands).toEqual(claim('acme.com'));
    expect(logs).toEqual(logged('passed', 'EC_DOMAINS_SET', 'EC_DOMAINS_DROPPED'));
  });

  test('leaves no empty claim where it was the only one', async () => {
    config.domains.onInvalid = 'drop';
    const { commands, logs } = await execute(onExecutePostLogin, withDomains('localhost'));
    expect(commands).toEqual([]);
    expect(logs).toEqual(logged('passed', 'EC_DOMAINS_NONE', 'EC_DOMAINS_DROPPED'));
    config.domains.required = true;
    expect((await execute(onExecutePostLogin, withDomains('localhost'))).commands).toEqual(denial('EC_DOMAINS_NONE'));
  });
});

test('a thousand domains are set, one more is refused even where bad entries are dropped', async () => {
  config.domains.onInvalid = 'drop';
  const domains = Array.from({ length: 1001 }, (_, n) => `d${n}.com`);
  const thousand = await execute(onExecutePostLogin, withDomains(domains.slice(1).join(',')));
  expect(thousand.commands).toEqual(claim(...domains.slice(1).sort()));
  const oneMore = await execute(onExecutePostLogin, withDomains(domains.join(',')));
  expect(oneMore.commands).toEqual(denial('EC_DOMAINS_INVALID'));
});
