import { readClaims, withClaims } from '../domains/claims.ts';
import type { DomainRules } from '../domains/domain-rules.ts';
import { metadataChange } from '../domains/metadata-lists.ts';
import { isOurs, type Organization } from '../domains/organization.ts';
import { namedDomains } from '../domains/owners.ts';
import { readStoredDomains } from '../domains/stored-domains.ts';
import { findRoutes, routeTexts } from '../domains/unroute.ts';
import { type Failure, failed, ok } from '../failures.ts';
import { readAccounts, withAccounts } from './account-record.ts';
import { adminText, type Customer } from './customer.ts';
import { type CustomerRun, claimBeforeWrite, type StepOutcome } from './customer-run.ts';
import type { OnboardContext } from './onboard-context.ts';
import { findOrganization, foreignOrganization } from './organization-step.ts';
import type { CustomerOutcome } from './outcome.ts';
import type { ClaimResult } from './run-claim.ts';
import { type Claims, takeBack } from './take-back.ts';
import { findTargets, type UndoTargets } from './undo-targets.ts';
import { withCustomerClaim } from './with-customer-claim.ts';

/**
 * Undoes onboarding, rights first: a role or attribute, open invitations, the domains if nobody else holds a right, and
 * membership last, by which a killed run finds the account again. The organization and the account stay: other things
 * may depend on them. If something is not found, it fails and removes nothing.
 */
export const undoOne = (customer: Customer, context: OnboardContext, steps: StepOutcome[]): Promise<CustomerOutcome> =>
  withCustomerClaim(customer, context, steps, (run) => undo(run, customer, context));

async function undo(
  run: CustomerRun,
  customer: Customer,
  context: OnboardContext,
): Promise<ClaimResult<CustomerOutcome>> {
  const { name } = customer;
  const { steps } = run;
  const organization = await findOrganization(run, name);
  if (organization === undefined) {
    return ok({ organization: name, state: 'not found', steps, next: [], failure: unknownOrganization(name) });
  }
  if (!isOurs(organization) && !context.adopt) return failed(foreignOrganization(name));
  const begun = run.claim?.begin(organization);
  if (begun?.ok === false) return begun;
  const { id: organizationId } = organization;
  const { targets, claims, isAnything } = await look(run, organization, customer, context);
  if (!isAnything) {
    const failure = unknownAdministrator(customer);
    return ok({ organization: name, organizationId, state: 'not found', steps, next: [], failure });
  }
  const acted = await claimBeforeWrite(run);
  if (!acted.ok) return acted;
  // Another run may have changed something until now, so all is read again.
  if (acted.value) return undo(run, customer, context);
  const taken = await takeBack(run, organization, customer, context, { targets, claims });
  if (!taken.ok) return taken;
  const next =
    targets.otherHolders.length === 0
      ? routeTexts(context.environment, name, await findRoutes(run.api, organization, claims.domains, context.rules))
      : [domainsStay(organization, targets.otherHolders)];
  return ok({ organization: name, organizationId, state: run.isDryRun ? 'planned' : 'undone', steps, next });
}

interface Looked {
  targets: UndoTargets;
  claims: Claims;
  /** There is something to take back. */
  isAnything: boolean;
}

async function look(
  run: CustomerRun,
  organization: Organization,
  customer: Customer,
  { tenant, rules }: OnboardContext,
): Promise<Looked> {
  const targets = await findTargets(run, customer, organization, tenant);
  const claims = await claimsOf(run, organization, targets, rules);
  const isFound = targets.accounts.length > 0 || targets.invitations.length > 0;
  const isAlone = !targets.hasOthers && targets.otherHolders.length === 0;
  const isAnything = isFound || ((isAlone || 'everybody' in customer.admin) && hasClaims(claims));
  return { targets, claims, isAnything };
}

const unknownOrganization = (name: string) =>
  ({
    code: 'ORGANIZATION_UNKNOWN',
    expected: 'an organization of the tenant',
    found: `"${name}"`,
    fix: 'Give its name as it is now, not what people see of it; one that was renamed has another.',
  }) as const;

const unknownAdministrator = ({ name, admin }: Customer): Failure => {
  if ('everybody' in admin) {
    return {
      code: 'USER_UNKNOWN',
      expected: `something of onboarding to take back in organization "${name}": a right, an invitation or a domain`,
      found: 'nothing',
      fix: 'Nothing is left to take back, if this is the organization that you mean.',
    };
  }
  return {
    code: 'USER_UNKNOWN',
    expected: `something to take back from this administrator in organization "${name}": membership, a right or an invitation`,
    found: `none of ${adminText(admin)}`,
    fix: 'Correct the address, or give the user id. To take everything back, of everybody, leave --admin out.',
  };
};

const domainsStay = ({ name }: Organization, holders: readonly string[]): string =>
  `The domains of "${name}" stay: ${holders.join(', ')} can still express-configure there.`;

const hasClaims = ({ stored, change }: Claims): boolean => stored.length > 0 || change !== undefined;

/** Returns the domains of our claims: what the customer or somebody else put into Auth0's store stays. */
async function claimsOf(
  run: CustomerRun,
  organization: Organization,
  targets: UndoTargets,
  rules: DomainRules,
): Promise<Claims> {
  const { metadata } = organization;
  const accounts = readAccounts(metadata).filter(({ userId }) => !targets.accounts.includes(userId));
  if (targets.otherHolders.length > 0) {
    return { stored: [], domains: [], change: metadataChange(metadata, withAccounts(metadata, accounts)) };
  }
  const claimed = readClaims(metadata).map(({ domain }) => domain);
  const stored = (await readStoredDomains(run.api, organization)).filter(
    ({ id, domain }) => id !== undefined && claimed.includes(domain),
  );
  const domains = await namedDomains(organization, rules);
  return {
    stored,
    domains,
    change: metadataChange(metadata, withAccounts(withClaims(metadata, [], [], rules), accounts)),
  };
}
