import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { parse } from 'tldts';
import { describe, expect, test } from 'vitest';
import { normalizeDomain } from '../../library/domain-name.ts';
import { config } from '../fixture/project/actions/config.ts';
import { grantedEvent, NOW_MS } from '../support/events.ts';
import { NOTES, SCOPES } from './effects.ts';
import { observe, observing } from './observe.ts';
import { at } from './oracle.ts';
import { DOMAIN_ENTRIES } from './oracle-domains.ts';
import { override } from './overrides.ts';
import { domainLike } from './random-domains.ts';
import { adminEntry, anyEvent, anyJson, changes, ORGANIZATIONS } from './random-events.ts';
import { prove, RUNS } from './runs.ts';
import { ACTION_NAMES, source } from './subjects.ts';

observing();

const logins = changes.map((edits) => override(grantedEvent(), edits));
const added = (calls: readonly unknown[][]): unknown[] =>
  calls.filter(([method]) => method === 'accessToken.addScope').map(([, scope]) => scope);
const OUR_SCOPES: readonly unknown[] = SCOPES.map((scope) => `express_configure:${scope}`);

test('P1 a login for another audience is not looked into: not one call on api', async (context) => {
  const untouchable = new Proxy({}, { get: (_target, key) => expect.fail(`api.${String(key)}`) });
  const elsewhere = fc.tuple(logins, anyJson).map(([event, server]) => ({ ...event, resource_server: server }));
  await prove(context, RUNS.property, elsewhere, async (event) => {
    for (const action of ACTION_NAMES) await source[action](event, untouchable);
  });
});

test('P2 what is granted was requested, where either was, and is one of the two', async (context) => {
  await prove(context, RUNS.property, logins, async (event) => {
    const requested = at(event, 'transaction', 'requested_scopes');
    const asked = Array.isArray(requested) ? OUR_SCOPES.filter((scope) => requested.includes(scope)) : [];
    const { effects } = await observe(source.grant, event);
    expect(asked.length > 0 ? asked : OUR_SCOPES).toEqual(expect.arrayContaining(added(effects.calls)));
  });
});

test('P3 authority in other organizations gives nothing in this one', async (context) => {
  const elsewhere = fc.tuple(fc.constantFrom(...ORGANIZATIONS), fc.array(adminEntry, { maxLength: 5 }), changes);
  await prove(context, RUNS.property, elsewhere, async ([organization, entries, edits]) => {
    const event = override(grantedEvent(), {
      ...edits,
      'authorization.roles': [],
      'organization.id': organization,
      'user.app_metadata.express_configure': entries.filter((entry) => entry.org_id !== organization),
    });
    for (const action of ['step-up', 'grant'] as const) {
      const { effects } = await observe(source[action], event);
      expect(effects.codes).toContain('EC_NOT_AUTHORIZED');
      expect(effects.calls).toHaveLength(1);
    }
  });
});

describe('P6 and P13: whatever the event is, an Action', () => {
  test.for([
    { of: 'of any JSON', events: anyEvent },
    { of: 'that nearly succeeds', events: logins },
  ])(
    'does exactly one of denying, asking, granting, claiming and nothing: an event $of',
    async ({ events }, context) => {
      await prove(context, RUNS.property, events, async (event) => {
        for (const action of ACTION_NAMES) {
          const { effects, logs } = await observe(source[action], event);
          const kinds = new Set(effects.calls.map(([method]) => method.split('.')[0]));
          expect(kinds.size).toBeLessThanOrEqual(1);
          // Where step-up leaves everything to the enroll Action it notes the time, and that alone.
          const left = action === 'step-up' ? [NOTES.stepUpAt] : [];
          if (kinds.size === 0) expect(left).toEqual(expect.arrayContaining(Object.keys(effects.notes)));
          expect(effects.calls.length).toBeLessThanOrEqual(2);
          if (kinds.has('access'))
            expect(effects.calls).toEqual([['access.deny', `Access denied (${effects.codes[0]})`]]);
          if (kinds.has('access')) expect(effects.notes).toEqual({});
          expect(logs.join('\n').length).toBeLessThanOrEqual(255);
          expect(effects.codes).not.toContain('EC_INTERNAL');
        }
      });
    },
  );
});

test('P7 a normal form is its own normal form, and one that Auth0 takes', async (context) => {
  await prove(context, RUNS.property, domainLike, (entry) => {
    const domain = normalizeDomain(entry);
    if (domain === undefined) return;
    expect(normalizeDomain(domain)).toBe(domain);
    expect(domain).toMatch(/^(?=.{4,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/);
  });
});

describe('P8 and P9: a domain in the claim', () => {
  const NORMAL = DOMAIN_ENTRIES.flatMap((row) => ('normal' in row ? row.normal : []));
  const REFUSED = DOMAIN_ENTRIES.flatMap((row) => ('refused' in row ? domainToASCII(row.entry) : [])).filter(
    (domain) => domain !== '' && !NORMAL.includes(domain),
  );
  const spelt = (value: unknown): string[] =>
    typeof value === 'string' && value.startsWith('[') ? JSON.parse(value) : String(value).split(',');

  test('is one of the organization, and nobody else’s, nor everybody’s', async (context) => {
    const entries = fc.array(
      domainLike.filter((entry) => !/[,[]/.test(entry)),
      { minLength: 1, maxLength: 3 },
    );
    const values = fc.tuple(entries, fc.boolean());
    let claims = 0;
    await prove(context, RUNS.property, values, async ([list, asJson]) => {
      const value = asJson ? JSON.stringify(list) : list.join(',');
      const event = override(grantedEvent(), { 'organization.metadata': { domains: value } });
      const { effects } = await observe(source.domains, event);
      const claim: unknown = effects.calls[0]?.[2];
      if (typeof claim !== 'object' || claim === null || !('domain_aliases' in claim)) return;
      const domains: unknown = claim.domain_aliases;
      expect.assert(Array.isArray(domains) && domains.length > 0);
      const known = spelt(value).map((entry) => domainToASCII(entry.trim()).replace(/\.$/, ''));
      for (const domain of domains) {
        claims += 1;
        expect(known).toContain(domain);
        expect(REFUSED).not.toContain(domain);
        expect(isIP(domain)).toBe(0);
        expect(parse(domain, { allowPrivateDomains: true }).publicSuffix).not.toBe(domain);
      }
    });
    expect(claims).toBeGreaterThan(RUNS.property / 20);
  });
});

test('P11 whoever is granted something has just proven an allowed factor', async (context) => {
  await prove(context, RUNS.property, logins, async (event) => {
    const { effects } = await observe(source.grant, event);
    if (added(effects.calls).length === 0) return;
    expect(provenNow(event, config.stepUp.allowedFactors)).not.toEqual([]);
  });
});

/** Second factors of these types, proven or enrolled in the last five minutes. */
function provenNow(event: object, types: readonly string[]): unknown[] {
  const methods = at(event, 'authentication', 'methods');
  return (Array.isArray(methods) ? methods : []).filter((method) => {
    const ageMs = NOW_MS - Date.parse(String(at(method, 'timestamp')));
    const isWanted = at(method, 'name') === 'mfa' && types.includes(String(at(method, 'type')));
    return isWanted && ageMs <= 300_000 && ageMs >= -30_000;
  });
}

test('P14 an address that nobody verified makes no difference', async (context) => {
  const addresses = fc.constantFrom('admin@acme.com', 'mel@partner.example', 'x@gmail.com', 'ada');
  await prove(context, RUNS.property, fc.tuple(changes, addresses, addresses), async ([edits, one, other]) => {
    const withAddress = (email: string) =>
      override(grantedEvent(), { ...edits, 'user.email_verified': false, 'user.email': email });
    for (const action of ACTION_NAMES) {
      expect(await observe(source[action], withAddress(one))).toEqual(
        await observe(source[action], withAddress(other)),
      );
    }
  });
});

test('P15 nobody enrols beside another factor than email without the proof of one that is accepted', async (context) => {
  const setting = config.stepUp.whenOnlyOtherFactors;
  config.stepUp.whenOnlyOtherFactors = { challengeThenEnroll: ['push-notification', 'voice'] };
  const others = fc.tuple(changes, fc.constantFrom('phone', 'push-notification', 'recovery-code'));
  let enrolments = 0;
  try {
    await prove(context, RUNS.property, others, async ([edits, type]) => {
      const event = override(grantedEvent(), {
        'authentication.methods': [{ name: 'mfa', type, timestamp: new Date(NOW_MS).toISOString() }],
        ...edits,
        'user.enrolledFactors': [{ type }],
      });
      const { effects } = await observe(source.enroll, event);
      if (!effects.calls.some(([method]) => method === 'authentication.enrollWith')) return;
      enrolments += 1;
      expect(type).not.toBe('recovery-code');
      expect(provenNow(event, [type])).not.toEqual([]);
    });
  } finally {
    config.stepUp.whenOnlyOtherFactors = setting;
  }
  expect(enrolments).toBeGreaterThan(RUNS.property / 20);
});
