import type { ClientRecord } from '../../state.ts';

const listed = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** Returns the origin of an address as a browser sends it; `undefined` if it has none, for instance `app://x`. */
export function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { origin } = new URL(address);
  return origin === 'null' ? undefined : origin;
}

const originsOf = (addresses: string[]): string[] => addresses.flatMap((address) => originOf(address) ?? []);

/**
 * Returns whether the tenant may post an answer to a page of this origin: "Allowed Web Origins" (application-settings).
 */
export const isWebOrigin = (client: ClientRecord, origin: string): boolean =>
  originsOf(listed(client.web_origins)).includes(origin);

/**
 * Returns whether pages of this origin may read the tenant's answers: "Allowed Origins (CORS)", and those of all
 * callbacks.
 */
export const isCorsOrigin = (client: ClientRecord, origin: string): boolean =>
  isWebOrigin(client, origin) ||
  originsOf([...listed(client.allowed_origins), ...listed(client.callbacks)]).includes(origin);
