import { expect, test } from 'vitest';
import { occasionText } from '../../../tools/reports/machine.ts';
import { escapeMarkdown, markdownTable } from '../../../tools/reports/markdown.ts';

test('text shows as it is: no markup, no HTML, no cell or line of its own', () => {
  expect(escapeMarkdown('a | b *c* `d` <e>&amp; [f](g)\n # h')).toBe(
    'a \\| b \\*c\\* \\`d\\` &lt;e&gt;&amp;amp; \\[f\\](g) \\# h',
  );
});

test('a table has a heading, a rule that says which side the cells stand on, and its rows', () => {
  const table = markdownTable(['', 'ratio'], [['a', '1/8']], ['left', 'right']);
  expect(table).toBe('|  | ratio |\n| --- | ---: |\n| a | 1/8 |');
});

test('an occasion tells when, of what and on which machine', () => {
  const machine = {
    cpu: 'Some CPU',
    cores: 2,
    memoryBytes: 8 * 2 ** 30,
    os: 'Linux 6.1',
    node: 'v22.23.2',
    loadAverage: 0.5,
    commit: 'abc1234+',
  };
  expect(occasionText({ at: '2026-03-02T10:05Z', machine })).toBe(
    '2026-03-02 10:05 UTC, commit abc1234+: Some CPU, 2 cores, 8.0 GiB, Linux 6.1, Node v22.23.2, load average 0.50 at the start',
  );
});
