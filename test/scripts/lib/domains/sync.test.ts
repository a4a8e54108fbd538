import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type DomainRules, loadDomainRules } from '../../../../scripts/lib/domains/domain-rules.ts';
import { findDrift } from '../../../../scripts/lib/domains/drift.ts';
import type { LiveAlias } from '../../../../scripts/lib/domains/live-aliases.ts';
import { publishedDomains } from '../../../../scripts/lib/domains/published.ts';
import { planSync } from '../../../../scripts/lib/domains/sync.ts';
import type { OrganizationDomains } from '../../../../scripts/lib/domains/tenant-domains.ts';
import { projectDir } from '../../../support/project.ts';

let rules: DomainRules;
beforeAll(async () => {
  rules = await loadDomainRules(projectDir);
});

const NOW_MS = Date.parse('2026-11-26T10:00:00Z');

/** @param stored `-acme.com` is pending */
async function organization(
  name: string,
  stored: readonly string[],
  metadata: Record<string, string> = {},
): Promise<OrganizationDomains> {
  return {
    organization: { id: `org_${name}`, name, metadata },
    stored: stored.map((entry, index) => ({
      id: `ord_${index}`,
      domain: entry.replace(/^-/, ''),
      isVerified: !entry.startsWith('-'),
      host: '',
      txt: '',
    })),
    published: await publishedDomains(metadata, rules),
  };
}

/** All of them are brought up to date. */
const tenantOf = (all: readonly OrganizationDomains[], aliases: LiveAlias[] = []) => ({
  environment: 'local',
  aliases,
  written: new Set(all.map(({ organization: { name } }) => name)),
});

const plan = (...all: OrganizationDomains[]) =>
  planSync(all, { rules, acceptOverlap: false, ...tenantOf(all), nowMs: NOW_MS });
const codes = (plans: ReturnType<typeof plan>) => plans.map(({ refused }) => refused.map(({ code }) => code));

describe('what stands somewhere else counts', () => {
  test('in the metadata of an organization that this run leaves alone, and not of one that it writes', async () => {
    const all = [await organization('acme', ['acme.com']), await organization('tyrell', [], { domains: 'acme.com' })];
    const options = { rules, acceptOverlap: false, ...tenantOf(all), nowMs: NOW_MS };
    expect(planSync(all, options).map(({ published, removed }) => [published, removed])).toEqual([
      [['acme.com'], []],
      [[], ['acme.com']],
    ]);
    const [alone] = planSync(all, { ...options, written: new Set(['acme']) });
    expect(alone).toMatchObject({ published: [], refused: [{ code: 'DOMAIN_CLAIMED' }] });
  });

  test('among the aliases of another organization’s connection, and not of one that both have', async () => {
    const all = [await organization('acme', ['acme.com']), await organization('tyrell', [])];
    const aliases = [{ organization: 'tyrell', connection: 'okta-tyrell', domains: ['acme.com'] }];
    const options = { rules, acceptOverlap: false, nowMs: NOW_MS };
    const [acme] = planSync(all, { ...options, ...tenantOf(all, aliases) });
    expect(acme?.refused).toMatchObject([
      {
        code: 'DOMAIN_CLAIMED',
        found: '"acme.com", an alias of connection "okta-tyrell" of organization "tyrell"',
        fix: expect.stringMatching(/npm run domains -- unroute --env local --org tyrell --domain acme\.com$/),
      },
    ]);
    const shared = [...aliases, { organization: 'acme', connection: 'okta-tyrell', domains: ['acme.com'] }];
    const [both] = planSync(all, { ...options, ...tenantOf(all, shared) });
    expect(both).toMatchObject({ published: ['acme.com'], refused: [] });
  });
});

describe('sync', () => {
  test('publishes what is verified and no more, and says since when', async () => {
    const [acme] = plan(await organization('acme', ['eu.acme.com', 'acme.com', '-acme.de'], { plan: 'gold' }));
    expect(acme).toMatchObject({
      published: ['acme.com', 'eu.acme.com'],
      added: ['acme.com', 'eu.acme.com'],
      removed: [],
      refused: [],
    });
    expect(acme?.metadata).toEqual({
      plan: 'gold',
      domains: 'acme.com,eu.acme.com',
      domain_claims:
        'acme.com store 2026-11-26T10:00:00Z; acme.de pending 2026-11-26T10:00:00Z; eu.acme.com store 2026-11-26T10:00:00Z',
    });
  });

  test('takes out what is verified no longer, whatever its evidence', async () => {
    const metadata = { domains: 'acme.com', domain_claims: 'acme.com dns 2026-01-01T00:00:00Z 1.1.1.1+8.8.8.8' };
    const [lost] = plan(await organization('acme', ['-acme.com'], metadata));
    expect(lost).toMatchObject({ published: [], removed: ['acme.com'] });
    expect(lost?.metadata).toEqual({ domains: null, domain_claims: 'acme.com pending 2026-11-26T10:00:00Z' });
  });

  test('keeps evidence, and has nothing to do the second time', async () => {
    const metadata = { domains: 'acme.com', domain_claims: 'acme.com dns 2026-01-01T00:00:00Z 1.1.1.1+8.8.8.8' };
    const [same] = plan(await organization('acme', ['acme.com'], metadata));
    expect(same?.metadata).toBeUndefined();
  });

  test.each(['co.uk', 'gmail.com', 'xn--gmil-63d.com', '192.0.2.1'])(
    '%s is refused as the Action refuses it',
    async (domain) => {
      const plans = plan(await organization('acme', [domain, 'acme.com']));
      expect(codes(plans)).toEqual([['EC_DOMAINS_INVALID']]);
      expect(plans[0]?.published).toEqual(['acme.com']);
    },
  );

  test('a domain that two have verified is published for neither; a claim without proof takes nothing from anyone', async () => {
    const both = plan(await organization('acme', ['acme.com']), await organization('rival', ['acme.com', 'rival.com']));
    expect(codes(both)).toEqual([['DOMAIN_CLAIMED'], ['DOMAIN_CLAIMED']]);
    expect(both.map(({ published }) => published)).toEqual([[], ['rival.com']]);
    const one = plan(await organization('acme', ['acme.com']), await organization('rival', ['-acme.com']));
    expect(codes(one)).toEqual([[], []]);
    expect(one.map(({ published }) => published)).toEqual([['acme.com'], []]);
  });

  test('a domain below another organization’s is refused unless accepted', async () => {
    const all = [await organization('acme', ['acme.com']), await organization('rival', ['eu.acme.com'])];
    expect(codes(plan(...all))).toEqual([['DOMAIN_OVERLAP'], ['DOMAIN_OVERLAP']]);
    expect(codes(planSync(all, { rules, acceptOverlap: true, ...tenantOf(all), nowMs: NOW_MS }))).toEqual([[], []]);
  });

  test('metadata that would not fit is an error, and left as it is', async () => {
    const many = Array.from({ length: 24 }, (_none, index) => [`key${index}`, 'value'] as const);
    const [full] = plan(await organization('acme', ['acme.com'], Object.fromEntries(many)));
    expect(full?.refused.map(({ code }) => code)).toEqual(['ORGANIZATION_FULL']);
    expect(full?.metadata).toBeUndefined();
  });

  test('whatever the stores hold: no domain is published twice, unverified, or one that the Action refuses', async () => {
    const stored = fc.uniqueArray(
      fc
        .tuple(
          fc.constantFrom('', '-'),
          fc.constantFrom('acme.com', 'eu.acme.com', 'b.com', 'gmail.com', 'co.uk', 'c.de'),
        )
        .map((parts) => parts.join('')),
      { selector: (entry) => entry.replace('-', '') },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(stored, { maxLength: 4 }), async (stores) => {
        const all = await Promise.all(stores.map((entries, index) => organization(`o${index}`, entries)));
        const published = plan(...all).flatMap((one) => one.published);
        expect(new Set(published).size).toBe(published.length);
        for (const domain of published) expect(rules(domain)).toEqual({ entry: domain, domain });
        for (const [index, one] of plan(...all).entries()) {
          for (const domain of one.published) expect(stores[index]).toContain(domain);
        }
      }),
    );
  });
});

describe('drift', () => {
  test('names what differs between store, metadata and live connections', async () => {
    const one = await organization('acme', ['acme.com', '-acme.de'], { domains: 'acme.de,old.com,gmail.com' });
    const connection = { id: 'con_1', name: 'okta-acme', aliases: ['ACME.com', 'old.com'] };
    expect(findDrift(one, [connection])).toEqual({
      organization: 'acme',
      findings: [
        'verified, and not in the metadata: acme.com (domains sync writes them)',
        'in the metadata, and not verified: acme.de, old.com (domains sync takes them out; an Action reads them until then)',
        'in the metadata, and refused by the Action (EC_DOMAINS_INVALID): gmail.com',
        'connection "okta-acme" takes addresses of acme.com, which the metadata does not name',
        'connection "okta-acme" does not take acme.de: the customer runs Express Configuration again',
      ],
    });
  });

  test('is nothing where all agree', async () => {
    const one = await organization('acme', ['acme.com'], { domains: 'acme.com' });
    expect(findDrift(one, [{ id: 'con_1', name: 'okta-acme', aliases: ['acme.com'] }]).findings).toEqual([]);
  });
});
