import type { Event } from './contract.ts';
import { nonBlank, own, read } from './read.ts';

/** Secret with the base URL of the API. */
export const URL_SECRET = 'DOMAINS_API_URL';
/** Secret with the bearer token for the API. */
export const TOKEN_SECRET = 'DOMAINS_API_TOKEN';

/** A call that may be made: the URL names a public host by https, and the token fits a header. */
export interface DomainsRequest {
  url: string;
  bearerToken: string;
  organizationId: string;
}

/**
 * https, a host by name, a port, a path: no credentials, query, fragment or white space, which `URL.parse` would take
 * or drop.
 */
const BASE_URL = /^https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w.~-]+)*\/?$/i;
/** An address, or this machine: what the Action's host could reach and nobody else. */
const NO_PUBLIC_NAME = /^[\d.]+$|^(.+\.)?localhost\.?$/;
/** RFC 6750, section 2.1. */
const BEARER_TOKEN = /^[\w.~+/-]+=*$/;
/** It becomes a segment of the path. */
const ORGANIZATION_ID = /^\w+$/;

/** `GET {DOMAINS_API_URL}/v1/organizations/{org_id}/verified-domains`; `undefined` where a secret does not allow it. */
export function domainsRequest(event: Event): DomainsRequest | undefined {
  const baseUrl = nonBlank(read(event, 'secrets', URL_SECRET)) ?? '';
  const bearerToken = nonBlank(read(event, 'secrets', TOKEN_SECRET)) ?? '';
  const organizationId = nonBlank(read(event, 'organization', 'id')) ?? '';
  // The host as a client will see it: `0x7f.1` is 127.0.0.1.
  const host = BASE_URL.test(baseUrl) ? URL.parse(baseUrl)?.hostname : undefined;
  const isPublic = host !== undefined && !NO_PUBLIC_NAME.test(host);
  if (!isPublic || !BEARER_TOKEN.test(bearerToken) || !ORGANIZATION_ID.test(organizationId)) return undefined;
  const url = `${baseUrl.replace(/\/$/, '')}/v1/organizations/${organizationId}/verified-domains`;
  return { url, bearerToken, organizationId };
}

/**
 * The domains of `{ org_id, domains: [{ domain, status }] }` whose status is `verified`, as they stand; `undefined`
 * where the text is anything else, or the answer is about another organization.
 */
export function verifiedDomains(text: string, organizationId: string): unknown[] | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return undefined;
  }
  const items = own(answer, 'domains');
  if (own(answer, 'org_id') !== organizationId || !Array.isArray(items)) return undefined;
  if (!items.every((item) => typeof own(item, 'status') === 'string')) return undefined;
  return items.filter((item) => own(item, 'status') === 'verified').map((item) => own(item, 'domain'));
}
