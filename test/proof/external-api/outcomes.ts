import type { Command } from '../../../emulator/runtime/command.ts';
import { denial } from '../../support/execute.ts';

/** What a run of the domains Action leaves. */
export interface Outcome {
  commands: Command[];
  logs: string[];
}

/** The failure modes, as `config.ts` has them. */
export const MODES = [
  { mode: 'deny', onSourceDown: 'deny', onInvalid: 'deny' },
  { mode: 'omit', onSourceDown: 'omit', onInvalid: 'drop' },
] as const;
export type Mode = (typeof MODES)[number]['mode'];

const logged = (express_configure: string, ...codes: string[]): string[] => [
  JSON.stringify({ express_configure, codes, transaction: 'tx_00000001' }),
];
const denied = (code: string): Outcome => ({ commands: denial(code), logs: logged('denied', code) });
const withoutClaim = (...codes: string[]): Outcome => ({ commands: [], logs: logged('passed', ...codes) });
const claimed = (...codes: string[]): Outcome => ({
  commands: [
    { method: 'accessToken.setCustomClaim', args: ['express_configuration', { domain_aliases: ['acme.com'] }] },
  ],
  logs: logged('passed', 'EC_DOMAINS_SET', ...codes),
});
const inBothModes = (outcome: Outcome): Record<Mode, Outcome> => ({ deny: outcome, omit: outcome });

/** What each kind of fault comes to (docs/domains.md#when-something-is-wrong). */
export const OUTCOMES = {
  misconfigured: inBothModes(denied('EC_CONFIG')),
  down: { deny: denied('EC_DOMAINS_SOURCE_DOWN'), omit: withoutClaim('EC_DOMAINS_SOURCE_DOWN') },
  refused: inBothModes(denied('EC_DOMAINS_INVALID')),
  'bad entry': { deny: denied('EC_DOMAINS_INVALID'), omit: withoutClaim('EC_DOMAINS_NONE', 'EC_DOMAINS_DROPPED') },
  'bad entry among good ones': { deny: denied('EC_DOMAINS_INVALID'), omit: claimed('EC_DOMAINS_DROPPED') },
  'no domains': inBothModes(withoutClaim('EC_DOMAINS_NONE')),
  claimed: inBothModes(claimed()),
} satisfies Record<string, Record<Mode, Outcome>>;
export type OutcomeName = keyof typeof OUTCOMES;
