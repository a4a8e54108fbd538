import type { Event } from './contract.ts';
import { own, read } from './read.ts';

/** Lists keys of the transaction metadata. Actions use them to tell later Actions of the same login what they did. */
export const NOTES = {
  /** Epoch milliseconds of the step-up Action's run, where a factor is demanded. */
  stepUpAt: 'express_configure_step_up_at',
  /** Epoch milliseconds of the enroll Action's run, where it asked for an enrolment. */
  enrollAt: 'express_configure_enroll_at',
  /** `true` from the moment the grant Action granted. */
  granted: 'express_configure_granted',
} as const;

export const readNote = (event: Event, note: keyof typeof NOTES): unknown =>
  own(read(event, 'transaction', 'metadata'), NOTES[note]);
