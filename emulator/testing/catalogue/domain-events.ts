import { granted } from '../cases.ts';
import type { EventNames } from '../event-names.ts';
import type { EventChange } from '../login-event.ts';
import type { CatalogueEvent } from './catalogue-event.ts';

const DOMAINS = 'express-configure-domains';

const names = (count: number, suffix: string): string[] =>
  Array.from({ length: count }, (_, index) => `d${index + 1}.${suffix}`);

/**
 * Returns events in which the admin's organization has different email domains.
 *
 * @param proof changes of an event after which the second factor is just proven
 */
export function domainEvents(
  proof: readonly EventChange[],
  { metadataKey }: Pick<EventNames, 'metadataKey'>,
): CatalogueEvent[] {
  const metadata = (...lists: string[]): EventChange => ({
    organization: {
      metadata: Object.fromEntries(lists.map((list, index) => [partOf(metadataKey, index), list])),
    },
  });
  return [
    {
      name: 'many-domains',
      description: `an admin’s organization has 40 domains: a comma list, and a JSON array in ${metadataKey}_2`,
      changes: [metadata(names(20, 'acme.com').join(', '), JSON.stringify(names(20, 'eu.acme.com')))],
      expected: { allowed: ['sso', 'scim'] },
    },
    {
      name: 'too-many-domains',
      description: 'an admin’s organization has 1,001 domains, one more than a connection takes',
      changes: [metadata(names(1001, 'acme.com').join(','))],
      expected: { denied: ['EC_DOMAINS_INVALID'] },
    },
    {
      name: 'no-domains',
      description: 'an admin’s organization has no domains',
      changes: [metadata()],
      expected: { allowed: ['sso', 'scim'] },
    },
    {
      name: 'bad-domains',
      description: 'an admin’s organization lists gmail.com and a public suffix beside a domain of its own',
      changes: [metadata('acme.com, gmail.com, co.uk')],
      expected: { denied: ['EC_DOMAINS_INVALID'] },
    },
    {
      name: 'hostile-domains',
      description: 'an admin’s organization lists prototype names, markup and 100 kB of text for domains',
      changes: [{ organization: { metadata: hostile(metadataKey) } }],
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
}

/** A long list goes on in `KEY_2`, `KEY_3`, … */
const partOf = (key: string, index: number): string => (index === 0 ? key : `${key}_${index + 1}`);

function hostile(key: string): Record<string, string> {
  // JSON.parse makes an own property of this name, as metadata from the wire has.
  return JSON.parse(
    `{"__proto__":"acme.com","${key}":"__proto__, <script>, acme.com\\u0000","${key}_2":"[[[[[[","${key}_3":"${'x'.repeat(100_000)}"}`,
  );
}
