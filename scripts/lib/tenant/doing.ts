import type { Connection } from './connection.ts';

/** Tells an error message what the run was doing when a request failed, and to which tenant. */
export interface Doing {
  /** "reading acme.eu.auth0.com" */
  doing: string;
  connection: Connection;
}
