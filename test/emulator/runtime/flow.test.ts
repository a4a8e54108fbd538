import { describe, expect, test } from 'vitest';
import type { ActionResult, Command } from '../../../emulator/runtime/command.ts';
import type { FactorStatus } from '../../../emulator/runtime/factor-prompt.ts';
import {
  advanceFlow,
  type BoundAction,
  beginFlow,
  continueFlow,
  type FlowProgress,
  type FlowStep,
} from '../../../emulator/runtime/flow.ts';
import { adminEvent, NOW_MS } from '../../support/events.ts';

const bound = (...names: string[]): BoundAction[] =>
  names.map((name) => ({
    name,
    version: {
      id: `ver_${name}`,
      action_id: `act_${name}`,
      number: 1,
      code: '',
      runtime: 'node22',
      dependencies: [],
      secrets: [],
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
      built_at: '',
      created_at: '',
      updated_at: '',
    },
  }));

const OTP: FactorStatus = { usable: new Set(['otp']), enrolled: new Set(['otp']), challenged: new Set() };
const challengeOtp: Command = { method: 'authentication.challengeWith', args: [{ type: 'otp' }] };
const redirect: Command = { method: 'redirect.sendUserTo', args: ['https://proof.example/'] };

/** Advances over Actions that do as told, keyed by name and handler; notes each run and the time it was given. */
function flow(names: string[], does: Record<string, Command[] | (() => ActionResult)>) {
  const actions = bound(...names);
  const progress: FlowProgress = beginFlow(actions);
  const runs: string[] = [];
  const timeouts: number[] = [];
  let nowMs = NOW_MS;
  return {
    progress,
    runs,
    timeouts,
    sleep(ms: number) {
      nowMs += ms;
    },
    advance: (factors: FactorStatus = OTP): Promise<FlowStep> =>
      advanceFlow({
        progress,
        findVersion: (id) => actions.find(({ version }) => version.id === id),
        async execute({ name }, _event, timeoutMs, handler) {
          const key = handler === 'onContinuePostLogin' ? `${name} continued` : name;
          runs.push(key);
          timeouts.push(timeoutMs);
          const action = does[key] ?? [];
          return typeof action === 'function' ? action() : { commands: action, logs: 'x'.repeat(300) };
        },
        makeEvent: () => adminEvent(),
        factors: () => factors,
        refusePrimary: (userId) => (userId === 'auth0|linked' ? undefined : 'not linked'),
        timeLimitMs: 20_000,
        clock: () => nowMs,
      }),
  };
}

describe('a flow', () => {
  test.each([
    ['auth0|linked', { kind: 'finished' }, ['a', 'b']],
    ['auth0|other', { kind: 'failed', message: 'not linked' }, ['a']],
  ] as const)('whose Action sets the primary user %s goes on where it may', async (userId, step, runsThen) => {
    const { advance, runs } = flow(['a', 'b'], { a: [{ method: 'authentication.setPrimaryUser', args: [userId] }] });
    expect(await advance()).toEqual(step);
    expect(runs).toEqual(runsThen);
  });

  test('pauses after the Action that asks for a factor and goes on with the next', async () => {
    const { advance, runs } = flow(['a', 'b'], { a: [challengeOtp] });
    expect(await advance()).toEqual({ kind: 'paused', prompt: { kind: 'challenge', factor: 'otp' } });
    expect(await advance({ ...OTP, challenged: new Set(['otp']) })).toEqual({ kind: 'finished' });
    expect(runs).toEqual(['a', 'b']);
  });

  test('resumes the Action that redirected, once the user is back, and then the next', async () => {
    const { advance, runs, progress } = flow(['a', 'b', 'c'], {
      b: [redirect],
      'b continued': [{ method: 'authentication.recordMethod', args: ['https://proof.example'] }],
    });
    expect(await advance()).toEqual({ kind: 'redirected', url: 'https://proof.example/' });
    expect(await advance(), 'nobody came back').toEqual({ kind: 'redirected', url: 'https://proof.example/' });
    continueFlow(progress);
    expect(await advance()).toEqual({ kind: 'finished' });
    expect(runs).toEqual(['a', 'b', 'b continued', 'c']);
    expect(progress.recordedMethods).toEqual([
      { name: 'https://proof.example', timestamp: '2026-03-02T10:00:00.000Z' },
    ]);
    continueFlow(progress);
    expect(await advance()).toEqual({ kind: 'finished' });
    expect(runs, 'coming back twice runs nothing').toHaveLength(4);
  });

  test('gives each side of a redirect the whole time, shared by its Actions', async () => {
    const slow = (commands: Command[]) => (): ActionResult => {
      rig.sleep(6_000);
      return { commands, logs: '' };
    };
    const rig = flow(['a', 'b', 'c'], { a: slow([]), b: slow([redirect]), 'b continued': slow([]) });
    await rig.advance();
    rig.sleep(3_600_000);
    continueFlow(rig.progress);
    await rig.advance();
    expect(rig.timeouts).toEqual([20_000, 14_000, 20_000, 14_000]);
  });

  test('ends with a denial before anyone is asked for anything', async () => {
    const { advance, runs } = flow(['a', 'b'], {
      a: [challengeOtp, redirect, { method: 'access.deny', args: ['no'] }],
    });
    expect(await advance()).toEqual({ kind: 'denied', reason: 'no' });
    expect(runs).toEqual(['a']);
  });

  test('fails with the error of an Action, whatever it did before', async () => {
    const { advance } = flow(['a'], {
      a: () => ({
        commands: [{ method: 'access.deny', args: ['no'] }],
        logs: '',
        error: { name: 'E', message: 'boom' },
      }),
    });
    expect(await advance()).toEqual({ kind: 'failed', message: 'boom' });
  });

  test('fails closed where the tenant does not let Actions customize factors', async () => {
    const { advance } = flow(['a'], { a: [challengeOtp] });
    expect(await advance({ ...OTP, customizationOff: true })).toEqual({
      kind: 'failed',
      message: '((challenge and enroll commands need customize_mfa_in_postlogin_action))',
    });
  });

  test('asks for what multifactor.enable wants after the last Action, once', async () => {
    const enable: Command = { method: 'multifactor.enable', args: ['any'] };
    const { advance, runs } = flow(['a', 'b'], { a: [enable] });
    const none: FactorStatus = { ...OTP, enrolled: new Set() };
    expect(await advance(none)).toEqual({ kind: 'paused', prompt: { kind: 'enroll', factor: 'otp' } });
    expect(runs).toEqual(['a', 'b']);
    expect(await advance(OTP), 'the factor just enrolled is not asked for again').toEqual({ kind: 'finished' });
  });

  test('fails when nothing multifactor.enable wants can be had', async () => {
    const { advance } = flow(['a'], { a: [{ method: 'multifactor.enable', args: ['duo'] }] });
    expect(await advance()).toEqual({
      kind: 'failed',
      message: '((mfar: no factor to enroll among duo can be used))',
    });
  });

  test('keeps 256 characters of what an Action logs', async () => {
    const { advance, progress } = flow(['a'], {});
    await advance();
    expect(progress.runs.map(({ logs }) => logs.length)).toEqual([256]);
  });

  test('keeps the first thousand commands of an Action, and how many more there were', async () => {
    const loop: Command[] = Array.from({ length: 1_002 }, (_, index) => ({
      method: 'idToken.setCustomClaim',
      args: ['last', index],
    }));
    const { advance, progress } = flow(['a', 'b'], { a: loop, b: loop.slice(0, 1_000) });
    await advance();
    expect(progress.runs.map(({ commands, commandsLeftOut }) => [commands.length, commandsLeftOut])).toEqual([
      [1_000, 2],
      [1_000, undefined],
    ]);
    expect(progress.outcome.idTokenClaims).toEqual({ last: 999 });
  });
});
