import { ManagementClient } from 'auth0';
import type { Emulator } from '../../../emulator/index.ts';

/** Checks that both tenants are in the same state: doing less work is not faster. */
export async function assertEqual(...emulators: [Emulator, Emulator]): Promise<void> {
  const [theirs, own] = await Promise.all(emulators.map(stateOf));
  if (theirs !== own) throw new Error(`the tenants differ:\n${theirs}\n${own}`);
}

/** Returns what a login depends on, without ids and the banner, which only our deploys write anew. */
async function stateOf({ domain, deployClient }: Emulator): Promise<string> {
  const api = new ManagementClient({ domain, ...deployClient, telemetry: false });
  const [bindings, actions, clients, roles, factors, prompts, settings] = await Promise.all([
    api.actions.triggers.bindings.list('post-login'),
    api.actions.list(),
    api.clients.list(),
    api.roles.list(),
    api.guardian.factors.list(),
    api.prompts.getSettings(),
    api.tenants.settings.get(),
  ]);
  const code = actions.data.map(({ name, deployed_version: live }) => [name, live?.code?.replace(/^.*\n/, '')]);
  const published = clients.data.map(({ name, express_configuration: express }) => [name, Object.keys(express ?? {})]);
  const [role] = roles.data;
  const permissions = (await api.roles.permissions.list(role?.id ?? '')).data.map((one) => one.permission_name);
  const { flags, customize_mfa_in_postlogin_action: customized } = settings;
  return JSON.stringify({
    bindings: bindings.data.map(({ action }) => action?.name),
    code: code.sort(),
    published: published.map(([name, keys]) => [name, [...(keys ?? [])].sort()]).sort(),
    permissions: permissions.sort(),
    factors,
    prompts,
    flags,
    customized,
  });
}
