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
  cli.onProgress(planText(plan));
}

export async function askToDeploy(cli: Cli, { yes, plan }: Consent, where: string): Promise<Failed | undefined> {
  if (yes || plan !== undefined) return undefined;
  const answer = await cli.confirm(`Deploy this to ${where}?`);
  if (answer) return undefined;
  return failed({
    code: 'NOT_CONFIRMED',
    expected: 'a yes to the plan, --yes, or --plan FILE',
    found: answer === undefined ? 'no terminal to ask at' : 'a no',
    fix: 'Nothing was changed. Review the plan and run the command again.',
  });
}

export async function showAndAsk(cli: Cli, plan: Plan, consent: Consent): Promise<Failed | undefined> {
  await showPlan(cli, plan);
  return askToDeploy(cli, consent, plan.domain);
}
