import { expect, test } from 'vitest';
import { listDomains } from '../../../../library/domain-list.ts';
import { loadDomainRules } from '../../../../scripts/lib/domains/domain-rules.ts';
import { projectDir } from '../../../support/project.ts';

test.each([
  ['tlen.pl', 'a domain of mailboxes for everybody, by a public list of them'],
  ['mx.tlen.pl', 'a domain of mailboxes for everybody, by a public list of them'],
  ['juno.com', 'a domain of mailboxes for everybody, by a public list of them'],
  ['0-mail.com', 'a domain of mailboxes for everybody, by a public list of them'],
  ['kakao.com', 'a domain of mailboxes for everybody, by a public list of them'],
  ['mozmail.com', 'a domain of mailboxes for everybody, by a public list of them'],
  ['users.noreply.github.com', 'a domain of mailboxes for everybody, by a public list of them'],
  ['acme.bamboohr.com', 'below a host that many share'],
  ['acme.workday.com', 'below a host that many share'],
  ['acme.github.io', 'below a host that many share'],
  ['acme.myshopify.com', 'below a host that many share'],
  ['www.acme.herokuapp.com', 'below a host that many share'],
  ['xn--acme-yq4c.jp', 'a name with a letter that reads as a slash or a hyphen'],
  ['acme.xn--comx-xq4c.jp', 'a name with a letter that reads as a slash or a hyphen'],
  ['acme.onrender.com', 'below a host that many share'],
  ['eu.acme.cloudfunctions.net', 'below a host that many share'],
])('%s is refused by a list that an Action has no room for', async (domain, why) => {
  const judge = await loadDomainRules(projectDir);
  expect(judge(domain)).toEqual({ entry: domain, why });
  expect((await listDomains([domain], [])).domains).toEqual([domain]);
});

test.each([
  'acme.com',
  'siemens.com',
  'slack.com',
  'zendesk.com',
  'salesforce.com',
  'okta.com',
  'bamboohr.com',
  'github.com',
  'databricks.com',
  'bmw.de',
])('%s is a company’s own', async (domain) => {
  expect((await loadDomainRules(projectDir))(domain)).toEqual({ entry: domain, domain });
});

test('what the Action refuses is told in one sentence, whether a list names it or not', async () => {
  const judge = await loadDomainRules(projectDir);
  for (const domain of ['gmail.com', 'live.be', 'acme.slack.com', 'co.uk', 'gmaıl.com']) {
    expect(judge(domain)).toEqual({ entry: domain, why: expect.stringContaining('below a host that many share') });
  }
});
