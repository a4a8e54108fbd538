import type { ManagementClient } from 'auth0';
import type { DomainRules } from '../domains/domain-rules.ts';
import type { ProofOptions } from '../domains/prove.ts';
import type { Customer } from './customer.ts';
import type { OnboardingTenant } from './onboarding-tenant.ts';
import type { PersonOptions } from './person-step.ts';
import type { RunIdentity } from './run-note.ts';
import type { SecondFactorOptions } from './ticket-step.ts';

/** Holds what onboarding one customer needs besides the customer. */
export interface OnboardContext
  extends Omit<ProofOptions, 'attest'>,
    Pick<PersonOptions, 'inviter' | 'reveal' | 'unverified'>,
    Pick<SecondFactorOptions, 'stepUp'> {
  /** The environment, for commands to copy. */
  environment: string;
  /** The identity of this run, for claims of organizations. */
  me: RunIdentity;
  settleMs: number;
  /** The tenant's time. */
  now: () => number;
  api: ManagementClient;
  tenant: OnboardingTenant;
  rules: DomainRules;
  isDryRun: boolean;
  adopt: boolean;
  signal?: AbortSignal | undefined;
  /** The connection an administrator's account is in, where it is not named by the customer. */
  impliedConnection: (customer: Customer) => string | undefined;
}
