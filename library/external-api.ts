import type { Event } from './contract.ts';
import type { DomainSource, SourceAnswer } from './domain-settings.ts';
import { domainsRequest, TOKEN_SECRET, URL_SECRET, verifiedDomains } from './external-api-contract.ts';
import { type HttpAnswer, type HttpSurroundings, httpGet } from './http-get.ts';

/**
 * Reads the verified domains from the team's own API: `GET
 * {DOMAINS_API_URL}/v1/organizations/{org_id}/verified-domains` with `DOMAINS_API_TOKEN`. Both are secrets of the
 * domains Action, which then also depends on axios.
 */
export const externalApi: DomainSource = {
  name: 'externalApi',
  secrets: [URL_SECRET, TOKEN_SECRET],
  dependencies: ['axios'],
  read: (event) => askExternalApi(event, { budgetMs: 3000, nowMs: Date.now, random: Math.random, agentOptions: {} }),
};

/** Does what {@link externalApi} does, with a given clock, budget and agent. */
export async function askExternalApi(event: Event, surroundings: HttpSurroundings): Promise<SourceAnswer> {
  const request = domainsRequest(event);
  if (request === undefined) return { failure: 'EC_CONFIG' };
  return sourceAnswer(await httpGet(request, surroundings), request.organizationId);
}

/**
 * Turns the API's answer into the source's answer. An organization that the API does not know has no domains; a success
 * that does not follow the contract is refused whatever the settings say.
 */
function sourceAnswer(answer: HttpAnswer | undefined, organizationId: string): SourceAnswer {
  if (answer?.status === 404) return { entries: [] };
  if (answer === undefined || answer.status < 200 || answer.status > 299) return { failure: 'EC_DOMAINS_SOURCE_DOWN' };
  const isJson = answer.status === 200 && answer.mediaType === 'application/json';
  const entries = isJson ? verifiedDomains(answer.text, organizationId) : undefined;
  return entries === undefined ? { failure: 'EC_DOMAINS_INVALID' } : { entries };
}
