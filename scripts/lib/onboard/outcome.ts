import type { Failure } from '../failures.ts';
import type { StepOutcome } from './customer-run.ts';

/** How far a customer's onboarding, or taking it back, has come. */
export type CustomerState =
  | 'ready'
  | 'waiting for DNS'
  | 'waiting for the invitation to be accepted'
  | 'waiting for a second factor'
  /** A dry run: what is marked `would` is to do. */
  | 'planned'
  | 'undone'
  /** To take back: no such organization, or nothing of this administrator there. */
  | 'not found'
  /** Left alone. */
  | 'in another run'
  | 'failed'
  /** After a failure or Ctrl-C. */
  | 'not begun';

/** What became of one customer. */
export interface CustomerOutcome {
  organization: string;
  organizationId?: string;
  state: CustomerState;
  steps: StepOutcome[];
  /** What someone has to do now. */
  next: string[];
  failure?: Failure;
}
