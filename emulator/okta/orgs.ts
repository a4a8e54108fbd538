/** The customers' Okta orgs. */
import type { Middleware } from 'koa';
import type { TenantState } from '../state.ts';
import { expressRoutes } from './express-routes.ts';
import type { Okta } from './okta.ts';
import { createOrg, type OktaOrg } from './org/org.ts';
import { createOrgProvider } from './org/org-provider.ts';
import { orgRoutes } from './org/routes.ts';

export interface OktaOrgsOptions {
  okta: Okta;
  state: TenantState;
  /** The tenant's, as servers reach it; the orgs are below it. */
  origin: string;
  /** Keeps redirects on this machine. */
  stay: Middleware;
}

const CUSTOMERS: { name: string; displayName: string; people: [string, string, string][] }[] = [
  {
    name: 'acme',
    displayName: 'Acme',
    people: [
      ['Sam', 'One', 'someone@acme.com'],
      ['Ada', 'Admin', 'ada@acme.com'],
      ['Kim', 'Europe', 'kim@eu.acme.com'],
    ],
  },
  {
    name: 'globex',
    displayName: 'Globex',
    people: [
      ['Gus', 'Admin', 'gus@globex.com'],
      ['Pat', 'Two', 'pat@globex.com'],
    ],
  },
];

/** Makes two orgs, and the middleware that serves their pages and OpenID providers. */
export async function createOktaOrgs(options: OktaOrgsOptions): Promise<{ orgs: OktaOrg[]; routes: Middleware[] }> {
  const { okta, state, origin, stay } = options;
  const orgs = CUSTOMERS.map((customer) =>
    createOrg({ ...customer, issuer: `${origin}/_local/okta/${customer.name}` }),
  );
  const ofOrgs = await Promise.all(
    orgs.map(async (org) => {
      const provider = await createOrgProvider(org, `${origin}/login/callback`, stay);
      return [provider.mount, orgRoutes({ org, provider, okta, application: () => publishedName(state) })];
    }),
  );
  const byName = new Map(orgs.map((org) => [org.name, org]));
  return { orgs, routes: [expressRoutes({ okta, state, orgs: byName, tenantOrigin: origin }), ...ofOrgs.flat()] };
}

/** Returns the name of the application that is published to the OIN. */
const publishedName = (state: TenantState): string =>
  state.clients.find(({ express_configuration }) => express_configuration)?.name ?? 'SaaS application';
