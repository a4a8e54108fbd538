import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDomainRules } from '../../../../scripts/lib/domains/domain-rules.ts';
import { checkCustomer } from '../../../../scripts/lib/onboard/check-customer.ts';
import { readCustomers } from '../../../../scripts/lib/onboard/read-customers.ts';
import { projectDir } from '../../../support/project.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'customers-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(name: string, text: string) {
  await writeFile(join(folder, name), text);
  return readCustomers(folder, name);
}

async function failuresOf(name: string, text: string) {
  const result = await read(name, text);
  return result.ok ? [] : result.failures.map(({ code, found, where }) => `${code} ${where?.line ?? '-'} ${found}`);
}

describe('CSV', () => {
  test('with BOM, CRLF, quotes, doubled quotes, lines within quotes, blank lines and columns in any order', async () => {
    const text =
      '\uFEFFadmin,display_name,organization,domains\r\n\r\nada@acme.com,"Acme, ""the"" company\r\nof old",acme,"acme.com,acme.de"\r\n b@b.com ,,b,b.com\r\n';
    expect(await read('a.csv', text)).toEqual({
      ok: true,
      value: [
        {
          values: {
            admin: 'ada@acme.com',
            display_name: 'Acme, "the" company\nof old',
            organization: 'acme',
            domains: 'acme.com,acme.de',
          },
          where: { file: 'a.csv', line: 4 },
        },
        { values: { admin: 'b@b.com', organization: 'b', domains: 'b.com' }, where: { file: 'a.csv', line: 5 } },
      ],
    });
  });

  test.each([
    ['organization,admin\na,b', 'CUSTOMERS_FILE 1 no "domains"'],
    ['organization,admin,domains,domain\na,b,c,d', 'CUSTOMERS_FILE 1 unknown "domain"'],
    ['organization,admin,domains,admin\na,b,c,d', 'CUSTOMERS_FILE 1 twice "admin"'],
    [
      'organization;admin;domains\na;b;c',
      'CUSTOMERS_FILE 1 no "organization", "admin", "domains"; unknown "organization;admin;domains"',
    ],
    ['organization,admin,domains\n', 'CUSTOMERS_FILE - no line'],
    ['', 'CUSTOMERS_FILE 1 no "organization", "admin", "domains"'],
    ['organization,admin,domains\nacme,ada@acme.com,acme.com,acme.de\n', 'CUSTOMERS_FILE 2 4'],
    ['organization,admin,domains\n"acme,ada@acme.com,acme.com\n', 'CUSTOMERS_FILE 2 CSV_QUOTE_NOT_CLOSED'],
  ])('%j is refused', async (text, found) => {
    expect(await failuresOf('b.csv', text)).toEqual([found]);
  });

  test('a missing file, and one of another kind', async () => {
    const missing = await readCustomers(folder, 'none.csv');
    expect(missing.ok ? [] : missing.failures.map(({ found }) => found)).toEqual(['none']);
    expect(await failuresOf('c.xlsx', '')).toEqual(['CUSTOMERS_FILE - ".xlsx"']);
  });
});

describe('YAML', () => {
  test('a list, or one under customers; lists of domains are texts too', async () => {
    const entry = '- organization: acme\n  admin: ada@acme.com\n  domains: [acme.com, acme.de]\n';
    const values = { organization: 'acme', admin: 'ada@acme.com', domains: 'acme.com,acme.de' };
    expect(await read('a.yaml', entry)).toEqual({
      ok: true,
      value: [{ values, where: { file: 'a.yaml', line: 1, column: 3 } }],
    });
    expect(await read('b.yml', `customers:\n${entry}`)).toMatchObject({
      ok: true,
      value: [{ values, where: { line: 2 } }],
    });
  });

  test('mistakes have line and column', async () => {
    const text = '- organization: acme\n  admn: ada@acme.com\n  domains: 7\n- just text\n';
    const result = await read('c.yaml', text);
    expect(result.ok ? [] : result.failures.map(({ found, where }) => [found, where?.line, where?.column])).toEqual([
      ['"admn"', 2, 3],
      ['a number', 3, 12],
      ['a text', 4, 3],
    ]);
    expect(await failuresOf('d.yaml', 'organization: acme')).toEqual(['CUSTOMERS_FILE 1 an object']);
  });
});

test('ten thousand rows are read and checked', async () => {
  const rows = Array.from(
    { length: 10_000 },
    (_none, index) => `c${index},a@customer-${index}.com,"customer-${index}.com,customer-${index}.net"`,
  );
  const result = await read('many.csv', ['organization,admin,domains', ...rows].join('\n'));
  const rules = { domains: await loadDomainRules(projectDir), namesConnections: true, needsDomains: true };
  const checked = (result.ok ? result.value : []).map((row) => checkCustomer(row, rules));
  expect(checked.filter(({ ok }) => ok)).toHaveLength(10_000);
});

test('what a customer may be called, and how', async () => {
  const rules = { domains: await loadDomainRules(projectDir), namesConnections: true, needsDomains: true };
  const codes = (values: Record<string, string>, more: Partial<typeof rules> = {}) => {
    const base = { organization: 'acme', admin: 'ada@acme.com', domains: 'acme.com' };
    const result = checkCustomer({ values: { ...base, ...values } }, { ...rules, ...more });
    return result.ok ? [] : result.failures.map(({ code }) => code);
  };
  expect(codes({})).toEqual([]);
  for (const organization of [
    '',
    'Acme',
    'acme corp',
    '-acme',
    'a_b',
    'a--b',
    'acme-',
    'org_acme',
    'x'.repeat(51),
    'äcme',
  ]) {
    expect([organization, codes({ organization })]).toEqual([organization, ['CUSTOMER_NAME']]);
  }
  expect(codes({ organization: 'a_b' }, { namesConnections: false })).toEqual([]);
  expect(codes({ organization: 'x'.repeat(50) })).toEqual([]);
  for (const admin of ['auth0|5f7c8ec7', 'samlp|idp|ada@acme.com', 'Ada@ACME.com'])
    expect(codes({ admin })).toEqual([]);
  for (const admin of [
    'ada\u200b@acme.com',
    '%61da@acme.com',
    'auth0|5f\u200b7c',
    '',
    'ada',
    'ada@acme',
    'a@b.com,c@d.com',
    '|x',
    'Ada <ada@acme.com>',
  ]) {
    expect([admin, codes({ admin })]).toEqual([admin, ['CUSTOMER_ADMIN']]);
  }
  expect(codes({ domains: '' })).toEqual(['CUSTOMER_DOMAINS']);
  expect(codes({ domains: '' }, { needsDomains: false })).toEqual([]);
  expect(codes({ domains: Array.from({ length: 101 }, (_none, index) => `d${index}.com`).join() })).toEqual([
    'CUSTOMER_DOMAINS',
  ]);
  expect(codes({ domains: 'acme.com ACME.com. acme.com' })).toEqual([]);
  expect(codes({ via: 'pigeon', grant: 'wish', scopes: 'sso,all' })).toEqual([
    'CUSTOMER_VALUE',
    'CUSTOMER_VALUE',
    'CUSTOMER_VALUE',
  ]);
  for (const ticket_email of ['ada@acme.com', 'ADA@acme.com', 'ada+2@ACME.com', 'x\u200b@acme.com']) {
    expect([ticket_email, codes({ ticket_email })]).toEqual([ticket_email, ['CUSTOMER_VALUE']]);
  }
  expect(codes({ admin: 'Ada@acme.com', ticket_email: 'ada@home.com' })).toEqual([]);
  // What does not show is written out.
  const hidden = checkCustomer(
    { values: { organization: 'acme', admin: 'ada\u200b@acme.com', domains: 'acme.com' } },
    rules,
  );
  expect(hidden.ok ? '' : hidden.failures[0]?.found).toBe('"ada\\u{200b}@acme.com"');
  expect(codes({ attest: ' ; \u0000 ' })).toEqual(['CUSTOMER_VALUE']);
  expect(codes({ attest: 'x'.repeat(121) })).toEqual(['CUSTOMER_VALUE']);
});
