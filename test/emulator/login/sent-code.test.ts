import { expect, test } from 'vitest';
import { checkSentCode, sendEmailCode } from '../../../emulator/login/sent-code.ts';
import { createState } from '../../../emulator/state.ts';

function tenant() {
  let nowMs = Date.UTC(2026, 2, 1);
  const state = createState({
    domain: 'localhost:3001',
    clock: () => nowMs,
    newId: (prefix) => `${prefix}1`,
    newCode: () => '123456',
  });
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { state, pass };
}

test('a code goes to the outbox, in a mail that says what it is', () => {
  const { state } = tenant();
  sendEmailCode(state, 'ada@acme.com', 'Verify your identity');
  expect(state.mails).toEqual([
    {
      id: 'mail_1',
      to: 'ada@acme.com',
      subject: 'Verify your identity',
      code: '123456',
      text: expect.stringMatching(/^Your verification code is: 123456\n\nIt works once, for 3 minutes\. /),
      sent_at: '2026-03-01T00:00:00.000Z',
    },
  ]);
});

test('a code is right as it was sent, and with blanks around it', () => {
  const { state } = tenant();
  const code = sendEmailCode(state, 'ada@acme.com', '');
  expect(checkSentCode(state, code, '123456')).toEqual({ kind: 'right' });
  expect(checkSentCode(state, code, ' 123456 ')).toEqual({ kind: 'right' });
});

test.each(['', '12345', '1234567', '654321', '१२३४५६'])('%j is wrong, and costs one of three attempts', (typed) => {
  const { state } = tenant();
  const code = sendEmailCode(state, 'ada@acme.com', '');
  expect(checkSentCode(state, code, typed)).toEqual({ kind: 'wrong', pending: { ...code, attemptsLeft: 2 } });
});

test('after three wrong attempts, or three minutes, or without a code, nothing is right', () => {
  const { state, pass } = tenant();
  const code = sendEmailCode(state, 'ada@acme.com', '');
  const expired = { kind: 'expired', pending: undefined };
  expect(checkSentCode(state, { ...code, attemptsLeft: 0 }, '123456')).toEqual(expired);
  expect(checkSentCode(state, undefined, '123456')).toEqual(expired);
  pass(180_000);
  expect(checkSentCode(state, code, '123456')).toEqual({ kind: 'right' });
  pass(1);
  expect(checkSentCode(state, code, '123456')).toEqual(expired);
});
