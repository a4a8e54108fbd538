import { describe, expect, test } from 'vitest';
import { badRequest, refusal, startManagement } from './management-rig.ts';

describe('a request', () => {
  test('without a token, or with one that is not ours, is 401', async () => {
    await using rig = await startManagement();
    const unauthorized = (message: string) => ({
      statusCode: 401,
      error: 'Unauthorized',
      message,
      attributes: { error: message },
    });
    expect(await rig.call('GET', '/clients', undefined, { authorization: '' })).toMatchObject({
      status: 401,
      body: unauthorized('Missing authentication'),
    });
    expect(await rig.call('GET', '/clients', undefined, { authorization: 'Bearer forged' })).toMatchObject({
      status: 401,
      body: unauthorized('Invalid token'),
    });
  });

  test('without any of the scopes of the operation is 403, before its body is looked at', async () => {
    await using rig = await startManagement();
    const headers = { authorization: 'Bearer scopes:read:roles' };
    expect(await rig.call('POST', '/roles', '{', headers)).toMatchObject({
      status: 403,
      body: refusal(403, 'Forbidden', 'Insufficient scope, expected any of: create:roles', 'insufficient_scope'),
    });
    expect((await rig.call('GET', '/clients', undefined, headers)).body.message).toBe(
      'Insufficient scope, expected any of: read:clients,read:client_keys,read:client_credentials,read:client_summary',
    );
    expect((await rig.call('GET', '/roles', undefined, headers)).status).toBe(200);
  });

  test('with a malformed or an oversized body is refused', async () => {
    await using rig = await startManagement();
    expect(await rig.call('POST', '/roles', '{"name":')).toMatchObject({
      status: 400,
      body: refusal(400, 'Bad Request', 'Invalid request payload JSON format'),
    });
    const big = await rig.call('POST', '/roles', { name: 'x'.repeat(1_048_577) });
    expect(big.status).toBe(413);
    expect(big.body.message).toBe('Payload content length greater than maximum allowed: 1048576');
  });

  test('nested too deep to be copied or written is refused, and changes nothing', async () => {
    await using rig = await startManagement();
    const nested = (levels: number) =>
      `{"name":"db","strategy":"auth0","options":${'{"x":'.repeat(levels)}1${'}'.repeat(levels)}}`;
    expect((await rig.call('POST', '/connections', nested(20_000))).body).toEqual(
      badRequest('((The body is nested more than 100 levels deep; what Auth0 allows is not known.))'),
    );
    expect(rig.state.connections).toEqual([]);
    expect((await rig.call('POST', '/connections', nested(100))).status).toBe(400);
    expect((await rig.call('POST', '/connections', nested(99))).status).toBe(201);
  });

  test('outside /api/v2/ is passed on', async () => {
    await using rig = await startManagement();
    for (const path of ['/', '/api/v2', '/api/v22/clients', '/oauth/token']) {
      expect(await (await fetch(rig.origin + path)).text()).toBe('not the Management API');
    }
  });

  test('that makes the emulator fail is 500 without the reason, which goes to the application', async () => {
    await using rig = await startManagement();
    Reflect.set(rig.state, 'roles', undefined);
    expect(await rig.call('GET', '/roles')).toMatchObject({
      status: 500,
      body: refusal(500, 'Internal Server Error', 'An internal server error occurred'),
    });
    expect(rig.errors).toEqual([expect.any(TypeError)]);
  });
});

describe('what is not emulated', () => {
  test('is 403 to reads, as to a client without the scope, with a header that says why', async () => {
    await using rig = await startManagement();
    const { status, body, headers } = await rig.call('GET', '/log-streams');
    expect(status).toBe(403);
    expect(body).toEqual(
      refusal(403, 'Forbidden', 'Insufficient scope, expected any of: read:log_streams', 'insufficient_scope'),
    );
    expect(headers.get('x-emulator')).toBe('not-emulated');
    expect((await rig.call('GET', '/organizations/org_1/clients')).status).toBe(403);
    expect((await rig.call('GET', '/clients')).headers.has('x-emulator')).toBe(false);
  });

  test('is 403 to writes, and says that it is the emulator', async () => {
    await using rig = await startManagement();
    const { status, body, headers } = await rig.call('POST', '/log-streams', {});
    expect(status).toBe(403);
    expect(body.message).toBe(
      'Insufficient scope, expected any of: create:log_streams ((the local tenant does not emulate this operation))',
    );
    expect(headers.get('x-emulator')).toBe('not-emulated');
    expect((await rig.call('PUT', '/emails/provider', {})).body.message).toMatch(/update:emails/);
    expect((await rig.call('DELETE', '/log-streams/1')).body.message).toMatch(/delete:log_streams/);
  });
});

test('the request log has method, path, status and whether it wrote, but no query, body or token', async () => {
  await using rig = await startManagement();
  await rig.call('GET', '/roles?per_page=5');
  await rig.call('POST', '/roles', { name: 'Admin' });
  await rig.call('POST', '/roles', { name: 'Admin' });
  await rig.call('GET', '/rules');
  const atMs = rig.state.clock();
  expect(rig.requests()).toEqual([
    { atMs, method: 'GET', path: '/api/v2/roles', status: 200, write: false },
    { atMs, method: 'POST', path: '/api/v2/roles', status: 200, write: true },
    { atMs, method: 'POST', path: '/api/v2/roles', status: 409, write: true },
    { atMs, method: 'GET', path: '/api/v2/rules', status: 403, write: false },
  ]);
});

describe('validation', () => {
  const message = async (method: string, path: string, body?: unknown): Promise<string> => {
    await using rig = await startManagement();
    const reply = await rig.call(method, path, body);
    expect(reply.status).toBe(400);
    return reply.body.message;
  };

  test('names the first failure in the words of the API', async () => {
    expect(await message('POST', '/roles', {})).toBe("Payload validation error: 'Missing required property: name'.");
    expect(await message('POST', '/roles', { name: 'x', b: 1, c: 2 })).toBe(
      "Payload validation error: 'Additional properties not allowed: b,c'.",
    );
    expect(await message('POST', '/connection-profiles', { name: 'x', organization: { b: 1 }, d: 2 })).toBe(
      "Payload validation error: 'Additional properties not allowed: d'.",
    );
    expect(await message('POST', '/roles', { name: 5 })).toBe(
      "Payload validation error: 'Expected type string but found type integer' on property name.",
    );
    expect(await message('POST', '/clients', { name: 'x', app_type: 'toaster' })).toBe(
      `Payload validation error: 'No enum match for: "toaster"' on property app_type.`,
    );
    expect(await message('POST', '/organizations', { name: 'Acme Inc' })).toBe(
      "Payload validation error: 'Object didn't pass validation for format organization-name: Acme Inc' on property name.",
    );
    expect(await message('POST', '/organizations', { name: 'acme', metadata: { plan: 'x'.repeat(256) } })).toBe(
      "Payload validation error: 'String is too long (256 chars), maximum 255' on property metadata.plan.",
    );
    expect(await message('POST', '/clients', { name: 'x', callbacks: ['https://a.example', 'nope'] })).toBe(
      "Payload validation error: 'Object didn't pass validation for format callback-url: nope' on property callbacks[1].",
    );
    expect(await message('PATCH', '/client-grants/cgr_1', {})).toBe(
      "Payload validation error: 'Too few properties defined (0), minimum 1'.",
    );
    expect(await message('PUT', '/guardian/policies', {})).toBe(
      "Payload validation error: 'Expected type array but found type object'.",
    );
  });

  test('refuses query parameters that are not emulated, rather than ignoring them', async () => {
    expect(await message('GET', '/organizations?sort=name:1')).toBe(
      "Query validation error: 'Additional properties not allowed: sort'.",
    );
  });

  test('covers the query, with its own error code', async () => {
    expect(await message('GET', '/roles?per_page=101')).toBe(
      "Query validation error: 'Value 101 is greater than maximum 100' on property per_page.",
    );
    expect(await message('GET', '/roles?per_page=many')).toBe(
      "Query validation error: 'Expected type integer but found type string' on property per_page.",
    );
    expect(await message('GET', '/users-by-email')).toBe("Query validation error: 'Missing required property: email'.");
    await using rig = await startManagement();
    expect((await rig.call('GET', '/roles?colour=red')).body).toEqual(
      badRequest("Query validation error: 'Additional properties not allowed: colour'.", 'invalid_query_string'),
    );
  });
});
