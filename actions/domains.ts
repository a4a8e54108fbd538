import { domains as settings } from './config.ts';
import type { Event, PostLoginAPI } from './contract.ts';
import { collectDomains } from './lib/collect-domains.ts';
import { claimOf } from './lib/domain-claim.ts';
import { readNote } from './lib/notes.ts';
import { type Outcome, run } from './run.ts';

/** Names the email domains that Okta sets up for home realm discovery; never an empty list. */
export const onExecutePostLogin = async (event: Event, api: PostLoginAPI): Promise<void> => {
  await run(event, api, () => settle(event, api));
};

async function settle(event: Event, api: PostLoginAPI): Promise<Outcome> {
  if (readNote(event, 'granted') !== true) return { denied: ['EC_CONFIG'] };

  const claim = claimOf(await collectDomains(event, settings), settings);
  if ('denied' in claim) return claim;
  const { passed, aliases } = claim;
  return aliases.length > 0 ? { passed, act: () => setDomains(api, aliases) } : { passed };
}

function setDomains(api: PostLoginAPI, domains: string[]): void {
  api.accessToken.setCustomClaim('express_configuration', { domain_aliases: domains });
}
