import type { Event } from '../contract.ts';
import { own, read } from './read.ts';

/** Keys of the transaction metadata through which the Actions of one login tell each other what was done. */
export const NOTES = {
  /** Epoch milliseconds of the step-up Action's run. */
  stepUpAt: 'step_up_at',
  /** The allowed factors, comma-separated, that were absent when an enrolment was asked for. */
  stepUpAbsent: 'step_up_absent',
  /** `true` from the moment the grant Action granted. */
  granted: 'express_configure_granted',
} as const;

export const readNote = (event: Event, note: keyof typeof NOTES): unknown =>
  own(read(event, 'transaction', 'metadata'), NOTES[note]);
