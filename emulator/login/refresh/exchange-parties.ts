import type { ClientRecord, UserRecord } from '../../state.ts';
import type { PresentedToken } from './families.ts';

/** What is being exchanged, and for whom. */
export interface Exchange {
  presented: PresentedToken;
  client: ClientRecord;
  user: UserRecord;
  /** What the client asks for of what it was granted. */
  scope: string[];
}
