import type { Requester } from '../runtime/event-parts.ts';
import type { TenantState, UserRecord } from '../state.ts';
import type { Entitlements } from './entitlements.ts';
import type { Reply } from './reply.ts';

/** What is not known about Auth0, or differs between tenants, as named switches. */
export interface ManagementSettings {
  /** How long a draft's build takes. Auth0 needs under a second without dependencies (recorded traffic, 2026). */
  readonly actionBuildMs: number;
  /** Whether a build ends at the latest when the Action is read: a client that waits by reading has then waited. */
  readonly buildEndsOnRead: boolean;
  /** Whether a secret sent without a value keeps the stored one. Unknown at Auth0, so the default is to refuse. */
  readonly keepSecretsWithoutValue: boolean;
  /** Finds the version of a package that `latest` means: the one that Actions can load here, if there is one. */
  readonly latestVersion: (packageName: string) => string | undefined;
  /** What the tenant's plan includes. */
  readonly entitlements: Entitlements;
  /** Called with a text about what this tenant accepts and never acts on. */
  readonly note: (text: string) => void;
  /** An account was added; the answer does not wait for what comes of it. */
  readonly userAdded: (user: UserRecord, caller: Requester) => void;
  /** A user's password was changed. */
  readonly passwordChanged: (user: UserRecord, caller: Requester) => void;
  /** Returns whom an ID token of this tenant is of, or what is wrong with it, for the client that presents it. */
  readonly readIdToken: (token: string, clientId: string) => Promise<{ sub: string } | { problem: string }>;
  /** Ends a user's sessions in browsers; the answer does not wait for it. */
  readonly endSessions: (userId: string) => void;
}

/** Query parameters after validation: numbers and booleans are no longer text. */
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

/** One request whose token, query and body have been checked against Auth0's published schemas. */
export interface ManagementRequest<Body = unknown> {
  readonly state: TenantState;
  readonly settings: ManagementSettings;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** Who asks. */
  readonly caller: Requester;
  /** Scopes of the caller's token. */
  readonly scopes: readonly string[];
  /** The client that the token was issued to. */
  readonly clientId: string;
  /** Whose token it is: a user, or the client itself. */
  readonly subject: string | undefined;
}

export type Handler<Body = unknown> = (request: ManagementRequest<Body>) => Reply | Promise<Reply>;

/** Keyed as the published specification names them: `GET /clients/{id}`. `never` admits handlers of any body type. */
export type Operations = Readonly<Record<string, Handler<never>>>;
