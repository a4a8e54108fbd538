import type { Failure } from '../failures.ts';
import type { StepOutcome } from './customer-run.ts';

/** Says how far a customer's onboarding or undo has come. */
export type CustomerState =
  | 'ready'
  | 'waiting for DNS'
  | 'waiting for the invitation to be accepted'
  | 'waiting for a second factor'
  /** A dry run: what is marked `would` is to do. */
  | 'planned'
  | 'undone'
  /** For undo: the organization does not exist, or nothing of this administrator is there. */
  | 'not found'
  /** Left alone. */
  | 'in another run'
  | 'failed'
  /** After a failure or Ctrl-C. */
  | 'not begun';

/** Describes the outcome for one customer. */
export interface CustomerOutcome {
  organization: string;
  organizationId?: string;
  state: CustomerState;
  steps: StepOutcome[];
  /** What a person has to do now. */
  next: string[];
  failure?: Failure;
}
