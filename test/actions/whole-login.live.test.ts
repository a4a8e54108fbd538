import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  actionFromSource,
  cases,
  type FactorType,
  loginEvent,
  runFlow,
  type SimulatedLogin,
  type TestAction,
} from '#actions-testing';
import { copyProject, rootDir } from '../support/project.ts';
import { builtActions, type DeployableAction } from '../support/tenant.ts';

const asTestAction = (action: DeployableAction): TestAction =>
  actionFromSource({ dependencies: [], ...action, resolveFrom: join(rootDir, 'package.json') });

let shipped: TestAction[];
let accepting: TestAction[];
beforeAll(async () => {
  shipped = (await builtActions()).map(asTestAction);
  await using project = await copyProject();
  const others = "{ challengeThenEnroll: ['push-notification', 'voice'] }";
  await project.edit('actions/config.ts', "whenOnlyOtherFactors: 'deny'", `whenOnlyOtherFactors: ${others}`);
  accepting = (await builtActions(project.rootDir)).map(asTestAction);
});

const GRANTED = ['express_configure:sso', 'express_configure:scim'];
const denied = (code: string) => ({ kind: 'denied', reason: `Access denied (${code})` });
const asks = (kind: 'challenge' | 'enroll', factor: FactorType, ...others: FactorType[]) => ({
  kind: 'paused',
  prompt: { kind, factor, ...(others.length > 0 && { others }) },
});
const ENROLS = asks('enroll', 'otp', 'webauthn-roaming', 'webauthn-platform');

const outcome = ({ step, scopes }: SimulatedLogin) => [step.kind, scopes.added];
const commandCount = ({ commands }: SimulatedLogin) =>
  commands.filter(({ method }) => /^authentication\.(challenge|enroll)With/.test(method)).length;

describe.each(['phone', 'push-notification'] as const)('an admin with %s alone', (factor) => {
  const event = () => loginEvent(cases.enrolled(factor));

  test('is denied as shipped, before any page', async () => {
    const login = await runFlow(shipped, event());
    expect([login.step, commandCount(login)]).toEqual([denied('EC_MFA_OTHER_FACTORS'), 0]);
  });

  test('proves it, enrols an allowed factor and is granted where it is accepted first', async () => {
    const first = await runFlow(accepting, event());
    expect(first.step).toEqual(asks('challenge', factor));
    const second = await first.challenge(factor);
    expect(second.step).toEqual(ENROLS);
    const done = await second.enroll('webauthn-roaming');
    expect([outcome(done), commandCount(done)]).toEqual([['finished', GRANTED], 2]);
  });

  test('proves an emailed code besides, where the email factor is on', async () => {
    const first = await runFlow(accepting, loginEvent(cases.enrolled(factor, 'email')));
    expect(first.step).toEqual(asks('challenge', 'email'));
    const done = await (await (await first.challenge('email')).challenge(factor)).enroll('otp');
    expect([outcome(done), commandCount(done)]).toEqual([['finished', GRANTED], 3]);
  });

  test('is denied where the enrolment is not listed, and granted by the new factor in the next login', async () => {
    const first = await runFlow(accepting, event());
    const done = await (await first.challenge(factor)).enroll('otp', { listedAsMethod: false });
    expect(done.step).toEqual(denied('EC_MFA_ENROLLMENT_UNLISTED'));
    const next = await runFlow(accepting, loginEvent(cases.enrolled(factor, 'otp')));
    expect(outcome(await next.challenge('otp'))).toEqual(['finished', GRANTED]);
  });
});

const FACTORS: readonly FactorType[] = [
  'otp',
  'webauthn-roaming',
  'webauthn-platform',
  'phone',
  'push-notification',
  'email',
  'recovery-code',
];

/** Every set of them. */
const SETS = FACTORS.reduce<FactorType[][]>((sets, factor) => sets.flatMap((set) => [set, [...set, factor]]), [[]]);

/** How the login ends, whichever of the offered factors is chosen on each page. */
async function endsOf(login: SimulatedLogin): Promise<SimulatedLogin[]> {
  const { step } = login;
  if (step.kind !== 'paused' || !('factor' in step.prompt)) return [login];
  const { kind, factor, others = [] } = step.prompt;
  const ends: SimulatedLogin[] = [];
  for (const chosen of [factor, ...others]) ends.push(...(await endsOf(await login[kind](chosen))));
  return ends;
}

test.each(['deny', 'challengeThenEnroll'])(
  'whoever has enrolled whatever is granted or has a code of ours, and never Auth0’s own failure: %s',
  async (setting) => {
    const ends: string[] = [];
    for (const set of SETS) {
      const actions = setting === 'deny' ? shipped : accepting;
      for (const end of await endsOf(await runFlow(actions, loginEvent(cases.enrolled(...set))))) {
        expect(commandCount(end)).toBeLessThanOrEqual(3);
        const { step } = end;
        ends.push(step.kind === 'denied' ? step.reason : step.kind);
      }
    }
    expect(ends.length).toBeGreaterThanOrEqual(SETS.length);
    expect([...new Set(ends)].toSorted()).toEqual(['Access denied (EC_MFA_OTHER_FACTORS)', 'finished']);
  },
);

test('a recovery code alone is never enough', async () => {
  const login = await runFlow(accepting, loginEvent(cases.enrolled('recovery-code')));
  expect(login.step).toEqual(denied('EC_MFA_OTHER_FACTORS'));
});

describe('an admin without a factor', () => {
  test('enrols one, with one command', async () => {
    const first = await runFlow(shipped, loginEvent(cases.enrolled()));
    expect(first.step).toEqual(ENROLS);
    const done = await first.enroll('otp');
    expect([outcome(done), commandCount(done)]).toEqual([['finished', GRANTED], 1]);
  });

  test('enrols nothing where step-up is not bound', async () => {
    const login = await runFlow(shipped.slice(1), loginEvent(cases.enrolled()));
    expect(login.step).toEqual(denied('EC_MFA_MISSING'));
  });

  test('is granted nothing where enroll is not bound', async () => {
    const others = shipped.filter(({ name }) => !name.endsWith('enroll'));
    expect((await runFlow(others, loginEvent(cases.enrolled()))).step).toEqual(denied('EC_MFA_MISSING'));
  });
});

describe('an Action of the team’s challenges the factor before ours', () => {
  const team = asTestAction({
    name: 'team',
    code: "exports.onExecutePostLogin = async (event, api) => api.authentication.challengeWith({ type: 'otp' });",
  });
  const form = asTestAction({
    name: 'form',
    code: `exports.onExecutePostLogin = async (event, api) => { api.redirect.sendUserTo('https://form.example/'); };
           exports.onContinuePostLogin = async () => {};`,
  });

  test('and the proof counts where ours follow at once', async () => {
    const first = await runFlow([team, ...shipped], loginEvent());
    expect(outcome(await first.challenge('otp'))).toEqual(['finished', GRANTED]);
  });

  test('and has a code of its own where a form takes a minute in between', async () => {
    const first = await runFlow([team, form, ...shipped], loginEvent());
    const away = await first.challenge('otp');
    expect((await away.continue({ afterMs: 60_000 })).step).toEqual(denied('EC_MFA_EARLIER_CHALLENGE'));
  });
});
