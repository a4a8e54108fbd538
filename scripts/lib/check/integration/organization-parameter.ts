/** Matches a parameter of a query in a text of any kind: a URL, HTML, a fragment with a query. */
const PARAMETER = /(?:[?&]|&amp;)([\w%.~-]+)=((?:\{\{[^}]*\}\}|[^&#\s"'<>])*)/g;
/** Matches Okta's variable, Liquid's, or an id. */
const ID = /^(\{organization_id\}|\{\{[-\s]*organization\.id[-\s]*\}\}|org_[A-Za-z0-9]+)$/;
const AUTHORIZE = /\/authorize\/?\?/;

export interface OrganizationName {
  /** The parameter's value, decoded. */
  value: string;
  /** The parameter as it is written. */
  raw: string;
}

/**
 * Returns the value of a parameter `organization` that is not an id, or nothing. Reads encoded URLs too, such as a
 * `returnTo`.
 *
 * @param text a login URL as a whole, or any text, of which URLs of `/authorize` and of `loginUrls` are read
 * @param loginUrls without their queries
 */
export function organizationNameIn(
  text: string,
  isLoginUrl: boolean,
  loginUrls: readonly string[] = [],
): OrganizationName | undefined {
  const starts = [text.search(AUTHORIZE), ...loginUrls.map((url) => text.indexOf(`${url}?`))].filter((at) => at >= 0);
  const start = isLoginUrl ? 0 : Math.min(...starts, Number.POSITIVE_INFINITY);
  for (const match of text.matchAll(PARAMETER)) {
    const [raw, key = '', written = ''] = match;
    const value = decoded(written);
    const isOrganization = decoded(key) === 'organization' && match.index > start;
    if (isOrganization && value !== '' && !ID.test(value)) return { value, raw };
    // A URL inside may be encoded once, twice or not at all.
    const inside = organizationNameIn(fullyDecoded(value), isLoginUrl, loginUrls);
    if (inside !== undefined) return { value: inside.value, raw };
  }
  return undefined;
}

function fullyDecoded(text: string): string {
  const once = decoded(text);
  return once === text ? text : fullyDecoded(once);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
