import type { DomainSettings, DomainSource } from './domain-settings.ts';
import { own, read } from './read.ts';

/** A metadata value holds 255 characters, so a long list goes on in `KEY_2`, `KEY_3`, … */
const PART = /^_([2-9]|[1-9]\d+)$/;

/** Returns the key of the metadata that has the domains: where this source reads and the commands write them. */
export const metadataKeyOf = ({ metadataKey = 'domains' }: Pick<DomainSettings, 'metadataKey'>): string => metadataKey;

/** Reads the organization's metadata: a comma list or a JSON array in every key `KEY`, `KEY_2`, … (`metadataKey`). */
export const organizationMetadata: DomainSource = {
  name: 'organizationMetadata',
  secrets: [],
  dependencies: [],
  read(event, settings) {
    const key = metadataKeyOf(settings);
    const metadata = read(event, 'organization', 'metadata');
    const keys = typeof metadata === 'object' && metadata !== null ? Object.keys(metadata) : [];
    return { entries: keys.filter((name) => isPart(name, key)).flatMap((name) => entriesOf(own(metadata, name))) };
  },
};

const isPart = (name: string, key: string): boolean =>
  name === key || (name.startsWith(key) && PART.test(name.slice(key.length)));

/** Returns the entries of one value, without empty ones: a trailing comma leaves one. */
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
