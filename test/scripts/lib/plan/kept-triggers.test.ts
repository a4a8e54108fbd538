import { expect, test } from 'vitest';
import type { ActionYaml, TenantFile } from '../../../../scripts/lib/manifest/tenant-file.ts';
import { keptTriggers } from '../../../../scripts/lib/plan/kept-triggers.ts';

const action = (name: string, id: string): ActionYaml => ({
  name,
  code: `../actions/${name}.js`,
  runtime: 'node22',
  supported_triggers: [{ id, version: 'v1' }],
});
const FILE: TenantFile = {
  clients: [],
  triggers: { 'post-login': [] },
  actions: [
    action('greet', 'post-login'),
    action('sms', 'send-phone-message'),
    action('mail', 'custom-email-provider'),
    action('sms-at-night', 'send-phone-message'),
    action('robots', 'credentials-exchange'),
  ],
};

test('a local tenant says of each trigger that never runs there which Actions it keeps', () => {
  expect(keptTriggers(FILE, { domain: 'localhost:4400' })).toEqual([
    'The local tenant has no send-phone-message: it keeps "sms", "sms-at-night" and never runs them.',
    'The local tenant has no custom-email-provider: it keeps "mail" and never runs it.',
  ]);
});

test('of a tenant at Auth0 there is nothing to say', () => {
  expect(keptTriggers(FILE, { domain: 'acme.eu.auth0.com' })).toEqual([]);
});
