/**
 * Organization metadata → the claim's list (docs/domains.md#the-normal-form). What a single entry's normal form is comes from
 * the table `domain-entries.json`, which names every entry that this oracle can judge: it is a list of answers, not a second
 * normaliser.
 */
import entries from './domain-entries.json' with { type: 'json' };

/** One spelling of a domain and its normal form, or `refused` with the rule that refuses it. */
export type DomainEntry = { entry: string; normal: string } | { entry: string; refused: string };

export const DOMAIN_ENTRIES: readonly DomainEntry[] = entries;

const NORMAL = new Map(DOMAIN_ENTRIES.map((row) => [row.entry, 'normal' in row ? row.normal : undefined]));
const MAX_DOMAINS = 1000;

/** `domains`, `domains_2`, `domains_3`… open: not `domains_1`, `domains_02` or `domains_`. */
const isDomainsKey = (key: string): boolean => key === 'domains' || /^domains_([2-9]|[1-9]\d+)$/.test(key);

/** open: JSON metadata that is no object has no keys; a value that is no string is a bad entry; above 1000 is refused too. */
export function claimOf(metadata: unknown, ownDomains: readonly string[]): string[] | 'invalid' {
  if (typeof metadata !== 'object' || metadata === null) return [];
  const spelt = Object.entries(metadata)
    .filter(([key]) => isDomainsKey(key))
    .flatMap(([, value]) => entriesOf(value))
    .filter((entry) => typeof entry !== 'string' || entry.trim() !== '');
  const normal = spelt.map((entry) => normalForm(entry, ownDomains));
  const unique = [...new Set(normal.filter((domain) => domain !== undefined))].sort();
  return normal.includes(undefined) || unique.length > MAX_DOMAINS ? 'invalid' : unique;
}

/** Random text may be a domain by chance, such as `0.al`, of which the table says nothing. */
const MAY_BE_DOMAIN = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+\.?$/u;

/** Whether every entry stands in the table, or is no domain at a glance. */
export function canJudge(metadata: unknown): boolean {
  if (typeof metadata !== 'object' || metadata === null) return true;
  return Object.values(metadata)
    .flatMap(entriesOf)
    .every((entry) => {
      if (typeof entry !== 'string') return true;
      const name = entry.trim();
      return NORMAL.has(name) || NORMAL.has(name.toLowerCase()) || !MAY_BE_DOMAIN.test(name);
    });
}

/** A comma list, or the text of a JSON array where it starts as one. open: an array's elements are whole entries. */
function entriesOf(value: unknown): unknown[] {
  if (typeof value !== 'string') return [value];
  if (!value.trim().startsWith('[')) return value.split(',');
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : [parsed];
  } catch {
    return [null];
  }
}

function normalForm(entry: unknown, ownDomains: readonly string[]): string | undefined {
  if (typeof entry !== 'string') return undefined;
  const normal = NORMAL.get(entry.trim()) ?? NORMAL.get(entry.trim().toLowerCase());
  return ownDomains.some((own) => normal === own || normal?.endsWith(`.${own}`)) ? undefined : normal;
}
