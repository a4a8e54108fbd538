import { SignJWT } from 'jose';
import { afterAll, describe, expect, test } from 'vitest';
import { actionFromFile, cases, loginEvent, NOW_MS, runFlow } from '#actions-testing';
import { actionFiles, handler } from './actions.ts';

const files = await actionFiles();
afterAll(() => files[Symbol.asyncDispose]());

const isoAt = (ms: number) => new Date(ms).toISOString();
const tell = (expression: string) => files.action(`console.log(JSON.stringify(${expression}))`, 'tell');
const challenge = (options = '{}') =>
  files.action(`api.authentication.challengeWith({ type: 'webauthn-platform' }, ${options})`, 'challenge');

/** What the last Action that ran logged. */
const said = ({ runs }: { runs: readonly { logs: string }[] }): unknown => JSON.parse(runs.at(-1)?.logs ?? 'null');

describe('a login', () => {
  test('runs Actions in order; each has its own event and secrets, and sees notes of those before', async () => {
    const first = await files.action(
      `event.user.name = 'changed'; api.transaction.setMetadata('from', 'first'); api.transaction.setMetadata('gone', null);
       api.transaction.addTargetScope('b'); api.user.setAppMetadata('plan', 1); console.log(event.secrets.KEY)`,
      'first',
    );
    const second = await tell(
      '[event.user.name, event.transaction.metadata, event.transaction.target_scopes, event.user.app_metadata, event.secrets]',
    );
    const event = loginEvent(cases.requesting('a'), {
      transaction: { metadata: { before: true, gone: 1 } },
      user: { app_metadata: {} },
    });
    const login = await runFlow([first, second], event, { secrets: { first: { KEY: 'one' }, tell: { OTHER: 'two' } } });
    expect(login.step).toEqual({ kind: 'finished' });
    expect(login.runs.map(({ name, logs }) => [name, logs.slice(0, 3)])).toEqual([
      ['first', 'one'],
      ['tell', '["A'],
    ]);
    expect(said(login)).toEqual(['Ada Admin', { before: true, from: 'first' }, ['a', 'b'], {}, { OTHER: 'two' }]);
    expect(login).toMatchObject({ appMetadata: { plan: 1 }, transactionMetadata: { before: true, from: 'first' } });
    expect(login.commands.map(({ method }) => method)).toEqual([
      'transaction.setMetadata',
      'transaction.setMetadata',
      'transaction.addTargetScope',
      'user.setAppMetadata',
    ]);
  });

  test('ends with the Action that denies, and keeps what that one did besides', async () => {
    const deny = await files.action(`api.access.deny('no'); api.accessToken.addScope('a')`, 'deny');
    const login = await runFlow([deny, await tell('1')], loginEvent());
    expect(login).toMatchObject({ step: { kind: 'denied', reason: 'no' }, denied: 'no', scopes: { added: ['a'] } });
    expect(login.runs).toHaveLength(1);
  });

  test('fails with the text of what an Action throws', async () => {
    const login = await runFlow([await files.action(`throw new Error('oops')`), await tell('1')], loginEvent());
    expect(login.step).toEqual({ kind: 'failed', message: 'oops' });
    expect(login.runs).toMatchObject([{ error: { name: 'Error', message: 'oops' } }]);
  });

  test('with a hostile Action goes on for the test when it is isolated', async () => {
    const login = await runFlow([await files.action('for (;;) {}')], loginEvent(), {
      isolated: true,
      timeLimitMs: 200,
    });
    expect(login.step).toEqual({ kind: 'failed', message: 'Script execution time exceeded' });
  });
});

describe('a login that waits for a second factor', () => {
  const both = loginEvent(cases.enrolled('webauthn-platform', 'otp'));

  test('shows it to the next Action, which gets a new request; who asked is not run again', async () => {
    const paused = await runFlow(
      [await challenge(), await tell('[event.authentication.methods, event.request.query, Date.now()]')],
      both,
    );
    expect(paused.step).toEqual({ kind: 'paused', prompt: { kind: 'challenge', factor: 'webauthn-platform' } });

    const login = await paused.challenge('webauthn-platform', { afterMs: 4_000 });
    expect(login.step).toEqual({ kind: 'finished' });
    expect(login.runs.map(({ name }) => name)).toEqual(['challenge', 'tell']);
    expect(said(login)).toEqual([
      [
        { name: 'pwd', timestamp: isoAt(NOW_MS - 2_000) },
        { name: 'mfa', type: 'webauthn-platform', timestamp: isoAt(NOW_MS + 4_000) },
      ],
      { state: 'resume-1' },
      NOW_MS + 4_000,
    ]);
  });

  test('can be answered in different ways, each from where it waits', async () => {
    const actions = [
      await challenge(`{ additionalFactors: [{ type: 'otp' }] }`),
      await tell('event.authentication.methods.at(-1).type'),
    ];
    const paused = await runFlow(actions, both);
    expect(said(await paused.challenge('otp'))).toBe('otp');
    expect(said(await paused.challenge('webauthn-platform'))).toBe('webauthn-platform');
    expect(paused.runs).toHaveLength(1);
  });

  test('takes no answer that its page does not offer', async () => {
    const paused = await runFlow([await challenge(`{ additionalFactors: [{ type: 'webauthn-roaming' }] }`)], both);
    const waits = 'the login waits for challenge with webauthn-platform';
    await expect(paused.challenge('otp')).rejects.toThrow(
      new TypeError(`no challenge with otp is asked for: ${waits}`),
    );
    await expect(paused.enroll('otp')).rejects.toThrow(`no enroll with otp is asked for: ${waits}`);
    await expect(paused.continue()).rejects.toThrow(`nobody was redirected: ${waits}`);
    const finished = await paused.challenge('webauthn-platform');
    await expect(finished.challenge('webauthn-platform')).rejects.toThrow('the login is finished');
  });

  test('fails where none can be used', async () => {
    const options = { usableFactors: ['otp'] as const };
    expect((await runFlow([await challenge()], both, options)).step).toEqual({
      kind: 'failed',
      message: '((mfar: no factor to challenge among webauthn-platform can be used))',
    });
  });

  test('shows an enrolment in the user and in the methods, unless told otherwise', async () => {
    const enroll = await files.action(
      `api.authentication.enrollWith({ type: 'webauthn-platform' }, { additionalFactors: [{ type: 'otp' }] })`,
      'enroll',
    );
    const next = await tell(
      '[event.user.enrolledFactors, event.user.multifactor, event.authentication.methods.length]',
    );
    const paused = await runFlow([enroll, next], loginEvent(cases.enrolled()));
    expect(paused.step).toEqual({
      kind: 'paused',
      prompt: { kind: 'enroll', factor: 'webauthn-platform', others: ['otp'] },
    });
    expect(said(await paused.enroll('otp'))).toEqual([[{ type: 'otp' }], ['otp'], 2]);
    expect(said(await paused.enroll('otp', { listedAsMethod: false }))).toEqual([[{ type: 'otp' }], ['otp'], 1]);
  });

  test('asks for one command after the other', async () => {
    const two = await files.action(
      `api.authentication.challengeWith({ type: 'email' }); api.authentication.enrollWith({ type: 'otp' })`,
    );
    const paused = await runFlow([two], loginEvent(cases.enrolled('email')));
    const proven = await paused.challenge('email');
    expect(proven.step).toEqual({ kind: 'paused', prompt: { kind: 'enroll', factor: 'otp' } });
    expect((await proven.enroll('otp')).step).toEqual({ kind: 'finished' });
  });
});

describe('a login that was redirected', () => {
  const redirect = async () =>
    actionFromFile(
      await files.write(
        'redirect.cjs',
        `${handler(`api.user.setAppMetadata('asked', true); api.redirect.sendUserTo('https://terms.example/', { query: { a: '1' } })`)}
         ${handler(
           `const { terms } = api.redirect.validateToken({ secret: 'shared', tokenParameterName: 'answer' });
            console.log(JSON.stringify([terms, event.user.app_metadata.asked, Object.keys(event.request.query)]))`,
           'onContinuePostLogin',
         )}`,
      ),
    );

  test('goes on in the same Action, with what the site answered', async () => {
    const away = await runFlow([await redirect(), await files.action('', 'last')], loginEvent());
    expect(away.step).toEqual({ kind: 'redirected', url: 'https://terms.example/?a=1&state=resume-1' });

    const answer = await new SignJWT({ terms: 'accepted', state: 'resume-1' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('auth0|acme-admin')
      .setIssuer('terms.example')
      .setExpirationTime(new Date(NOW_MS + 60_000))
      .sign(new TextEncoder().encode('shared'));
    const back = await away.continue({ query: { answer } });
    expect(back.runs.map(({ name }) => name)).toEqual(['redirect', 'redirect', 'last']);
    expect(JSON.parse(back.runs[1]?.logs ?? '')).toEqual(['accepted', true, ['answer', 'state']]);
    expect(back.step).toEqual({ kind: 'finished' });
  });

  test('fails with what the Action makes of a wrong answer, every time it gets one', async () => {
    const away = await runFlow([await redirect()], loginEvent());
    await away.continue({ query: { answer: 'no token' } });
    expect((await away.continue()).step).toEqual({
      kind: 'failed',
      message: "There is no parameter called 'answer' available in either the POST body or query string.",
    });
  });
});
