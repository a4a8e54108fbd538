import type { Connection } from './connection.ts';

/** Describes what a run was doing when a request failed, and on which tenant, for the text of a failure. */
export interface RequestContext {
  /** "reading acme.eu.auth0.com" */
  activity: string;
  connection: Connection;
}
