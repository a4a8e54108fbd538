import { expect, test } from 'vitest';
import { refusal, startManagement } from '../management-rig.ts';

test('sessions and refresh tokens of a user are deleted, answered by an empty 202; an unknown user is 404', async () => {
  const ended: string[] = [];
  await using rig = await startManagement({ endSessions: (userId) => ended.push(userId) });
  await rig.call('POST', '/connections', { name: 'db', strategy: 'auth0' });
  const { user_id: userId } = (
    await rig.call('POST', '/users', { connection: 'db', email: 'ada@acme.test', password: 'a long pass phrase' })
  ).body;
  for (const what of ['sessions', 'refresh-tokens']) {
    const { status, body } = await rig.call('DELETE', `/users/${encodeURIComponent(userId)}/${what}`);
    expect({ status, body }).toEqual({ status: 202, body: undefined });
    expect(await rig.call('DELETE', `/users/nobody/${what}`)).toMatchObject({
      status: 404,
      body: refusal(404, 'Not Found', 'The user does not exist.', 'inexistent_user'),
    });
  }
  expect(ended).toEqual([userId]);
});
