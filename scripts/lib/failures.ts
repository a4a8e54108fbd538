/** Lists the failures of the project's own files, found offline. */
type OfflineCode =
  | 'FILE_MISSING'
  | 'FILE_OUTSIDE'
  | 'FILE_UNUSABLE'
  | 'YAML_MALFORMED'
  | 'UNKNOWN_ENVIRONMENT'
  | 'UNKNOWN_SECTION'
  | 'SECTION_REFUSED'
  | 'UNKNOWN_KEY'
  | 'INVALID_VALUE'
  | 'DUPLICATE_NAME'
  | 'PREFIX_TEMPLATE'
  | 'UNKNOWN_REFERENCE'
  | 'INTEGRATION_COUNT'
  | 'ACTION_WITHOUT_FILE'
  | 'FILE_WITHOUT_ACTION'
  | 'PLACEHOLDER_VALUE'
  | 'KEYWORD_UNSET'
  | 'KEYWORD_NAME'
  | 'KEYWORD_UNQUOTED'
  | 'KEYWORD_NOT_TEXT'
  | 'SECRET_IN_FILE'
  | 'SECRET_UNDECLARED'
  | 'SECRET_UNUSED'
  | 'DEPENDENCY_UNDECLARED'
  | 'DEPENDENCY_UNUSED'
  | 'DEPENDENCY_VERSION'
  | 'SETTING_INVALID'
  | 'SETTING_UNUSED'
  | 'BUNDLE_BUILD'
  | 'BUNDLE_LOAD'
  | 'BUNDLE_HANDLER'
  | 'BUNDLE_EXPORT'
  | 'BUNDLE_SIZE'
  | 'BUNDLE_MARK'
  | 'OKTA_KEY_INVALID'
  | 'APP_TYPE'
  | 'ORGANIZATION_USAGE'
  | 'OIN_CONNECTION'
  | 'INITIATE_LOGIN_TEMPLATE'
  | 'ORGANIZATION_NAME_IN_QUERY'
  | 'MEMBERSHIP_UNCLEAR'
  | 'SYSTEM_API'
  | 'OIN_CLIENT_GRANT'
  | 'ROLE_NOT_IN_POLICY'
  | 'POLICY_READS_UNPROVEN'
  | 'ACTION_LIMIT'
  | 'ACTION_BINDINGS'
  | 'FACTOR_DEPENDENT'
  | 'FACTOR_OFF'
  | 'STEP_UP_IMPOSSIBLE'
  | 'TENANT_FLAG'
  | 'CLIENT_CONNECTIONS'
  | 'HOME_REALM_DISCOVERY'
  | 'ENVIRONMENT_ORDER'
  | 'SHARED_BY_ENVIRONMENTS'
  | 'ALLOW_DELETE';

/** Lists the failures of a tenant. */
type TenantCode =
  | 'CONNECTION_UNSET'
  | 'CONNECTION_AMBIGUOUS'
  | 'CLIENT_KEY_INVALID'
  | 'SECRET_UNSET'
  | 'SECRET_UNSAFE'
  | 'TENANT_UNREACHABLE'
  | 'TENANT_UNKNOWN'
  | 'TENANT_CREDENTIALS'
  | 'TENANT_REFUSED'
  | 'TENANT_BUSY'
  | 'TENANT_LOCKED'
  | 'LOCK_FILE'
  | 'DEPLOY_OVERLAP'
  | 'DEPLOY_CLI'
  | 'FOREIGN_BINDING'
  | 'NAME_AMBIGUOUS'
  | 'PINNED_ID_UNKNOWN'
  | 'OIN_CLIENT_CONFLICT'
  | 'NOT_AS_DEPLOYED'
  | 'PLAN_STALE'
  | 'PLAN_FILE'
  | 'TENANT_WIDE'
  | 'REMOVALS'
  | 'LOOSENING'
  | 'INTERRUPTED'
  | 'SCOPE_MISSING'
  | 'ENTITLEMENT_MISSING'
  | 'OKTA_KEY_LIMIT'
  | 'OKTA_KEY_NAME'
  | 'OKTA_KEY_RETIRE'
  | 'CONFIRMATION_NEEDED'
  | 'ORGANIZATION_BUSY'
  | 'ORGANIZATION_UNKNOWN'
  | 'USER_UNKNOWN'
  | 'SCIM_CONNECTION'
  | 'SCIM_TOKEN_LIMIT'
  | 'CHECKPOINT_FILE'
  | 'LOG_EVENT_UNKNOWN'
  | 'OUTPUT_FILE'
  | 'ROLLBACK_TARGET'
  | 'ROLLBACK_INCOMPLETE';

/** Lists the failures of a customer to be onboarded. `EC_DOMAINS_INVALID` is the Action's own code for the same. */
type CustomerCode =
  | 'EC_DOMAINS_INVALID'
  | 'CUSTOMERS_FILE'
  | 'CUSTOMER_NAME'
  | 'CUSTOMER_ADMIN'
  | 'RIGHT_NOT_COUNTED'
  | 'CUSTOMER_DOMAINS'
  | 'CUSTOMER_VALUE'
  | 'CUSTOMER_TWICE'
  | 'ACCOUNT_UNVERIFIED'
  | 'VOUCH_NEEDED'
  | 'DOMAIN_CLAIMED'
  | 'DOMAIN_OVERLAP'
  | 'DOMAIN_UNVERIFIED'
  | 'ALIAS_UNKNOWN'
  | 'ORGANIZATION_FOREIGN'
  | 'ORGANIZATION_UNKNOWN'
  | 'ORGANIZATION_FULL'
  | 'ONBOARDING_IMPOSSIBLE'
  | 'RESOLVERS';

/** Lists the failures of a simulated login, and of reading a policy. */
type TrialCode =
  | 'EVENT_UNKNOWN'
  | 'OVERRIDE_INVALID'
  | 'ACTION_UNKNOWN'
  | 'EXECUTION_UNKNOWN'
  | 'LOCAL_TENANT'
  | 'GIT_REF';

/** Names a failure. Codes are stable: scripts and people look them up. */
export type FailureCode = OfflineCode | TenantCode | CustomerCode | TrialCode | 'PORT_IN_USE' | 'INTERNAL';

export interface Place {
  /** Relative to the project, with forward slashes. */
  file: string;
  /** The line, counted from 1. */
  line?: number;
  /** The column, counted from 1. */
  column?: number;
}

/** Describes an expected failure: a value, never an exception. `code` is for machines, the rest for people. */
export interface Failure {
  code: FailureCode;
  expected: string;
  found: string;
  where?: Place;
  /** An imperative sentence. */
  fix: string;
}

/** Describes how far a run had come that had begun to write. */
export interface Halfway {
  applied: string[];
  /** May be done in part. */
  begun: string[];
  notBegun: string[];
}

/** Holds all failures, and how far a run that writes had come. */
export interface Failed {
  ok: false;
  failures: Failure[];
  halfway?: Halfway;
}

/** Represents the result of a function that may fail: the value, or every failure. */
export type Result<T> = { ok: true; value: T } | Failed;

/** Returns a success with the value. */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** Returns a result with these failures. */
export const failed = (...failures: Failure[]): Failed => ({ ok: false, failures });

/** Returns the value if there are no failures. */
export const okUnless = <T>(failures: Failure[], value: T): Result<T> =>
  failures.length > 0 ? { ok: false, failures } : ok(value);

/** Lists the exit codes of every command. */
export const EXIT = {
  done: 0,
  /** Failed, or wrongly used. */
  failed: 1,
  /** There are changes or findings, or someone must act. */
  attention: 2,
} as const;
