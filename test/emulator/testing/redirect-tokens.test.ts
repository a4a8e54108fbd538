import { afterAll, expect, test } from 'vitest';
import {
  actionFromFile,
  cases,
  loginEvent,
  receiveRedirect,
  redirectAnswer,
  runAction,
  runFlow,
} from '#actions-testing';
import { actionFiles } from './actions.ts';

const files = await actionFiles();
afterAll(() => files[Symbol.asyncDispose]());

const SECRET = 'shared-by-both';
const event = loginEvent({ secrets: { PAGE_SECRET: SECRET } });
const page = await actionFromFile(
  await files.write(
    'page.cjs',
    `exports.onExecutePostLogin = async (event, api) => {
       const secret = event.secrets.PAGE_SECRET;
       const session_token = api.redirect.encodeToken({ secret, payload: { plan: 'gold' } });
       api.redirect.sendUserTo('https://page.example/terms?lang=en', { query: { session_token } });
     };
     exports.onContinuePostLogin = async (event, api) => {
       const { accepted } = api.redirect.validateToken({ secret: event.secrets.PAGE_SECRET });
       api.user.setUserMetadata('accepted', accepted);
     };`,
  ),
);

test('a page reads what the Action sent, and sends the user back', async () => {
  const login = await runFlow([page], event);
  if (login.step.kind !== 'redirected') throw new TypeError(login.step.kind);
  const { url, query, payload } = receiveRedirect(login.step.url, { secret: SECRET });
  expect([url.pathname, query.lang]).toEqual(['/terms', 'en']);
  expect(payload).toMatchObject({ plan: 'gold', sub: event.user.user_id, ip: event.request.ip });

  const answer = { event, secret: SECRET, state: query.state ?? '', payload: { accepted: true } };
  const back = await login.continue({ query: redirectAnswer(answer) });
  expect([back.step, back.userMetadata]).toEqual([{ kind: 'finished' }, { accepted: true }]);
});

test.each([
  [{ secret: 'another' }, 'the signature is wrong'],
  [{ expiresInSeconds: -1 }, 'expired'],
  [{ payload: { sub: 'auth0|other' } }, 'sub is not the user'],
  [{ payload: { state: 'another' } }, 'state is not that of this redirect'],
])('an answer with %j is refused', async (spoilt, reason) => {
  const query = redirectAnswer({ event, secret: SECRET, ...spoilt });
  const resumed = loginEvent({ secrets: { PAGE_SECRET: SECRET } }, cases.redirectResume(query));
  const run = await runAction(page, resumed, { handler: 'onContinuePostLogin', expectsError: true });
  expect(run.error?.message).toContain(reason);
});

test('a page that has another secret, or gets no token, is told', async () => {
  const login = await runFlow([page], event);
  const url = login.step.kind === 'redirected' ? login.step.url : '';
  expect(() => receiveRedirect(url, { secret: 'another' })).toThrow('the signature is wrong');
  expect(() => receiveRedirect('https://page.example/terms', { secret: SECRET })).toThrow(
    'https://page.example/terms has no parameter session_token',
  );
});
