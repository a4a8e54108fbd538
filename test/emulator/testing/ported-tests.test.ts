/**
 * Tests as they are written for `@auth0/actions/post-login/v3/test`: with the import of that package they run there, but for
 * what `getDefaultArguments` says of the local tenant's `api`.
 */
import { afterAll, describe, expect, test, vi } from 'vitest';
import { getDefaultArguments, loadAction } from '#actions-testing';
import { actionFiles } from './actions.ts';

const files = await actionFiles();
afterAll(() => files[Symbol.asyncDispose]());

const load = async (body: string) =>
  loadAction(await files.write('ported.cjs', `exports.onExecutePostLogin = async (event, api) => { ${body} };`));

describe('an Action of a team', () => {
  test('denies an address of bad reputation', async () => {
    const action = await load(`
      const ip = event.authentication.riskAssessment.assessments.UntrustedIP;
      if (ip.code === 'found_on_deny_list') api.access.deny('Blocked: ' + ip.details.category);`);
    const [event, api] = getDefaultArguments();
    const deny = vi.spyOn(api.access, 'deny');
    await action.execute('onExecutePostLogin', event, api);
    expect(deny).not.toHaveBeenCalled();
    const untrusted = event.authentication?.riskAssessment?.assessments.UntrustedIP;
    if (untrusted?.details === undefined) throw new TypeError('no assessment of the address');
    untrusted.code = 'found_on_deny_list';
    untrusted.details.category = 'abuse';
    await action.execute('onExecutePostLogin', event, api);
    expect(deny).toHaveBeenCalledWith('Blocked: abuse');
  });

  test('revokes a session that moved to another network', async () => {
    const action = await load(`
      const { device, id } = event.session;
      if (device.initial_asn !== device.last_asn) api.session.revoke('moved: ' + id, { preserveRefreshTokens: true });
      api.session.setMetadata('seen', 'yes');
      api.refreshToken.setMetadata('seen', 'yes');`);
    const [event, api] = getDefaultArguments();
    const revoke = vi.spyOn(api.session, 'revoke');
    await action.execute('onExecutePostLogin', event, api);
    expect(revoke).toHaveBeenCalledWith(`moved: ${event.session?.id}`, { preserveRefreshTokens: true });
    expect(event.session?.metadata).toMatchObject({ seen: 'yes' });
    expect(event.refresh_token?.metadata).toMatchObject({ seen: 'yes' });
  });

  test('maps attributes of a SAML assertion, and logs what it saw', async () => {
    const action = await load(`
      console.log(event.custom_domain.domain, event.security_context.ja3, Object.keys(event.configuration).length);
      console.log(event.prompt.id, event.agent.name, event.client.refresh_token.policies[0].audience);
      api.samlResponse.setAttribute('roles', event.authorization.roles);
      api.samlResponse.setSignatureAlgorithm('rsa-sha256');`);
    const [event, api] = getDefaultArguments();
    const setAttribute = vi.spyOn(api.samlResponse, 'setAttribute');
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const execution = await action.execute('onExecutePostLogin', event, api);
    write.mockRestore();
    expect(setAttribute).toHaveBeenCalledWith('roles', []);
    expect(execution.getLogs().split('\n')).toHaveLength(2);
  });

  test('asks for a role and a group', async () => {
    const action = await load(`
      const { memberships } = await api.groups.hasGroupMembership(['g1']);
      const { roles } = await api.roles.getUserEffectiveRoles({ take: 10 });
      if (!memberships.g1?.is_member && roles.length === 0) api.access.deny('neither');`);
    const [event, api] = getDefaultArguments();
    const deny = vi.spyOn(api.access, 'deny');
    vi.spyOn(api.groups, 'hasGroupMembership').mockResolvedValueOnce({ memberships: { g1: { is_member: true } } });
    await action.execute('onExecutePostLogin', event, api);
    expect(deny).not.toHaveBeenCalled();
    await action.execute('onExecutePostLogin', event, api);
    expect(deny).toHaveBeenCalledWith('neither');
  });
});
