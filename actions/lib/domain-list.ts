import { normalizeDomain } from './domain-name.ts';
import { own } from './read.ts';

/** Okta connections take no more (Management API, `ConnectionDomainAliases`). */
export const MAX_DOMAINS = 1000;

export interface DomainList {
  /** In normal form, unique, sorted. */
  domains: string[];
  /** The entries that are no domain, as they stand. Input: never to be logged by an Action. */
  rejected: unknown[];
}

/** A metadata value holds 255 characters, so a long list goes on in `domains_2`, `domains_3`, … */
const KEY = /^domains(_([2-9]|[1-9]\d+))?$/;

/** The domains of an organization's metadata: a comma list or a JSON array in every key `domains`, `domains_2`, … */
export function domainsFromMetadata(metadata: unknown): DomainList {
  const keys = typeof metadata === 'object' && metadata !== null ? Object.keys(metadata) : [];
  const entries = keys.filter((key) => KEY.test(key)).flatMap((key) => entriesOf(own(metadata, key)));

  const domains = new Set<string>();
  const rejected: unknown[] = [];
  for (const entry of entries) {
    const domain = typeof entry === 'string' ? normalizeDomain(entry) : undefined;
    if (domain === undefined) rejected.push(entry);
    else domains.add(domain);
  }
  return { domains: [...domains].sort(), rejected };
}

/** The entries of one value but the empty ones, which a trailing comma leaves. */
function entriesOf(value: unknown): unknown[] {
  if (typeof value !== 'string') return [value];
  const text = value.trim();
  const entries = text.startsWith('[') ? jsonEntries(text) : text.split(',');
  return entries.filter((entry) => typeof entry !== 'string' || entry.trim() !== '');
}

/** @param text starts with a bracket: it is an array or no JSON. */
function jsonEntries(text: string): unknown[] {
  try {
    return JSON.parse(text);
  } catch {
    return [text];
  }
}
