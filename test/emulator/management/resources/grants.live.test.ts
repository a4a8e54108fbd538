import { expect, test } from 'vitest';
import { startManagement } from '../management-rig.ts';

async function startWithConsent() {
  const rig = await startManagement();
  const consent = { user_id: 'auth0|ada', client_id: 'oin', audience: 'urn:auth0:express-configure' };
  rig.state.consents.push(
    { ...consent, id: 'grant1', org_id: 'org_1', scope: ['express_configure:sso'] },
    { ...consent, id: 'grant2', user_id: 'auth0|ben', scope: [] },
    { ...consent, id: 'grant3', client_id: 'saas', scope: [] },
  );
  return rig;
}

test('consent is listed in the shape of a grant, by user, client and audience', async () => {
  await using rig = await startWithConsent();
  expect((await rig.call('GET', '/grants?user_id=auth0%7Cada&client_id=oin')).body).toEqual([
    {
      id: 'grant1',
      clientID: 'oin',
      user_id: 'auth0|ada',
      audience: 'urn:auth0:express-configure',
      scope: ['express_configure:sso'],
    },
  ]);
  expect((await rig.call('GET', '/grants?include_totals=true')).body).toMatchObject({ total: 3 });
  expect((await rig.call('GET', '/grants?audience=urn:other')).body).toEqual([]);
});

test('consent is taken back one by one, or all of a user', async () => {
  await using rig = await startWithConsent();
  expect((await rig.call('DELETE', '/grants/grant1')).status).toBe(204);
  expect(rig.state.consents.map(({ id }) => id)).toEqual(['grant2', 'grant3']);
  expect((await rig.call('DELETE', '/grants?user_id=auth0%7Cben')).status).toBe(204);
  expect(rig.state.consents.map(({ id }) => id)).toEqual(['grant3']);
});
