import { SCOPES } from '../../../library/scopes.ts';
import { loadTeamSettings } from '../bundle/team-settings.ts';
import type { TenantSession } from '../tenant/session.ts';
import { judgeActions, judgeOinClientIds } from './areas/actions.ts';
import { judgeAdministrators } from './areas/administrators.ts';
import { judgeApplication } from './areas/application.ts';
import { judgeAuthority } from './areas/authority.ts';
import { judgeBindings } from './areas/bindings.ts';
import { listByHand } from './areas/by-hand.ts';
import { judgeConnections } from './areas/connections.ts';
import { type DomainLists, judgeDomainsOf, judgeDomainsOfAll, listAllDomains } from './areas/domains.ts';
import { judgeExpressSettings } from './areas/express-settings.ts';
import { judgeFlagged } from './areas/flagged.ts';
import { judgeOktaKey } from './areas/keys.ts';
import { judgeLogin } from './areas/login.ts';
import { listNotLookedAt } from './areas/not-looked-at.ts';
import { judgeOinClient } from './areas/oin-client.ts';
import { judgeOrganization } from './areas/organization.ts';
import { judgeScimTokens } from './areas/scim-tokens.ts';
import { judgeSubscription } from './areas/subscription.ts';
import { CATALOGUE } from './catalogue.ts';
import { type Finding, filledIn } from './finding.ts';
import type { PermittedReads } from './permitted-reads.ts';
import type { OrganizationReadings } from './read-organization.ts';
import { readTenant } from './read-tenant.ts';
import type { Subject } from './subject.ts';

/** Reads what concerns the whole tenant. */
export async function readSubject(
  session: TenantSession,
  reads: PermittedReads,
  options: { nowMs: number; onProgress: (step: string) => void },
): Promise<Subject> {
  const { built, connection, rootDir } = session;
  const team = await loadTeamSettings(rootDir, built.manifest.environment);
  const tenant = await readTenant(session, reads, { ...options, attributeKey: team.attribute.key });
  return {
    tenant,
    team,
    built,
    domain: connection.domain,
    nowMs: options.nowMs,
    pem: built.manifest.environment.oktaPublicKeyPem,
  };
}

export interface Examined {
  findings: Finding[];
  domains: DomainLists;
}

/** Judges everything except single organizations, without requests. */
export async function judgeTenant(subject: Subject): Promise<Examined> {
  const domains = await listAllDomains(subject);
  const findings = [
    ...judgeSubscription(subject),
    ...judgeApplication(subject),
    ...judgeOinClient(subject),
    ...judgeExpressSettings(subject),
    ...judgeConnections(subject),
    ...judgeOktaKey(subject),
    ...judgeLogin(subject),
    ...judgeActions(subject),
    ...judgeOinClientIds(subject),
    ...judgeBindings(subject),
    ...judgeAuthority(subject),
    ...judgeFlagged(subject),
    ...judgeDomainsOfAll(subject, domains),
  ];
  return { findings, domains };
}

/** Judges one organization, without requests. */
export const judgeOne = (subject: Subject, domains: DomainLists, readings: OrganizationReadings): Finding[] => [
  ...judgeOrganization(subject, readings),
  ...judgeScimTokens(subject, readings),
  ...judgeAdministrators(subject, readings),
  ...judgeDomainsOf(subject, domains, readings),
];

/** Returns all findings of a run in the order of the catalogue, with the names of this project in their fixes. */
export function inOrder(subject: Subject, findings: readonly Finding[]): Finding[] {
  const { attribute } = subject.team;
  const slots = {
    env: subject.built.manifest.environment.name,
    attribute: attribute.key,
    example: JSON.stringify(attribute.grant(undefined, 'org_…', SCOPES)),
  };
  const codes = [...CATALOGUE.keys()];
  return [...findings, ...listByHand(subject), ...listNotLookedAt(subject)]
    .map((each) => ({ ...each, fix: filledIn(each.fix, slots) }))
    .sort((a, b) => codes.indexOf(a.code) - codes.indexOf(b.code));
}
