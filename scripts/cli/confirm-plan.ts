import { unconfirmed } from '../lib/confirmation.ts';
import { confirmLosses, type LossyPlan } from '../lib/deploy/accept-losses.ts';
import type { PermitOptions } from '../lib/deploy/permit.ts';
import { type Failed, failed } from '../lib/failures.ts';
import type { Plan } from '../lib/plan/plan.ts';
import type { Cli } from './cli.ts';

interface Consent {
  yes?: true;
  /** A plan that was kept has been reviewed. */
  plan?: string;
}

/** Flags of a deploy that accept what a yes alone does not. */
export interface AcceptFlags {
  acceptTenantWide?: true;
  acceptRemovals?: true;
  acceptLoosening?: true;
}

export const ACCEPT_OPTIONS = [
  ['--accept-tenant-wide', 'change settings that reach applications tenant.yaml does not name'],
  [
    '--accept-removals',
    'take away callbacks, bindings and other values that the tenant has (asked about at a terminal)',
  ],
  ['--accept-loosening', "weaken settings of the tenant's security (asked about at a terminal)"],
] as const;

/** Returns what is accepted, and how to ask a person about the rest: with `--yes` nobody is asked. */
export const acceptOptions = (
  cli: Cli,
  { acceptTenantWide, acceptRemovals, acceptLoosening, yes }: AcceptFlags & Consent,
): Omit<PermitOptions, 'saved' | 'confirm'> => ({
  ...(acceptTenantWide && { acceptTenantWide }),
  ...(acceptRemovals && { acceptRemovals }),
  ...(acceptLoosening && { acceptLoosening }),
  ...(!yes && { confirmLoss: cli.confirm }),
});

/** Returns the same options as arguments of another run. */
export const acceptArguments = ({ acceptTenantWide, acceptRemovals, acceptLoosening }: AcceptFlags): string[] => [
  ...(acceptTenantWide ? ['--accept-tenant-wide'] : []),
  ...(acceptRemovals ? ['--accept-removals'] : []),
  ...(acceptLoosening ? ['--accept-loosening'] : []),
];

export async function showPlan(cli: Cli, plan: Plan): Promise<void> {
  const { planText } = await import('../lib/plan/plan-text.ts');
  cli.show(planText(plan));
}

export async function askToDeploy(cli: Cli, { yes, plan }: Consent, where: string): Promise<Failed | undefined> {
  if (yes || plan !== undefined) return undefined;
  const answer = await cli.confirm(`Deploy this to ${where}?`);
  if (answer) return undefined;
  return failed(unconfirmed(answer));
}

export async function showAndAsk(cli: Cli, plan: Plan, consent: Consent): Promise<Failed | undefined> {
  await showPlan(cli, plan);
  return askToDeploy(cli, consent, plan.domain);
}

/** Asks about what each of several plans removes and loosens, and stops at the first that is not accepted. */
export async function askAboutLosses(
  cli: Cli,
  flags: AcceptFlags & Consent,
  plans: readonly LossyPlan[],
): Promise<Failed | undefined> {
  for (const plan of plans) {
    const refused = await confirmLosses(plan, acceptOptions(cli, flags));
    if (refused) return refused;
  }
  return undefined;
}
