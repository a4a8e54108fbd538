import { unconfirmed } from '../lib/confirmation.ts';
import { type Failed, failed } from '../lib/failures.ts';
import type { Plan } from '../lib/plan/plan.ts';
import type { Cli } from './cli.ts';

interface Consent {
  yes?: true;
  /** A plan that was kept has been reviewed. */
  plan?: string;
}

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
