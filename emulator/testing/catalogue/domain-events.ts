import { granted } from '../cases.ts';
import type { EventChange } from '../login-event.ts';
import type { CatalogueEvent } from './catalogue-event.ts';

const DOMAINS = 'express-configure-domains';

const metadata = (entries: Record<string, string>): EventChange => ({ organization: { metadata: entries } });

const names = (count: number, suffix: string): string[] =>
  Array.from({ length: count }, (_, index) => `d${index + 1}.${suffix}`);

/**
 * What the organization of an admin has for email domains.
 *
 * @param proof changes of an event after which the second factor is just proven
 */
export const domainEvents = (proof: readonly EventChange[]): CatalogueEvent[] => [
  {
    name: 'many-domains',
    description: 'an admin’s organization has 40 domains: a comma list, and a JSON array in domains_2',
    changes: [
      metadata({ domains: names(20, 'acme.com').join(', '), domains_2: JSON.stringify(names(20, 'eu.acme.com')) }),
    ],
    expected: { allowed: ['sso', 'scim'] },
  },
  {
    name: 'too-many-domains',
    description: 'an admin’s organization has 1,001 domains, one more than a connection takes',
    changes: [metadata({ domains: names(1001, 'acme.com').join(',') })],
    expected: { denied: ['EC_DOMAINS_INVALID'] },
  },
  {
    name: 'no-domains',
    description: 'an admin’s organization has no domains',
    changes: [metadata({})],
    expected: { allowed: ['sso', 'scim'] },
  },
  {
    name: 'bad-domains',
    description: 'an admin’s organization lists gmail.com and a public suffix beside a domain of its own',
    changes: [metadata({ domains: 'acme.com, gmail.com, co.uk' })],
    expected: { denied: ['EC_DOMAINS_INVALID'] },
  },
  {
    name: 'hostile-domains',
    description: 'an admin’s organization lists prototype names, markup and 100 kB of text for domains',
    changes: [
      metadata(
        // JSON.parse makes an own property of this name, as metadata from the wire has.
        JSON.parse(
          `{"__proto__":"acme.com","domains":"__proto__, <script>, acme.com\\u0000","domains_2":"[[[[[[","domains_3":"${'x'.repeat(100_000)}"}`,
        ),
      ),
    ],
    expected: { denied: ['EC_DOMAINS_INVALID'] },
  },
  {
    name: 'granted',
    description: 'as the domains Action sees an admin’s login, the scopes being granted',
    changes: [...proof, granted],
    startsAt: DOMAINS,
    expected: { allowed: [] },
  },
  {
    name: 'not-granted',
    description: 'as the domains Action sees a login in which nothing was granted, a wrong binding for instance',
    changes: [...proof],
    startsAt: DOMAINS,
    expected: { denied: ['EC_CONFIG'] },
  },
];
