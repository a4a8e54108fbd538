import type { ManagementClient } from 'auth0';
import { projectAttribute } from '../../lib/bundle/project-attribute.ts';
import { type DomainRules, loadDomainRules } from '../../lib/domains/domain-rules.ts';
import { type DomainDrift, findDrift, readLiveConnections } from '../../lib/domains/drift.ts';
import { type LiveAlias, readLiveAliases, relatedTo } from '../../lib/domains/live-aliases.ts';
import { isOurs } from '../../lib/domains/organization.ts';
import { ownersOf, refusalsOf } from '../../lib/domains/owners.ts';
import { planSync, type SyncPlan } from '../../lib/domains/sync.ts';
import {
  claimedDomains,
  type OrganizationDomains,
  placesOf,
  readTenantDomains,
} from '../../lib/domains/tenant-domains.ts';
import { unroute } from '../../lib/domains/unroute.ts';
import { type Failure, failed, ok, type Result } from '../../lib/failures.ts';
import { INTERRUPTED } from '../../lib/interrupted.ts';
import type { CustomerRun } from '../../lib/onboard/customer-run.ts';
import { proveAndPublish } from '../../lib/onboard/domains-step.ts';
import { recordText } from '../../lib/onboard/onboard-one.ts';
import { policyOf, rightOfRoles } from '../../lib/onboard/right-of-roles.ts';
import { rightsTooEarly } from '../../lib/onboard/rights-too-early.ts';
import { type ClaimOptions, isClaimedByOtherRun, SETTLE_MS, updateMetadata } from '../../lib/onboard/run-claim.ts';
import { newRun } from '../../lib/onboard/run-note.ts';
import { withOrganizationClaim } from '../../lib/onboard/with-organization-claim.ts';
import { apiFailure } from '../../lib/tenant/api-failure.ts';
import type { Connection } from '../../lib/tenant/connection.ts';
import { connect } from '../../lib/tenant/management.ts';
import { Traffic } from '../../lib/tenant/traffic.ts';

export interface DomainsOptions {
  rootDir: string;
  environment: string;
  connection: Connection;
  /** The organizations by name; by default those that onboarding made. */
  organizations?: readonly string[];
  acceptOverlap: boolean;
  isDryRun: boolean;
  /** See `onboard`. */
  settleMs?: number;
  nowMs: number;
  onProgress: (step: string) => void;
  signal?: AbortSignal;
}

interface Opened {
  api: ManagementClient;
  /** The options for claims of organizations. */
  claims: ClaimOptions;
  rules: DomainRules;
  all: OrganizationDomains[];
  /** The organizations of `all` that were asked for. */
  chosen: OrganizationDomains[];
  /** Returns who holds the right in an organization although no domain is proven yet. */
  tooEarly: (one: OrganizationDomains) => Promise<string[]>;
}

async function withDomains<T>(
  { rootDir, environment, connection, organizations, settleMs = SETTLE_MS, nowMs, onProgress, signal }: DomainsOptions,
  use: (opened: Opened) => Promise<T>,
): Promise<Result<T>> {
  const attribute = await projectAttribute(rootDir);
  if (!attribute.ok) return attribute;
  const onWait = (seconds: number, kind: string) => onProgress(`waiting ${seconds} s: rate limit of ${kind}`);
  const traffic = new Traffic();
  const claims = { me: newRun(), settleMs, now: () => traffic.tenantNowMs };
  const api = connect(connection, traffic, { retry: { ...(signal && { signal }), onWait } });
  try {
    const rules = await loadDomainRules(rootDir);
    const all = await readTenantDomains(api, rules, onProgress);
    const unknown = (organizations ?? []).filter((name) => !all.some(({ organization }) => organization.name === name));
    if (unknown.length > 0) return failed(...unknown.map(unknownOrganization));
    const chosen = all.filter(({ organization }) =>
      organizations === undefined ? isOurs(organization) : organizations.includes(organization.name),
    );
    const tenant = {
      givesRight: rightOfRoles(await policyOf(rootDir, undefined), undefined, nowMs),
      attribute: attribute.value,
    };
    const tooEarly = ({ organization }: OrganizationDomains) => rightsTooEarly(api, organization, tenant, environment);
    return ok(await use({ api, claims, rules, all, chosen, tooEarly }));
  } catch (error) {
    if (signal?.aborted) return failed(INTERRUPTED);
    return failed(apiFailure(error, `the domains of ${connection.domain}`, connection));
  }
}

const unknownOrganization = (name: string): Failure => ({
  code: 'ORGANIZATION_UNKNOWN',
  expected: 'an organization of the tenant',
  found: `"${name}"`,
  fix: 'Give its name, not what people see of it.',
});

/**
 * Lists by organization the domains that are proven, those that wait for DNS with the records to make, and those
 * refused.
 */
export interface VerifyDomainsReport {
  organizations: { organization: string; proven: string[]; pending: string[]; next: string[]; refused: Failure[] }[];
}

/** Proves what is claimed and not proven yet, by DNS or on a note, and publishes it. */
export const verifyDomains = (
  options: DomainsOptions & { resolvers: readonly string[]; attest?: string },
): Promise<Result<VerifyDomainsReport>> =>
  withDomains(options, async ({ api, claims, rules, all, chosen, tooEarly }) => {
    const aliases = await aliasesFor(api, all, chosen, rules);
    const owners = ownersOf(
      all.flatMap((one) => placesOf(one, claimedDomains(one), true)),
      aliases,
    );
    const organizations: VerifyDomainsReport['organizations'] = [];
    for (const one of chosen) {
      const { organization, stored } = one;
      const { name } = organization;
      const judged = stored.map(({ domain }) => ({
        domain,
        refusals: refusalsOf(domain, name, { rules, owners, ...options }),
      }));
      const domains = judged.filter(({ refusals }) => refusals.length === 0).map(({ domain }) => domain);
      const failures = judged.flatMap(({ refusals }) => refusals);
      const proof = { ...options, rules };
      const run: CustomerRun = { api, isDryRun: options.isDryRun, steps: [], signal: options.signal };
      const tried = await withOrganizationClaim(run, organization, claims, async (claim) => {
        const done = await proveAndPublish({ ...run, claim }, { name, domains }, organization, stored, proof);
        if (done.ok || isClaimedByOtherRun(done)) return done;
        failures.push(...done.failures);
        return ok([]);
      });
      if (!tried.ok) {
        organizations.push({ organization: name, proven: [], pending: [], next: [], refused: tried.failures });
        continue;
      }
      const waiting = tried.value;
      const pending = waiting.map(({ domain }) => domain);
      const proven = domains.filter((domain) => !pending.includes(domain));
      const early = pending.length > 0 && proven.length === 0 ? await tooEarly(one) : [];
      const next = [...early, ...waiting.map(recordText)];
      organizations.push({ organization: name, proven, pending, next, refused: failures });
      options.onProgress(`${name}: ${proven.length} proven, ${pending.length} waiting for DNS`);
    }
    return { organizations };
  });

/** Returns the aliases of live connections that relate to the domains that the organizations name. */
const aliasesFor = (
  api: ManagementClient,
  all: readonly OrganizationDomains[],
  chosen: readonly OrganizationDomains[],
  rules: DomainRules,
): Promise<LiveAlias[]> =>
  readLiveAliases(
    api,
    all.map(({ organization }) => organization),
    rules,
    relatedTo(chosen.flatMap(claimedDomains)),
  );

export interface SyncDomainsReport {
  plans: SyncPlan[];
  /** Organizations that something else made, left alone. */
  leftAlone: number;
  /** Users who hold the right in an organization without a proven domain, and what takes it back. */
  rightsTooEarly: string[];
  isDryRun: boolean;
}

/** Brings the metadata that the Action reads to what Auth0's store has verified. */
export const syncDomains = (options: DomainsOptions): Promise<Result<SyncDomainsReport>> =>
  withDomains(options, async ({ api, claims, rules, all, chosen, tooEarly }) => {
    const names = new Set(chosen.map(({ organization }) => organization.name));
    // A connection that no organization has enabled does not take a published domain away.
    const aliases = (await aliasesFor(api, all, chosen, rules)).filter(({ organization }) => organization !== '');
    const plans = planSync(all, { ...options, rules, aliases, written: names }).filter(({ organization }) =>
      names.has(organization),
    );
    for (const plan of plans) {
      const { metadata } = plan;
      const read = all.find(({ organization }) => organization.id === plan.organizationId)?.organization;
      if (metadata === undefined || read === undefined || options.isDryRun) continue;
      const written = await withOrganizationClaim(
        { api, isDryRun: false, signal: options.signal },
        read,
        claims,
        (claim) => updateMetadata({ api, claim }, read.id, metadata, read.metadata),
      );
      if (!written.ok) {
        plan.refused.push(...written.failures);
        delete plan.metadata;
        continue;
      }
      options.onProgress(`${plan.organization}: written`);
    }
    const early: string[] = [];
    for (const one of chosen) {
      const isPublished = plans.some(
        ({ organizationId, published }) => organizationId === one.organization.id && published.length > 0,
      );
      if (!isPublished) early.push(...(await tooEarly(one)));
    }
    return { plans, leftAlone: all.length - chosen.length, rightsTooEarly: early, isDryRun: options.isDryRun };
  });

/** Lists organizations that differ, and counts those that onboarding did not make. */
export interface DriftDomainsReport {
  organizations: DomainDrift[];
  leftAlone: number;
}

/** Compares store, metadata and the aliases of live connections; writes nothing. */
export const driftDomains = (options: DomainsOptions): Promise<Result<DriftDomainsReport>> =>
  withDomains(options, async ({ api, all, chosen, tooEarly }) => {
    const organizations: DomainDrift[] = [];
    for (const one of chosen) {
      const { organization, findings } = findDrift(one, await readLiveConnections(api, one.organization.id));
      organizations.push({ organization, findings: [...findings, ...(await tooEarly(one))] });
    }
    return { organizations, leftAlone: all.length - chosen.length };
  });

export interface UnrouteDomainsReport {
  organization: string;
  /** Connections whose aliases were (or would be) taken away. */
  connections: { connection: string; domains: string[] }[];
  isDryRun: boolean;
}

/** Takes domains away from the aliases of one organization's connections. */
export async function unrouteDomains(
  options: DomainsOptions & { organizations: readonly [string]; domains: readonly string[] },
): Promise<Result<UnrouteDomainsReport>> {
  const done = await withDomains(options, async ({ api, rules, chosen }) => {
    const [one] = chosen;
    return one === undefined ? ok([]) : unroute(api, one.organization, options.domains, { ...options, rules });
  });
  if (!done.ok) return done;
  if (!done.value.ok) return done.value;
  const connections = done.value.value.map(({ connection, domains }) => ({ connection, domains }));
  return ok({ organization: options.organizations[0], connections, isDryRun: options.isDryRun });
}
