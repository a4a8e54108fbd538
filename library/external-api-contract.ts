import type { Event } from './contract.ts';
import { nonBlank, own, read } from './read.ts';

/** Names the secret with the base URL of the API. */
export const URL_SECRET = 'DOMAINS_API_URL';
/** Names the secret with the bearer token for the API. */
export const TOKEN_SECRET = 'DOMAINS_API_TOKEN';

/** Describes a call that is allowed: the URL names a public host by https, and the token fits a header. */
export interface DomainsRequest {
  url: string;
  bearerToken: string;
  organizationId: string;
}

/**
 * Matches https, a host name, a port and a path; no credentials, query, fragment or white space, which `URL.parse`
 * would accept or drop.
 */
const BASE_URL = /^https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w.~-]+)*\/?$/i;
/** Matches an IP address or this machine: addresses that only the Action's host could reach. */
const NO_PUBLIC_NAME = /^[\d.]+$|^(.+\.)?localhost\.?$/;
/** Matches a bearer token of RFC 6750, section 2.1. */
const BEARER_TOKEN = /^[\w.~+/-]+=*$/;
/** Matches an organization id: it becomes a segment of the path. */
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
 * Returns the domains of `{ org_id, domains: [{ domain, status }] }` whose status is `verified`, unchanged. Returns
 * `undefined` for any other text, or if the answer is about another organization.
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
