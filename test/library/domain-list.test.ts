import { describe, expect, test } from 'vitest';
import { listDomains } from '../../library/domain-list.ts';
import { HOSTILE_VALUES } from '../support/events.ts';

const list = (...domains: string[]) => ({ domains, rejected: [] });
const accepts = async (entry: string, ownDomains: string[] = []) =>
  (await listDomains([entry], ownDomains)).domains.length === 1;

test('domains are in normal form, sorted, once each', async () => {
  const entries = [' EU.acme.com', 'acme.com\n', 'ACME.com.', '\tacme.com', 'bücher.de'];
  expect(await listDomains(entries, [])).toEqual(list('acme.com', 'eu.acme.com', 'xn--bcher-kva.de'));
  expect(await listDomains([], [])).toEqual(list());
});

test('what is none is told apart, as it stands', async () => {
  const entries = ['acme.com', '*.acme.com', '', 7, null, ['eu.acme.com'], 'co.uk', 'Gmail.com'];
  expect(await listDomains(entries, [])).toEqual({
    domains: ['acme.com'],
    rejected: ['*.acme.com', '', 7, null, ['eu.acme.com'], 'co.uk', 'Gmail.com'],
  });
});

describe('by the Public Suffix List', () => {
  test.each([
    'acme.com',
    'a.b.acme.co.uk',
    'www.ck',
    'acme.github.io',
    'xn--r8jz45g.xn--q9jyb4c',
    'acme.city.kawasaki.jp',
  ])('a registrable domain, or one below it, can be a customer’s: %s', async (domain) => {
    expect(await accepts(domain)).toBe(true);
  });

  test.each(['co.uk', 'foo.ck', 'k12.ma.us', 'kawasaki.jp', 'github.io', 's3.amazonaws.com', 'myshopify.com'])(
    'a public suffix can not, be it of a registry or of a company: %s',
    async (domain) => {
      expect(await accepts(domain)).toBe(false);
    },
  );

  test.each(['acme.nosuchtld', 'acme.xn--zzzz', 'acme.corp', 'acme.lan'])(
    'a name under no suffix of the list can not: %s',
    async (domain) => {
      expect(await accepts(domain)).toBe(false);
    },
  );
});

describe('nobody’s own', () => {
  test.each([
    'gmail.com',
    'googlemail.com',
    'outlook.com',
    'outlook.fr',
    'hotmail.co.uk',
    'yahoo.com',
    'yahoo.co.jp',
    'live.com',
    'live.be',
    'live.co.za',
    'zoho.com',
    'zoho.eu',
    'googlegroups.com',
    'icloud.com',
    'proton.me',
    'gmx.de',
    'qq.com',
    'mail.ru',
    't-online.de',
    'comcast.net',
    'mailinator.com',
    'mx.gmail.com',
  ])('mailboxes for everybody: %s', async (domain) => {
    expect(await accepts(domain)).toBe(false);
  });

  test.each([
    'acme.onmicrosoft.com',
    'acme.mail.onmicrosoft.com',
    'acme.okta.com',
    'acme.oktapreview.com',
    'acme.okta-emea.com',
    'acme.auth0.com',
    'acme.eu.auth0.com',
    'acme.atlassian.net',
    'acme.slack.com',
    'acme.enterprise.slack.com',
    'acme.zendesk.com',
    'acme.my.salesforce.com',
  ])('a name below a host that many tenants share: %s', async (domain) => {
    expect(await accepts(domain)).toBe(false);
  });

  test.each(['notgmail.com', 'gmail.acme.com', 'okta.acme.com', 'myokta.com', 'live.acme.com', 'outlookers.com'])(
    'but not what only sounds alike: %s',
    async (domain) => {
      expect(await accepts(domain)).toBe(true);
    },
  );
});

test.each(['slack.com', 'zendesk.com', 'salesforce.com', 'okta.com', 'auth0.com', 'servicenow.com'])(
  'the name of such a host is an ordinary company’s: %s',
  async (domain) => {
    expect(await accepts(domain)).toBe(true);
  },
);

test('the SaaS’s own domains, and what is below them, are no customer’s', async () => {
  const own = ['acme-saas.com', 'login.saas.co.uk'];
  for (const domain of ['acme-saas.com', 'eu.acme-saas.com', 'ACME-SaaS.com.', 'x.login.saas.co.uk']) {
    expect(await accepts(domain, own)).toBe(false);
  }
  for (const domain of ['saas.co.uk', 'www.saas.co.uk', 'my-acme-saas.com']) {
    expect(await accepts(domain, own)).toBe(true);
  }
});

test.each(HOSTILE_VALUES)('no domain comes of entry %#', async (entry) => {
  expect(await listDomains([entry], [])).toEqual({ domains: [], rejected: [entry] });
});
