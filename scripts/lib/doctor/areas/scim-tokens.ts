import type { Descriptions } from '../description.ts';
import { type Finding, findingOf, organizationSlots } from '../finding.ts';
import type { OrganizationReadings } from '../read-organization.ts';
import { SOON_MS, type Subject } from '../subject.ts';

const MAX_SCIM_TOKENS = 2;

/** Describes the findings of this area. */
export const SCIM_TOKENS = {
  SCIM_TOKENS_SEVERAL: {
    severity: 'warning',
    requirement: 'R36',
    why: 'A connection has at most two active tokens; more are left over, and each provisions users.',
    fix: 'Delete what is not in use: auth0 api delete "connections/<connection>/scim-configuration/tokens/TOKEN_ID"',
  },
  SCIM_TOKEN_EXPIRES: {
    severity: 'warning',
    requirement: 'R36',
    why: 'Without a token that lasts Okta stops provisioning, leavers included.',
    fix: 'Have the customer run Express Configure SCIM again, which makes a new token.',
  },
} as const satisfies Descriptions;

const finding = findingOf(SCIM_TOKENS);

/** Judges the tokens of an organization's connections by their ends: one without an end lasts. */
export function judgeScimTokens({ nowMs }: Subject, { organization, scimTokens }: OrganizationReadings): Finding[] {
  const slots = organizationSlots(organization);
  return [...scimTokens].flatMap(([connection, tokens]): Finding[] => {
    const leftMs = ({ valid_until: end }: (typeof tokens)[number]) =>
      end ? Date.parse(end) - nowMs : Number.POSITIVE_INFINITY;
    const active = tokens.filter((token) => leftMs(token) > 0);
    const found: Finding[] = [];
    if (active.length > MAX_SCIM_TOKENS) {
      found.push(finding('SCIM_TOKENS_SEVERAL', `${active.length} active of ${connection}`, { ...slots, connection }));
    }
    if (tokens.length > 0 && tokens.every((token) => leftMs(token) < SOON_MS)) {
      const last = tokens
        .map(({ valid_until }) => valid_until ?? '')
        .toSorted()
        .at(-1);
      found.push(finding('SCIM_TOKEN_EXPIRES', `the last of ${connection} ends ${last}`, { ...slots, connection }));
    }
    return found;
  });
}
