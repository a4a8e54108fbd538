import type { Connection } from './connection.ts';

/** What was being done when a request failed, and to which tenant. */
export interface Doing {
  /** "reading acme.eu.auth0.com" */
  doing: string;
  connection: Connection;
}
