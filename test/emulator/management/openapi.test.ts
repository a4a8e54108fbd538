import { expect, test } from 'vitest';
import { formats } from '../../../emulator/management/formats.ts';
import { managementScopes } from '../../../emulator/management/management-scopes.ts';
import { loadSpecification } from '../../../emulator/management/openapi.ts';
import { operations } from '../../../emulator/management/operations.ts';
import { validateBody, validateQuery } from '../../../emulator/management/validate.ts';

const specification = loadSpecification();

test('openapi.json holds every emulated operation, and those that may become one', () => {
  const published = Object.keys(specification.operations);
  expect(Object.keys(operations).filter((key) => !published.includes(key))).toEqual([]);
  expect(published).toEqual(expect.arrayContaining(['GET /rules', 'POST /log-streams']));
});

test('every operation asks for a scope', () => {
  expect(Object.keys(operations).filter((key) => specification.operations[key]?.scopes.length === 0)).toEqual([]);
  expect(managementScopes()).toContain('create:client_credentials');
});

test('every schema compiles, and refuses a body that is no JSON structure', () => {
  const accepting: string[] = [];
  for (const key of Object.keys(operations)) {
    const operation = specification.operations[key];
    if (operation === undefined) continue;
    validateQuery(key, operation, {});
    if (operation.body && validateBody(key, operation.body, 'text') === undefined) accepting.push(key);
  }
  expect(accepting).toEqual([]);
});

test('every format that the schemas name has a rule, and every rule is named', () => {
  const named = [...JSON.stringify(specification).matchAll(/"format":"([^"]+)"/g)].map((match) => match[1]);
  expect([...new Set(named)].sort()).toEqual(Object.keys(formats).sort());
});

test.each([
  ['absolute-https-uri-or-empty', ['', 'https://a.example/x'], ['http://a.example', '/x']],
  [
    'absolute-https-uri-with-placeholders-or-empty',
    ['', 'https://{organization.name}.a.example'],
    ['http://{x}.example'],
  ],
  ['absolute-uri-or-empty', ['', 'com.example://x'], ['x']],
  ['callback-url', ['http://127.0.0.1:3000/cb', 'com.example.saas://cb', 'https://*.a.example/{x}'], ['a, b', '']],
  ['client-id', ['Z0iFf-x_9'], ['SaaS Mobile', '']],
  ['connection-profile-id', ['cop_1'], ['oin-connections', 'uap_1']],
  ['date-time', ['2026-01-02T03:04:05.000Z'], ['2026-01-02', 'soon', '2026-99-02T03:04:05Z']],
  ['email-or-empty', ['', 'a@b.example'], ['a']],
  ['cidr', ['192.0.2.0/24', '192.0.2.1/32'], ['192.0.2.0', '192.0.2.0/33', '2001:db8::/32']],
  ['ipv6_cidr', ['2001:db8::/32'], ['2001:db8::/129', '192.0.2.0/24']],
  ['uuid', ['8a6f0c1e-1b1a-4c53-9d0c-5d6f1f1f0b11'], ['8a6f0c1e', 'act_1']],
  ['organization-name', ['acme', 'a-1_b'], ['Acme', '-acme', 'a'.repeat(51)]],
  ['strict-uri', ['https://a.example/x.png'], ['ftp://a.example', 'x']],
])('the format %s takes %j and refuses %j', (name, good, bad) => {
  const rule = formats[name];
  const accepts = (text: string) => (typeof rule === 'function' ? rule(text) : rule?.test(text));
  expect(good.filter((text) => !accepts(text))).toEqual([]);
  expect(bad.filter(accepts)).toEqual([]);
});

test('the template of an initiate-login URI is https, with the three documented variables and no other', () => {
  const rule = formats['ec-initiate-login-uri-template-url'];
  const accepts = (text: string) => typeof rule === 'function' && rule(text);
  expect(accepts('https://{organization_name}.app.example/login?connection={connection_name}')).toBe(true);
  expect(accepts('https://app.example/login?org={organization_id}')).toBe(true);
  expect(accepts('http://app.example/login')).toBe(false);
  expect(accepts('https://app.example/login?org={org_name}')).toBe(false);
  expect(accepts('/login')).toBe(false);
});
