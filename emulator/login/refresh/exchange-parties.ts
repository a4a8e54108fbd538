import type { ClientRecord, UserRecord } from '../../state.ts';
import type { PresentedToken } from './families.ts';

/** Holds what is exchanged, and for which user and client. */
export interface Exchange {
  presented: PresentedToken;
  client: ClientRecord;
  user: UserRecord;
  /** The scopes that the client requests, of those it was granted. */
  scope: string[];
}
