import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { askOn } from '../../../scripts/cli/confirm.ts';

const terminal = (isTTY = true) => Object.assign(new PassThrough(), { isTTY });

test.each([
  ['y\n', true],
  ['Yes\n', true],
  [' y \n', true],
  ['n\n', false],
  ['\n', false],
  ['yep\n', false],
])('%j is the answer %j', async (typed, answer) => {
  const [input, output] = [terminal(), terminal()];
  const answered = askOn(input, output, 'Do it?');
  input.write(typed);
  expect(await answered).toBe(answer);
  expect(String(output.read())).toBe('Do it? [y/N] ');
});

test('the end of input is a no', async () => {
  const [input, output] = [terminal(), terminal()];
  const answered = askOn(input, output, 'Do it?');
  input.end();
  expect(await answered).toBe(false);
});

test.each([
  [false, true],
  [true, false],
])('nobody is asked where stdin (%j) or stderr (%j) is no terminal', async (stdin, stderr) => {
  const output = terminal(stderr);
  expect(await askOn(terminal(stdin), output, 'Do it?')).toBeUndefined();
  expect(output.read()).toBeNull();
});
