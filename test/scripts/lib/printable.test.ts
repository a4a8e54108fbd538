import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { markdownAddress, markdownCode, markdownText } from '../../../scripts/lib/markdown.ts';
import { printable, printableLine, printableReport, withoutCommands } from '../../../scripts/lib/printable.ts';
import { renderFailures, renderJson, renderJsonLines } from '../../../scripts/lib/render.ts';
import { rootDir } from '../../support/project.ts';
import { trackedFiles } from '../../support/tracked-files.ts';

describe('a foreign text', () => {
  test.each([
    ['a terminal’s command', '\u001b[2J\u009b31m\u0007\u007f', '\\u001b[2J\\u009b31m\\u0007\\u007f'],
    ['a line end of any kind', 'a\r\nb\tc\u0085d\u2028e\u2029f', 'a\\r\\nb\\tc\\u0085d\\u2028e\\u2029f'],
    ['a mark of direction', '\u202ea\u2066b\u200e', '\\u202ea\\u2066b\\u200e'],
    [
      'what has no width',
      'a\u200bb\u2060c\ufeffd\u00ade\u3164f\ufe0fg',
      'a\\u200bb\\u2060c\\ufeffd\\u00ade\\u3164f\\ufe0fg',
    ],
    ['a tag beyond the first plane', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half a character', 'a\ud800b', 'a\\ud800b'],
    ['a blank that is no space', 'a\u00a0b\u3000c\u2800', 'a\\u00a0b\\u3000c\\u2800'],
    ['what is no character', 'a\ufffeb\u{1ffff}', 'a\\ufffeb\\u{1ffff}'],
    ['a mark on nothing', '\u0338a', '\\u0338a'],
    ['a pile of marks', `a${'\u0301'.repeat(6)}`, `a${'\u0301'.repeat(4)}\\u0301\\u0301`],
    ['many spaces', 'a    b', 'a\\u0020\\u0020\\u0020\\u0020b'],
    ['nothing of that', 'Zoë’s “Bücher” 株式会社 שלום 👍 a\\b', 'Zoë’s “Bücher” 株式会社 שלום 👍 a\\b'],
  ])('with %s is shown with it escaped', (_name, text, expected) => {
    expect(printable(text)).toBe(expected);
    expect(printable(expected.replaceAll('    ', ' '))).toBe(expected);
  });

  test('that is long keeps its beginning and its end', () => {
    expect(printable(`${'a'.repeat(100)}${'z'.repeat(100)}`, 40)).toBe(
      `${'a'.repeat(30)}…(160 more characters)…${'z'.repeat(10)}`,
    );
    expect(printable('👍'.repeat(5000))).not.toMatch(/\p{Cs}/u);
    expect(printable('x'.repeat(5000)).length).toBeLessThan(4100);
  });

  test('is escaped wherever it is in a report, and nothing else changes', () => {
    const report = { a: ['\n'], b: { '\u001b': '\u202e', n: 1, f: false, u: undefined, z: null } };
    expect(printableReport(report)).toEqual({
      a: ['\\n'],
      b: { '\\u001b': '\\u202e', n: 1, f: false, u: undefined, z: null },
    });
  });

  test('in a line of code keeps its indentation', () => {
    expect(printableLine('\t\ta\u001b')).toBe('    a\\u001b');
  });

  test('in a line of code reaches the next line of no terminal', () => {
    expect(printableLine(`  a${' '.repeat(120)}b`)).not.toMatch(/ {4}/);
    expect(printableLine(`${' '.repeat(200)}b`)).not.toMatch(/ {41}/);
  });

  test('in a failure is on its line, a stack trace aside', () => {
    const failure = { expected: 'x\ny', found: 'a\nNo changes', fix: '::error::' } as const;
    expect(renderFailures([{ code: 'USER_UNKNOWN', ...failure, where: { file: 'a\nb' } }])).toBe(
      'a\\nb USER_UNKNOWN expected x\\ny, found a\\nNo changes\nFix: ::error::\n',
    );
    expect(renderFailures([{ code: 'INTERNAL', ...failure, found: 'E\nx\n    at y\u001b' }])).toContain(
      'found E\\nx\n    at y\\u001b\nFix',
    );
  });
});

test('no line is a command to a CI runner', () => {
  expect(withoutCommands('::error::x\n  ::add-mask::x\na ::b\n##[error]x ##vso[a.b]c # a ## b')).toBe(
    '\\u003a:error::x\n  \\u003a:add-mask::x\na ::b\n#\\u0023[error]x #\\u0023vso[a.b]c # a ## b'.replaceAll(
      '#\\u0023',
      '\\u0023#',
    ),
  );
});

test('JSON means the same, and holds nothing that a terminal or a runner obeys', () => {
  const value = { '\u202e': 'a\u001b\n\u2028\u200b\u{e0041}##[error]x\ud800' };
  for (const text of [renderJson(value), renderJsonLines([value])]) {
    expect(JSON.parse(text)).toEqual(value);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}\p{Cs}]|##\w*\[/u);
  }
});

describe('Markdown', () => {
  test.each([
    ['Acme SaaS (EU)', 'Acme SaaS (EU)'],
    ['snake_case, _em_', 'snake_case, &#95;em&#95;'],
    [
      'a|b <b> [x](y) **c** `d` & \\',
      'a&#124;b &#60;b&#62; &#91;x&#93;(y) &#42;&#42;c&#42;&#42; &#96;d&#96; &#38; &#92;',
    ],
    ['a\n# b', '<code>a&#92;n&#35; b</code>'],
    ['@everyone', '<code>&#64;everyone</code>'],
    ['see http://x.example', '<code>see http:&#47;&#47;x.example</code>'],
    ['ready :tada:', '<code>ready :tada:</code>'],
    ['as in 0d1e2f3', '<code>as in 0d1e2f3</code>'],
    ['defaced', 'defaced'],
    ['- a', '&#45; a'],
    ['1. a', '1&#46; a'],
  ])('has %j as text', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  test('has a value as code that nothing in it ends', () => {
    expect(markdownCode('https://a.example/{x}')).toBe('`https://a.example/{x}`');
    expect(markdownCode('a`|b\n')).toBe('<code>a&#96;&#124;b&#92;n</code>');
  });

  test('has an address as one where it is one', () => {
    expect(markdownAddress('help@acme.example')).toBe('help@acme.example');
    expect(markdownAddress('https://acme.example/help')).toBe('https://acme.example/help');
    expect(markdownAddress('javascript:alert(1)')).toBe('javascript:alert(1)');
    expect(markdownAddress('https://a.example/[x](javascript:y)')).toMatch(/^<code>/);
  });
});

test('nothing but the command line’s own sink writes to a terminal', async () => {
  const writers = [];
  for (const file of trackedFiles()) {
    if (!/^scripts\/.*\.ts$/.test(file)) continue;
    const text = await readFile(join(rootDir, file), 'utf8');
    if (/process\.std(?:out|err)\.write|console\.|process\.std(?:out|err)\b/.test(text)) writers.push(file);
  }
  expect(writers).toEqual([
    'scripts/cli.ts',
    'scripts/cli/cli-process.ts',
    'scripts/cli/command-line.ts',
    'scripts/cli/with-progress.ts',
    'scripts/commands/dev/options.ts',
  ]);
});
