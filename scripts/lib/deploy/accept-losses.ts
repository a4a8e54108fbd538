import { type Failed, type Failure, failed } from '../failures.ts';
import { isWork, type Plan, type PlanEntry, type PlanField } from '../plan/plan.ts';

export interface LossOptions {
  /** Take away what settings and lists of the tenant have and the sources do not. */
  acceptRemovals?: boolean;
  /** Weaken the tenant's security where the sources say so. */
  acceptLoosening?: boolean;
  /** Asks a person about the removals, or about the loosening; only `true` agrees. */
  confirmLoss?: (question: string) => Promise<boolean | undefined>;
}

/** Holds the losses of a plan: a new one, or one kept in a file. */
export type LossyPlan = Pick<Plan, 'domain' | 'entries'>;

/** Lists the kinds of loss, and how each is accepted. */
const KINDS = [
  {
    option: 'acceptRemovals',
    is: (field: PlanField): boolean => field.removed !== undefined,
    question: 'Remove from',
    code: 'REMOVALS',
    expected: '--accept-removals, since the change takes away what the tenant has',
    fix: 'Run npm run plan, see whether anybody still needs what is removed, and add --accept-removals.',
  },
  {
    option: 'acceptLoosening',
    is: (field: PlanField): boolean => field.loosened !== undefined,
    question: 'Loosen on',
    code: 'LOOSENING',
    expected: "--accept-loosening, since the change weakens the tenant's security",
    fix: 'Run npm run plan, read what becomes possible, and add --accept-loosening.',
  },
] as const;

type Kind = (typeof KINDS)[number];

/**
 * Returns the failures of a plan that removes or loosens what no flag accepts: agreeing to the deploy does not accept
 * losses.
 */
export const unacceptedLosses = (plan: Pick<Plan, 'entries'>, options: LossOptions): Failure[] =>
  KINDS.filter(({ option }) => !options[option]).flatMap((kind) => refusals(kind, plan));

/** Asks about each kind of loss that no flag accepts, and fails for those that nobody accepts. */
export async function confirmLosses(plan: LossyPlan, options: LossOptions): Promise<Failed | undefined> {
  const refused: Failure[] = [];
  for (const kind of KINDS.filter(({ option }) => !options[option])) {
    const failures = refusals(kind, plan);
    if (failures.length === 0) continue;
    const what = failures.map(({ found }) => found).join('; ');
    if ((await options.confirmLoss?.(`${kind.question} ${plan.domain}: ${what}?`)) !== true) refused.push(...failures);
  }
  return refused.length === 0 ? undefined : failed(...refused);
}

const refusals = ({ is, code, expected, fix }: Kind, { entries }: Pick<Plan, 'entries'>): Failure[] =>
  entries
    .filter((entry) => isWork(entry) && entry.fields.some(is))
    .map(
      (entry): Failure => ({
        code,
        expected,
        found: foundIn(entry, is),
        ...(entry.where && { where: entry.where }),
        fix,
      }),
    );

const foundIn = ({ section, name, fields }: PlanEntry, is: Kind['is']): string =>
  `${section} "${name}" (${fields
    .filter(is)
    .map(({ field }) => field)
    .join(', ')})`;
