import { expect, test } from 'vitest';
import { usageErrorText } from '../../../scripts/cli/usage-error.ts';

test('a usage error is one line, whatever was typed, and keeps the suggestion on the next', () => {
  expect(usageErrorText("error: unknown option '--jso'\n(Did you mean --json?)\n")).toBe(
    "error: unknown option '--jso'\n(Did you mean --json?)\n",
  );
  expect(usageErrorText("error: unknown command 'a\u001b\n::error::b'\n")).toBe(
    "error: unknown command 'a\\u001b\\n::error::b'\n",
  );
  expect(usageErrorText("error: 'x\n(Did you mean y?)\nz'\n")).not.toMatch(/\n./);
});
