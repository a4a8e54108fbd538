import { ManagementClient } from 'auth0';
import type { Emulator, SampleApp } from '../../emulator/index.ts';

const BACKCHANNEL_LOGOUT = '/backchannel-logout';

/**
 * Lets the emulator's sample applications be the deployed ones: the published application, and the first one linked to it. Each gets a
 * back-channel logout URL, without which Universal Logout would leave its sessions alone.
 */
export async function registerSampleApplications(
  connection: { domain: string; clientId: string; clientSecret: string },
  { saas, reports }: Emulator['apps'],
): Promise<void> {
  const auth0 = new ManagementClient({ ...connection, telemetry: false });
  const { data: clients } = await auth0.clients.list();
  const published = clients.find(({ express_configuration }) => express_configuration);
  const [linkedId] = published?.express_configuration?.linked_clients?.map(({ client_id }) => client_id) ?? [];

  const register = async (app: SampleApp, clientId: string | undefined): Promise<void> => {
    const client = clients.find(({ client_id }) => client_id !== undefined && client_id === clientId);
    const [callback] = client?.callbacks ?? [];
    if (clientId === undefined || callback === undefined || client?.client_secret === undefined) return;
    const backchannel_logout_urls = [new URL(BACKCHANNEL_LOGOUT, callback).href];
    await auth0.clients.update(clientId, { oidc_logout: { backchannel_logout_urls } });
    app.register({ clientId, clientSecret: client.client_secret, callback });
  };
  await register(saas, published?.client_id);
  await register(reports, linkedId);
}
