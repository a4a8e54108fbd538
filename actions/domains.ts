import { config } from './config.ts';
import type { Event, PostLoginAPI } from './contract.ts';
import type { PassCode } from './lib/codes.ts';
import { domainsFromMetadata, MAX_DOMAINS } from './lib/domain-list.ts';
import { readNote } from './lib/notes.ts';
import { read } from './lib/read.ts';
import { run } from './run.ts';

/** Names the email domains that Okta sets up for home realm discovery; never an empty list. */
export const onExecutePostLogin = async (event: Event, api: PostLoginAPI): Promise<void> => {
  await run(event, api, () => {
    if (readNote(event, 'granted') !== true) return { denied: ['EC_CONFIG'] };

    const { domains, rejected } = domainsFromMetadata(read(event, 'organization', 'metadata'));
    const refused = rejected.length > 0 && config.domains.onInvalid === 'deny';
    if (refused || domains.length > MAX_DOMAINS) return { denied: ['EC_DOMAINS_INVALID'] };

    const dropped: PassCode[] = rejected.length > 0 ? ['EC_DOMAINS_DROPPED'] : [];
    if (domains.length > 0) return { passed: ['EC_DOMAINS_SET', ...dropped], act: () => setDomains(api, domains) };
    return config.domains.required ? { denied: ['EC_DOMAINS_NONE'] } : { passed: ['EC_DOMAINS_NONE', ...dropped] };
  });
};

function setDomains(api: PostLoginAPI, domains: string[]): void {
  api.accessToken.setCustomClaim('express_configuration', { domain_aliases: domains });
}
