/** A local tenant set up through its Management API, without auth0-deploy-cli's seconds; `e2e/deploy` is its proof. */
import { ManagementClient } from 'auth0';
import {
  type Emulator,
  type EmulatorOptions,
  EXPRESS_CONFIGURE_AUDIENCE,
  type Person,
  type SignInResult,
  signIn,
  startEmulator,
  UserAgent,
} from '../../emulator/index.ts';
import { buildTenant } from '../../scripts/lib/build/build-tenant.ts';
import { createSampleCustomers, type SampleCustomers } from '../../scripts/lib/sample-customers.ts';
import { copyProject, projectDir, rootDir } from './project.ts';

export const DATABASE = 'saas-users';

export interface TestTenant {
  emulator: Emulator;
  auth0: ManagementClient;
  customers: SampleCustomers;
  oinClientId: string;
  /** Another application of the SaaS team's, secret and callback known. */
  webApp: { clientId: string; clientSecret: string; callback: string };
  /** Deploys and binds these, in place of what was bound before. */
  bindActions(actions: DeployableAction[]): Promise<void>;
  /** A login as the OIN client up to the callback, in a new browser unless given one. */
  login(person: Person, options?: LoginOptions): Promise<SignInResult>;
}

/** Describes an Action that a tenant accepts: its CommonJS source and the packages it loads. */
export interface DeployableAction {
  name: string;
  code: string;
  dependencies?: { name: string; version: string }[];
}

export interface LoginOptions {
  scope?: string;
  audience?: string | undefined;
  prompt?: string;
  agent?: UserAgent;
}

let ofFixture: Promise<Required<DeployableAction>[]> | undefined;

/** The project's Actions as they are, built once in a process, or as built from an edited copy. */
export async function builtActions(from = projectDir): Promise<Required<DeployableAction>[]> {
  if (from !== projectDir) return await build(from);
  ofFixture ??= build(projectDir);
  return structuredClone(await ofFixture);
}

async function build(from: string): Promise<Required<DeployableAction>[]> {
  const built = await buildTenant({ rootDir: from, environment: 'local' });
  if (!built.ok) throw new Error(JSON.stringify(built.failures));
  const { bundles, manifest } = built.value;
  return bundles.map(({ name, code }, index) => ({
    name,
    code,
    dependencies: manifest.tenant.actions[index]?.dependencies ?? [],
  }));
}

/** Builds the project's Actions with this device as the preferred factor, and the authenticator app last. */
export async function actionsPreferringThisDevice(): Promise<Required<DeployableAction>[]> {
  // `await using` does not work here: benchmarks load this file in Node, which does not support it.
  const project = await copyProject();
  try {
    await project.edit(
      'actions/config.ts',
      "allowedFactors: ['otp', 'webauthn-roaming', 'webauthn-platform']",
      DEVICE_FIRST,
    );
    return await builtActions(project.rootDir);
  } finally {
    await project[Symbol.asyncDispose]();
  }
}

const DEVICE_FIRST = "allowedFactors: ['webauthn-platform', 'webauthn-roaming', 'otp']";

/** Starts a local tenant with the built Actions, an OIN client, a web application and the sample customers. */
export async function startTestTenant(options: Partial<EmulatorOptions> = {}): Promise<TestTenant> {
  const emulator = await startEmulator({ port: 0, projectDir: rootDir, ...options });
  const { domain, deployClient, okta } = emulator;
  const auth0 = new ManagementClient({ domain, ...deployClient, telemetry: false });

  await auth0.resourceServers.create({ name: 'Express Configuration', identifier: EXPRESS_CONFIGURE_AUDIENCE });
  const { client_id: oinClientId = '' } = await auth0.clients.create({
    name: 'Okta OIN',
    app_type: 'express_configuration',
    organization_require_behavior: 'pre_login_prompt',
    client_authentication_methods: { private_key_jwt: { credentials: [] } },
  });
  const callback = 'https://saas.example/callback';
  const web = await auth0.clients.create({
    name: 'SaaS',
    app_type: 'regular_web',
    callbacks: [callback],
    organization_usage: 'allow',
  });
  await auth0.connections.create({ name: DATABASE, strategy: 'auth0', enabled_clients: [web.client_id ?? ''] });
  await auth0.guardian.factors.set('otp', { enabled: true });
  await auth0.tenants.settings.update({
    customize_mfa_in_postlogin_action: true,
    flags: { ['use_scope_descriptions_for_consent' as string]: true },
  });
  const { id: roleId = '' } = await auth0.roles.create({ name: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
  await auth0.roles.permissions.add(roleId, {
    permissions: ['express_configure:sso', 'express_configure:scim'].map((permission_name) => ({
      permission_name,
      resource_server_identifier: EXPRESS_CONFIGURE_AUDIENCE,
    })),
  });

  const bindActions = async (actions: DeployableAction[]): Promise<void> => {
    for (const action of actions) await deployAction(auth0, action, oinClientId);
    await auth0.actions.triggers.bindings.updateMany('post-login', {
      bindings: actions.map(({ name }) => ({ ref: { type: 'action_name', value: name }, display_name: name })),
    });
  };
  await bindActions(await builtActions());
  const credential = await auth0.clients.credentials.create(oinClientId, {
    credential_type: 'public_key',
    pem: okta.publicKeyPem,
  });
  await auth0.clients.update(oinClientId, {
    client_authentication_methods: { private_key_jwt: { credentials: [{ id: credential.id ?? '' }] } },
  });
  okta.connect(oinClientId);

  return {
    emulator,
    auth0,
    oinClientId,
    webApp: { clientId: web.client_id ?? '', clientSecret: web.client_secret ?? '', callback },
    customers: await createSampleCustomers(
      { domain, ...deployClient },
      {
        database: DATABASE,
        adminRole: 'EXPRESS_CONFIGURE_ADMIN_ROLE',
        metadataKey: 'domains',
        administratorMetadata: (id) => ({ express_configure: [{ org_id: id, scopes: ['sso', 'scim'] }] }),
      },
    ),
    bindActions,
    async login(person, { agent = new UserAgent(okta.redirectUri), ...authorize } = {}) {
      return signIn(agent, await okta.begin(authorize), person);
    },
  };
}

async function deployAction(
  auth0: ManagementClient,
  { name, code, dependencies = [] }: DeployableAction,
  oinClientId: string,
): Promise<void> {
  const secrets = [{ name: 'OIN_CLIENT_IDS', value: oinClientId }];
  const draft = { code, runtime: 'node22', dependencies, secrets };
  const { data } = await auth0.actions.list({ actionName: name });
  const known = data[0]?.id;
  const supported_triggers = [{ id: 'post-login' as const, version: 'v3' }];
  const { id = '' } = known
    ? await auth0.actions.update(known, draft)
    : await auth0.actions.create({ name, supported_triggers, ...draft });
  while ((await auth0.actions.get(id)).status !== 'built') await new Promise((resolve) => setTimeout(resolve, 20));
  await auth0.actions.deploy(id);
}
