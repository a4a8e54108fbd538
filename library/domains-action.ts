import { collectDomains } from './collect-domains.ts';
import type { Event, PostLoginAction, PostLoginAPI } from './contract.ts';
import { claimOf } from './domain-claim.ts';
import type { DomainSettings } from './domain-settings.ts';
import { readNote } from './notes.ts';
import { type Outcome, run } from './run.ts';

/** Makes the Action that names the email domains which Okta sets up for home realm discovery; never an empty list. */
export const domains =
  (settings: DomainSettings): PostLoginAction =>
  async (event: Event, api: PostLoginAPI): Promise<void> => {
    await run(event, api, () => settle(event, api, settings));
  };

async function settle(event: Event, api: PostLoginAPI, settings: DomainSettings): Promise<Outcome> {
  if (readNote(event, 'granted') !== true) return { denied: ['EC_CONFIG'] };

  const claim = claimOf(await collectDomains(event, settings), settings);
  if ('denied' in claim) return claim;
  const { passed, aliases } = claim;
  return aliases.length > 0 ? { passed, act: () => setDomains(api, aliases) } : { passed };
}

function setDomains(api: PostLoginAPI, aliases: string[]): void {
  api.accessToken.setCustomClaim('express_configuration', { domain_aliases: aliases });
}
