import { expect, test } from 'vitest';
import { actionFromSource, runTriggerAction, testNetwork } from '#actions-testing';

const action = (handler: string, body: string, secretNames?: string[]) => ({
  ...actionFromSource({
    name: 'probe',
    code: `exports.${handler} = async (event, api) => { ${body} };`,
    dependencies: [],
    resolveFrom: import.meta.filename,
  }),
  ...(secretNames && { secretNames }),
});

const request = {
  ip: '192.0.2.1',
  method: 'POST',
  hostname: 'acme.example',
  user_agent: 'x',
  language: 'en',
  geoip: {},
};
const common = { configuration: {}, secrets: {}, tenant: { id: 'acme' } };
const signUp = (email: string, secrets: Record<string, string> = {}) => ({
  handler: 'onExecutePreUserRegistration' as const,
  event: {
    ...common,
    secrets,
    connection: { id: 'con_1', name: 'users', strategy: 'auth0', metadata: {} },
    request: { ...request, body: {} },
    user: { email },
  },
});

test('an Action of another trigger runs with its own event and api', async () => {
  const guard = action(
    'onExecutePreUserRegistration',
    "console.log(event.user.email); event.user.email = 'changed'; api.user.setUserMetadata('seen', 1); api.access.deny('spam', 'Not here.');",
  );
  const call = signUp('ada@acme.example');
  expect(await runTriggerAction(guard, call)).toEqual({
    commands: [
      { method: 'user.setUserMetadata', args: ['seen', 1] },
      { method: 'access.deny', args: ['spam', 'Not here.'] },
    ],
    logs: 'ada@acme.example',
  });
  expect(call.event.user.email).toBe('ada@acme.example');
});

test('target scopes of a client’s own token show at once', async () => {
  const robots = action(
    'onExecuteCredentialsExchange',
    "api.transaction.removeTargetScope('write'); console.log(event.transaction.target_scopes.join());",
  );
  const event = {
    ...common,
    accessToken: { customClaims: {}, scope: ['read', 'write'] },
    client: { client_id: 'c', name: 'Robot', metadata: {} },
    request: { ...request, body: {} },
    resource_server: { identifier: 'https://things.example' },
    transaction: { requested_scopes: [], target_scopes: ['read', 'write'] },
  };
  const run = await runTriggerAction(robots, { handler: 'onExecuteCredentialsExchange', event });
  expect(run.logs).toBe('read');
});

test('an error rejects with its cause, unless the test expects one', async () => {
  const failing = action('onExecutePreUserRegistration', "throw new RangeError('too far');");
  await expect(runTriggerAction(failing, signUp('a@acme.example'))).rejects.toThrow(
    new Error('probe failed: RangeError: too far'),
  );
  const run = await runTriggerAction(failing, signUp('a@acme.example'), { expectsError: true });
  expect(run.error).toEqual({ name: 'RangeError', message: 'too far' });
  const silent = action('onExecutePreUserRegistration', '');
  await expect(runTriggerAction(silent, signUp('a@acme.example'), { expectsError: true })).rejects.toThrow(
    'probe ended without the expected error',
  );
});

test('a handler that the Action does not export is an error', async () => {
  const other = action('onExecutePostLogin', '');
  await expect(runTriggerAction(other, signUp('a@acme.example'))).rejects.toThrow(
    'Invalid function signature for the "onExecutePreUserRegistration" handler.',
  );
});

test('an Action gets its own secrets and no other’s; the network is off unless a test opens it', async () => {
  const notify = action(
    'onExecutePreUserRegistration',
    "console.log(Object.keys(event.secrets).join()); await fetch('https://api.example/');",
    ['KEY'],
  );
  await expect(runTriggerAction(notify, signUp('a@acme.example', { KY: '1' }))).rejects.toThrow(
    'event.secrets.KY: probe has no such secret, did you mean "KEY"?',
  );
  const network = testNetwork().answer('https://api.example/', { status: 204 });
  const run = await runTriggerAction(notify, signUp('a@acme.example', { KEY: '1' }), { network });
  expect([run.logs, network.calls.length]).toEqual(['KEY', 1]);
  await expect(runTriggerAction(notify, signUp('a@acme.example', { KEY: '1' }))).rejects.toThrow('probe failed');
});
