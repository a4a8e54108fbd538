import type { DomainSource } from './domain-settings.ts';
import { own, read } from './read.ts';

/** A metadata value holds 255 characters, so a long list goes on in `domains_2`, `domains_3`, … */
const KEY = /^domains(_([2-9]|[1-9]\d+))?$/;

/** The entries of the organization's metadata: a comma list or a JSON array in every key `domains`, `domains_2`, … */
export const organizationMetadata: DomainSource = (event) => {
  const metadata = read(event, 'organization', 'metadata');
  const keys = typeof metadata === 'object' && metadata !== null ? Object.keys(metadata) : [];
  return { entries: keys.filter((key) => KEY.test(key)).flatMap((key) => entriesOf(own(metadata, key))) };
};

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
