import { domains as settings } from './config.ts';
import type { Event, PostLoginAPI } from './contract.ts';
import type { PassCode } from './lib/codes.ts';
import { collectDomains } from './lib/collect-domains.ts';
import { MAX_DOMAINS } from './lib/domain-list.ts';
import { readNote } from './lib/notes.ts';
import { type Outcome, run } from './run.ts';

/** Names the email domains that Okta sets up for home realm discovery; never an empty list. */
export const onExecutePostLogin = async (event: Event, api: PostLoginAPI): Promise<void> => {
  await run(event, api, () => settle(event, api));
};

async function settle(event: Event, api: PostLoginAPI): Promise<Outcome> {
  if (readNote(event, 'granted') !== true) return { denied: ['EC_CONFIG'] };

  const found = await collectDomains(event, settings);
  if ('failure' in found) {
    const isOmitted =
      found.failure === 'EC_DOMAINS_SOURCE_DOWN' && settings.onSourceDown === 'omit' && !settings.required;
    return isOmitted ? { passed: ['EC_DOMAINS_SOURCE_DOWN'] } : { denied: [found.failure] };
  }

  const { domains, rejected } = found;
  const isRefused = rejected.length > 0 && settings.onInvalid === 'deny';
  if (isRefused || domains.length > MAX_DOMAINS) return { denied: ['EC_DOMAINS_INVALID'] };

  const dropped: PassCode[] = rejected.length > 0 ? ['EC_DOMAINS_DROPPED'] : [];
  if (domains.length > 0) return { passed: ['EC_DOMAINS_SET', ...dropped], act: () => setDomains(api, domains) };
  return settings.required ? { denied: ['EC_DOMAINS_NONE'] } : { passed: ['EC_DOMAINS_NONE', ...dropped] };
}

function setDomains(api: PostLoginAPI, domains: string[]): void {
  api.accessToken.setCustomClaim('express_configuration', { domain_aliases: domains });
}
