import type { CatalogueEntry } from '../catalogue-entry.ts';

const DEPLOY = 'Deploy it: npm run deploy -- --env <env>';

export const AUTHORITY = {
  SYSTEM_API_MISSING: {
    severity: 'problem',
    requirement: 'R22',
    why: 'Tokens are for this API: without it Okta’s request is refused.',
    fix: DEPLOY,
  },
  SYSTEM_API_SCOPES: {
    severity: 'problem',
    requirement: 'R22',
    why: 'The two scopes come with the system API: one that lacks them was made otherwise and is none.',
    fix: 'Delete this API in the Auth0 dashboard (Applications, APIs) and deploy: npm run deploy -- --env <env>',
  },
  SYSTEM_API_ENFORCEMENT_OFF: {
    severity: 'problem',
    requirement: 'R22',
    why: 'Without RBAC a scope that is asked for is granted, permitted or not, until the Actions remove it.',
    fix: 'Turn on "Enable RBAC" of this API in the Auth0 dashboard (Applications, APIs).',
  },
  ROLE_MISSING: {
    severity: 'problem',
    requirement: 'R20',
    why: 'Administrators are permitted by this role.',
    fix: DEPLOY,
  },
  ROLE_PERMISSION_MISSING: {
    severity: 'warning',
    requirement: 'R19',
    why: 'The consent page lists what the role carries, and people without a policy of their own get no more.',
    fix: DEPLOY,
  },
  ROLE_NOT_IN_POLICY: {
    severity: 'warning',
    requirement: 'T9',
    why: 'Auth0 shows a permission that the Actions then deny (403 in Okta).',
    fix: 'Name it in role([...]) of actions/policy.ts, or take the permissions from the role.',
  },
  ROLE_TENANT_WIDE: {
    severity: 'warning',
    requirement: 'R44',
    why: 'In a login of an organization only roles held there count: who has it tenant-wide is not permitted by it.',
    fix: 'Assign it in the organization: auth0 api post "organizations/ORG_ID/members/USER_ID/roles" --data \'{"roles":["<role>"]}\', and remove it from the user.',
  },
  ROLE_OF_ORGANIZATION: {
    severity: 'warning',
    requirement: 'T9',
    why: 'A login tells the Actions the names of roles alone (event.authorization.roles): whoever holds this one in its organization is permitted as by the role of the tenant.',
    fix: 'Give it another name: auth0 api patch "roles/<role>" --data \'{"name":"ANOTHER_NAME"}\'. Or name another role in actions/policy.ts and tenant/tenant.yaml.',
  },
  POLICY_ADMIN_FLAG: {
    severity: 'warning',
    requirement: 'B17',
    why: 'app_metadata.is_admin does not say of which organization: an admin of one customer may configure every other they are a member of.',
    fix: 'Remove adminFlag() from actions/policy.ts and write app_metadata.express_configure for each organization.',
  },
} as const satisfies Record<string, CatalogueEntry>;
