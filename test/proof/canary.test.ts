import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grantedEvent } from '../support/events.ts';
import { observe, observing } from './observe.ts';
import { override } from './overrides.ts';
import { prove, RUNS } from './runs.ts';
import { ACTION_NAMES, source } from './subjects.ts';

observing();

/** A login with something in every field of the contract that can carry text. */
const FULL = override(grantedEvent(), {
  'authorization.roles': ['EXPRESS_CONFIGURE_ADMIN_ROLE'],
  'client.metadata': { owner: 'x' },
  'connection.metadata': { owner: 'x', domains: 'x' },
  'organization.metadata': { domains: 'acme.com', domains_2: 'initech.io', contact: 'x' },
  'refresh_token.id': 'x',
  'request.body': { password: 'x' },
  'request.query': { state: 'x', login_hint: 'x', prompt: 'x' },
  'request.user_agent': 'x',
  'secrets.DOMAINS_API_TOKEN': 'x',
  'secrets.DOMAINS_API_URL': 'x',
  'session.id': 'x',
  'transaction.acr_values': ['x'],
  'transaction.login_hint': 'x',
  'transaction.prompt': ['login'],
  'transaction.redirect_uri': 'x',
  'transaction.state': 'x',
  'transaction.metadata.note': 'x',
  'user.app_metadata.ticket': 'x',
  'user.identities': [{ connection: 'x', user_id: 'x', profileData: { email: 'x' } }],
  'user.name': 'x',
  'user.phone_number': 'x',
  'user.user_metadata': { nickname: 'x' },
});

const texts = (value: unknown, path: string[] = []): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => texts(inner, [...path, key]))
    : typeof value === 'string'
      ? [path.join('.')]
      : [];

/** The two that have a place of their own: in the log, and in the claim. */
const MAY_SHOW = ['transaction.id', 'organization.metadata.domains', 'organization.metadata.domains_2'];
const PATHS = texts(FULL).filter((path) => path !== 'resource_server.identifier');

test('P10 what stands in the event shows in no log, denial, claim or note', async (context) => {
  await prove(context, RUNS.property, fc.subarray(PATHS, { maxLength: 12 }), async (marked) => {
    const event = override(FULL, Object.fromEntries(marked.map((path, index) => [path, `canary${index}.com`])));
    const shown = marked.flatMap((path, index) => (MAY_SHOW.includes(path) ? `canary${index}.com` : []));
    for (const action of ACTION_NAMES) {
      const left = JSON.stringify(await observe(source[action], event)).match(/canary\d+\.com/g) ?? [];
      expect(shown).toEqual(expect.arrayContaining(left));
    }
  });
});

test('P10 the transaction’s id shows in the log alone, a domain in the claim alone', async () => {
  const event = override(FULL, { 'transaction.id': 'canary1.com', 'organization.metadata.domains': 'canary2.com' });
  const { effects, logs } = await observe(source.domains, event);
  expect(JSON.stringify(effects).match(/canary\d/g)).toEqual(['canary2']);
  expect(logs.join().match(/canary\d/g)).toEqual(['canary1']);
});
