import type { Requester } from '../runtime/event-parts.ts';
import type { TenantState, UserRecord } from '../state.ts';
import type { Entitlements } from './entitlements.ts';
import type { Reply } from './reply.ts';

/** Holds behaviour of Auth0 that is undocumented or differs between tenants, as named switches. */
export interface ManagementSettings {
  /**
   * How long a draft's build takes, in milliseconds. Auth0 needs less than a second without dependencies (recorded
   * traffic, 2026).
   */
  readonly actionBuildMs: number;
  /**
   * Whether a build ends at the latest when the Action is read, so that a client that waits by reading waits long
   * enough.
   */
  readonly buildEndsOnRead: boolean;
  /**
   * Whether a secret sent without a value keeps the stored one. Auth0's behaviour is unknown, so the default is to
   * refuse.
   */
  readonly keepSecretsWithoutValue: boolean;
  /** Finds the version of a package that `latest` means: the one that Actions can load here, if there is one. */
  readonly latestVersion: (packageName: string) => string | undefined;
  /** What the tenant's plan includes. */
  readonly entitlements: Entitlements;
  /** Called with a text about what this tenant accepts and never acts on. */
  readonly note: (text: string) => void;
  /** Is called when an account was added; the answer does not wait for its effects. */
  readonly userAdded: (user: UserRecord, caller: Requester) => void;
  /** A user's password was changed. */
  readonly passwordChanged: (user: UserRecord, caller: Requester) => void;
  /** Returns the user of an ID token of this tenant, or what is wrong with it, for the client that presents it. */
  readonly readIdToken: (token: string, clientId: string) => Promise<{ sub: string } | { problem: string }>;
  /** Ends a user's sessions in browsers; the answer does not wait for it. */
  readonly endSessions: (userId: string) => void;
}

/** Holds query parameters after validation: numbers and booleans are parsed. */
export interface Query {
  readonly page?: number;
  readonly per_page?: number;
  readonly include_totals?: boolean;
  readonly from?: string;
  readonly take?: number;
  readonly fields?: string;
  readonly include_fields?: boolean;
  readonly [filter: string]: string | number | boolean | readonly string[] | undefined;
}

/** Represents a request whose token, query and body were checked against Auth0's published schemas. */
export interface ManagementRequest<Body = unknown> {
  readonly state: TenantState;
  readonly settings: ManagementSettings;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** The client of the request. */
  readonly caller: Requester;
  /** Scopes of the caller's token. */
  readonly scopes: readonly string[];
  /** The client that the token was issued to. */
  readonly clientId: string;
  /** The subject of the token: a user, or the client itself. */
  readonly subject: string | undefined;
}

export type Handler<Body = unknown> = (request: ManagementRequest<Body>) => Reply | Promise<Reply>;

/**
 * Maps operations to handlers, by the names of the published specification: `GET /clients/{id}`. `never` allows
 * handlers of any body type.
 */
export type Operations = Readonly<Record<string, Handler<never>>>;
