import type { ClientRecord, UserRecord } from '../../state.ts';
import type { Presented } from './families.ts';

/** What is being exchanged, and for whom. */
export interface Exchange {
  presented: Presented;
  client: ClientRecord;
  user: UserRecord;
  /** What the client asks for of what it was granted. */
  scope: string[];
}
