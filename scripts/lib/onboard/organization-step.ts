import { isoSeconds, readClaims, withClaims } from '../domains/claims.ts';
import { type DomainRules, refusedDomain } from '../domains/domain-rules.ts';
import { metadataChange } from '../domains/metadata-lists.ts';
import {
  isOurs,
  type Organization,
  OWNER,
  OWNER_KEY,
  readOrganization,
  readOrganizationByName,
} from '../domains/organization.ts';
import { publishedDomains } from '../domains/published.ts';
import { failed, ok } from '../failures.ts';
import { readIfThere } from '../tenant/probe.ts';
import type { Customer } from './customer.ts';
import { type CustomerRun, ensure, recordStep } from './customer-run.ts';
import { type ClaimResult, updateMetadata } from './run-claim.ts';
import { RUN_KEY } from './run-note.ts';

export interface OrganizationOptions {
  rules: DomainRules;
  /** Take over an organization that something else made. */
  adopt: boolean;
  nowMs: number;
}

/** Makes or finds the organization, and claims its domains; returns `undefined` in a dry run that would make it. */
export async function ensureOrganization(
  run: CustomerRun,
  customer: Customer,
  options: OrganizationOptions,
): Promise<ClaimResult<Organization | undefined>> {
  const { api } = run;
  const { name, displayName, domains } = customer;
  const pending = pendingClaims(domains, options.nowMs);
  const found = await ensure(run, {
    name: 'organization',
    find: async () => ok(await findOrganization(run, name)),
    make: async () =>
      ok(
        await api.organizations.create({
          name,
          display_name: displayName,
          metadata: {
            [OWNER_KEY]: OWNER,
            ...withClaims({}, pending, [], options.rules),
            ...(run.claim && { [RUN_KEY]: run.claim.note() }),
          },
        }),
      ),
  });
  if (!found.ok || found.value === undefined) return found;
  const begun = run.claim?.begin(found.value);
  if (begun?.ok === false) return begun;
  return claim(run, found.value, customer, options);
}

export const findOrganization = ({ api }: CustomerRun, name: string): Promise<Organization | undefined> =>
  readIfThere(() => readOrganizationByName(api, name));

/**
 * Claims domains for an organization: those that a later run names, and those of an organization that is adopted, too.
 */
async function claim(
  run: CustomerRun,
  organization: Organization,
  { name, domains }: Customer,
  { rules, adopt, nowMs }: OrganizationOptions,
): Promise<ClaimResult<Organization>> {
  const { id, metadata } = organization;
  // Made since the clashes were looked for.
  if (!isOurs(organization) && !adopt) return failed(foreignOrganization(name));
  const published = await publishedDomains(metadata, rules);
  const [refused] = published.refused;
  if (refused !== undefined) return failed(refusedDomain(refused));
  const known = readClaims(metadata);
  const added = domains.filter((domain) => !known.some((one) => one.domain === domain));
  if (added.length === 0 && isOurs(organization)) return ok(organization);
  const claims = [...known, ...pendingClaims(added, nowMs)];
  const change = metadataChange(metadata, {
    ...withClaims(metadata, claims, published.domains, rules),
    [OWNER_KEY]: OWNER,
  });
  recordStep(run, 'claims', run.isDryRun ? 'would' : 'done', added.join(', '));
  if (run.isDryRun || change === undefined) return ok(organization);
  const updated = await updateMetadata(run, id, change, metadata);
  return updated.ok ? ok(await readOrganization(run.api, id)) : updated;
}

const pendingClaims = (domains: readonly string[], nowMs: number) =>
  domains.map((domain) => ({ domain, status: 'pending' as const, at: isoSeconds(nowMs) }));

export const foreignOrganization = (name: string) =>
  ({
    code: 'ORGANIZATION_FOREIGN',
    expected: `no organization "${name}", or one that onboarding made`,
    found: 'one that something else made',
    fix: 'Choose another name, or go on with that organization: --adopt.',
  }) as const;
