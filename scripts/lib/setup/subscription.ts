import { isNotIncluded } from '../deploy/preflight.ts';
import { type ProbeResult, probe } from '../tenant/probe.ts';
import type { TenantSession } from '../tenant/session.ts';
import { done, type Step, todo, unknown } from './step.ts';

const NAME = 'subscription';

/**
 * Checks what the tenant's plan must include, as far as reads show it; how many of each it allows cannot be read.
 * Private Key JWT is an Enterprise feature (Auth0 docs, "Private Key JWT"). The OIN client must be an exception:
 * Express Configuration's prerequisites name only Okta connections and Organizations.
 */
export async function checkSubscription({ api, built }: TenantSession): Promise<Step[]> {
  const { tenant } = built.manifest;
  const wanted = (tenant.guardianFactors ?? []).filter(({ enabled }) => enabled).map(({ name }) => name);
  const [organizations, okta, roles, factors] = await Promise.all([
    probe(() => api.organizations.list({ take: 1 })),
    probe(async () => (await api.connections.list({ strategy: ['okta'], take: 1 })).data.length),
    probe(() => api.roles.list({ type: 'tenant', per_page: 1 })),
    probe(() => api.guardian.factors.list()),
  ]);
  const over = (factors.is === 'there' ? factors.value : [])
    .filter((factor) => wanted.includes(factor.name ?? '') && isNotIncluded(factor))
    .map(({ name }) => name);
  return [
    judge('organizations', organizations, 'each customer is one', 'read:organizations'),
    judgeOktaConnections(okta),
    ...((tenant.roles ?? []).length > 0
      ? [judge('roles (RBAC)', roles, 'or write `without: [roles]` in the environment’s file', 'read:roles')]
      : []),
    over.length === 0
      ? done(`${NAME}: factors`, wanted.join(', ') || 'none asked for')
      : todo(
          `${NAME}: factors`,
          `it does not include ${over.join(', ')}`,
          'Change the subscription, or turn them off in this environment and leave them out of allowedFactors there (docs/step-up.md#by-environment).',
        ),
    unknown(`${NAME}: Private Key JWT`, PRIVATE_KEY_JWT),
  ];
}

const PRIVATE_KEY_JWT =
  'an Enterprise feature, so a deploy application with AUTH0_CLIENT_PRIVATE_KEY needs that plan; Okta’s client uses it too, and as the documentation implies, it may on every plan';

/**
 * Judges Okta connections. The list can be read on every plan, so an empty one proves nothing; a connection in it does.
 */
function judgeOktaConnections(okta: ProbeResult<number>): Step {
  const name = `${NAME}: Okta connections`;
  if (okta.is === 'not allowed') return unknown(name, 'the application may not look (read:connections)');
  if (okta.is === 'not included') {
    return todo(
      name,
      'Auth0 refuses to list them',
      'Change the subscription: Express Configuration makes one for each customer.',
    );
  }
  if (okta.is === 'there' && okta.value > 0) return done(name, 'the tenant has one, so it may; how many can’t be read');
  return unknown(
    name,
    'none yet, and no API tells whether the subscription includes them: see Settings, Subscription in the Auth0 dashboard',
  );
}

function judge(feature: string, { is }: ProbeResult<unknown>, why: string, scope: string): Step {
  const name = `${NAME}: ${feature}`;
  if (is === 'not allowed') return unknown(name, `the application may not look (${scope})`);
  if (is === 'not included') return todo(name, 'it does not include them', `Change the subscription: ${why}.`);
  return done(name, 'included');
}

/** The custom domain comes first: WebAuthn's RP ID, the admin login domain and Okta's redirect are fixed by it. */
export async function checkCustomDomain(session: TenantSession, isWithout: boolean): Promise<Step> {
  const name = 'custom domain';
  const { api, built, connection } = session;
  const { admin_login_domain: admin } = built.manifest.integration.published.express_configuration;
  const domains = await probe(() => api.customDomains.list());
  if (domains.is === 'not allowed') return unknown(name, 'the application may not look (read:custom_domains)');
  if (domains.is !== 'there') return done(name, 'not in the subscription: people see the tenant’s own domain');
  const ready = domains.value.filter(({ status }) => status === 'ready').map(({ domain }) => domain);
  if (typeof admin === 'string' && ready.includes(admin)) return done(name, `${admin}, where administrators log in`);
  if (ready.length > 0) {
    return todo(
      name,
      `${ready.join(', ')} is ready, and admin_login_domain is ${admin}`,
      `Write the custom domain as ADMIN_LOGIN_DOMAIN into ${built.manifest.environment.file}.`,
    );
  }
  if (isWithout) return done(name, `none, as asked for: ${connection.domain} stays`);
  return todo(
    name,
    domains.value.length > 0 ? 'not verified yet' : 'none',
    'Decide now: passkeys, the admin login domain and the redirect URI in Okta are bound to the domain people log in at.',
    'Add and verify it in the Auth0 dashboard (Branding, Custom Domains), or go on with --without-custom-domain.',
  );
}

/** Needed for emailed codes: Auth0's own provider is for tests. */
export async function checkEmailProvider({ api, built }: TenantSession): Promise<Step> {
  const name = 'email provider';
  const { guardianFactors = [], connections = [], emailProvider } = built.manifest.tenant;
  const users = [
    ...guardianFactors.filter((factor) => factor.name === 'email' && factor.enabled).map(() => 'the factor email'),
    ...connections.filter(({ strategy }) => strategy === 'email').map((entry) => `connection "${entry.name}"`),
  ];
  if (users.length === 0) return done(name, 'nothing in tenant.yaml sends email');
  if (emailProvider !== undefined) return done(name, 'in tenant.yaml');
  const provider = await probe(() => api.emails.provider.get());
  if (provider.is === 'not allowed') return unknown(name, 'the application may not look (read:email_provider)');
  if (provider.is === 'there') return done(name, provider.value.name ?? 'configured');
  return todo(
    name,
    `none, and ${users.join(' and ')} sends email`,
    'Configure one in the Auth0 dashboard (Branding, Email Provider), or put `emailProvider:` into tenant.yaml.',
  );
}
