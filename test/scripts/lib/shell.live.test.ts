/** Commands to copy do what they say, whatever a tenant calls its things: a real shell reads them here. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printEnvText } from '../../../scripts/commands/deploy/print-env-text.ts';
import { filledIn } from '../../../scripts/lib/doctor/finding.ts';
import { printable, withoutCommands } from '../../../scripts/lib/printable.ts';
import { jsonPart, pathPart, shellOption, shellText, shellWord } from '../../../scripts/lib/shell.ts';

const HOSTILE = [
  'auth0|x',
  'oauth2|acme|a b',
  "it's",
  '"; rm -rf ~; "',
  '$(touch /tmp/x)`id`$HOME !! ~ * ? [a] {a,b}',
  '# comment',
  '~root',
  '=ls',
  '',
  'a\nb\r\u001b[2J\t',
  "'\n'; id",
  '\u202e\u200b\u009b\u0085é株👍',
  '\\',
  "\\'",
  'a    b',
  '##[error]x',
  '::error::x',
  '\n::error::x',
  '&& id',
  '| id',
  '%s%n',
];

/** The words that a shell makes of a command. */
function wordsOf(command: string, shell = 'bash'): string[] {
  const out = execFileSync(shell, ['-c', `printf '%s\\0' ${command}`], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', HOME: '/home/nobody' },
  });
  return out.split('\0').slice(0, -1);
}

describe('a word to copy', () => {
  test('is the value, for a shell', () => {
    expect(wordsOf(HOSTILE.map(shellWord).join(' '))).toEqual(HOSTILE);
  });

  test('is so of any text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 80 }).filter((value) => !/\0|\p{Cs}/u.test(value));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), (values) => {
        expect(wordsOf(values.map(shellWord).join(' '))).toEqual(values);
      }),
      { numRuns: 40 },
    );
  });

  test('is shown as it is', () => {
    for (const value of HOSTILE) {
      const command = `id ${shellWord(value)}`;
      expect(withoutCommands(printable(command))).toBe(command);
    }
  });

  test.each([
    ['acme', 'acme'],
    ['ada@acme.com', 'ada@acme.com'],
    ['auth0|x', "'auth0|x'"],
    ["it's", "'it'\\''s'"],
    ['a\n', "$'a\\x0a'"],
    ['x'.repeat(500), 'TOO-LONG-TO-SHOW'],
  ])('of %j is %s', (value, word) => {
    expect(shellWord(value)).toBe(word);
  });

  test('is never an option of its own', () => {
    expect(shellOption('org', '--undo')).toBe('--org=--undo');
    expect(wordsOf(shellOption('org', '- a'))).toEqual(['--org=- a']);
    expect(shellOption('org', 'acme')).toBe('--org acme');
  });
});

test('a value to evaluate is the value byte for byte, in any POSIX shell, and nothing a CI runner obeys', () => {
  for (const value of HOSTILE) {
    expect(wordsOf(shellText(value), 'sh')).toEqual([value]);
    expect(withoutCommands(`export X=${shellText(value)}`)).toBe(`export X=${shellText(value)}`);
  }
});

test('variables to evaluate set what they say, and a name cannot add a line', () => {
  const text = printEnvText({ folder: 'dist/a b', variables: { X: "a'\n::error::b" }, secrets: ['S\nid'] } as never);
  expect(execFileSync('sh', ['-c', `${text}printf '%s' "$X"`], { encoding: 'utf8' })).toBe("a'\n::error::b");
  expect(text.split('\n')[0]).toBe("# For: npx a0deploy import -c 'dist/a b/config.json' -i 'dist/a b/tenant.yaml'");
});

describe('a fix with slots', () => {
  const FIX =
    'Run: auth0 api patch "users/<user>" --data \'{"user_id":"<user>"}\', then npm run doctor -- --env <env> --org <organization> --user EMAIL.';

  test('reads as before where the values are plain', () => {
    expect(filledIn(FIX, { user: 'x', env: 'eu', organization: 'acme' })).toBe(
      'Run: auth0 api patch "users/x" --data \'{"user_id":"x"}\', then npm run doctor -- --env eu --org acme --user EMAIL.',
    );
    expect(filledIn(FIX, {})).toBe(FIX);
  });

  test.each(HOSTILE)('has %j as what it is where it is', (value) => {
    const filled = filledIn(FIX, { user: value, env: value, organization: value });
    expect(withoutCommands(printable(filled))).toBe(filled);
    const [, api = '', doctor = ''] = /^Run: (.*), then npm run doctor -- (.*) --user EMAIL\.$/s.exec(filled) ?? [];
    const [, , , path = '', , data = ''] = wordsOf(api);
    expect(decodeURIComponent(path)).toBe(`users/${value}`);
    expect(JSON.parse(data)).toEqual({ user_id: value });
    const isOption = value.startsWith('-');
    expect(wordsOf(doctor)).toEqual(isOption ? [`--env=${value}`, `--org=${value}`] : ['--env', value, '--org', value]);
  });

  test('takes the patterns of a replacement as text', () => {
    expect(filledIn('npm run deploy -- --env <env>', { env: '$&$1' })).toBe("npm run deploy -- --env '$&$1'");
  });

  test('leaves nothing of a path or of JSON to a shell', () => {
    expect(pathPart('auth0|x!')).toBe('auth0%7Cx%21');
    expect(jsonPart('a\'"\\\u{1f44d}')).toBe('a\\u0027\\u0022\\u005c\\ud83d\\udc4d');
  });
});
