import { expect, test } from 'vitest';
import { figure, type Group, unmeasured } from '../../../../tools/bench/report/figures.ts';
import { tellingRatios, withRatios } from '../../../../tools/bench/report/readme-section.ts';
import { renderMarkdown } from '../../../../tools/bench/report/render-markdown.ts';
import { renderSvg } from '../../../../tools/bench/report/render-svg.ts';
import { renderText } from '../../../../tools/bench/report/render-text.ts';
import { type BenchReport, mergeParts, NO_BENCH, type PartReport } from '../../../../tools/bench/report/report.ts';
import { OURS } from '../../../support/our-actions.ts';

const machine = { cpu: 'CPU', cores: 2, memoryBytes: 2 ** 30, os: 'OS', node: 'v22', loadAverage: 1, commit: 'abc' };
const measured = { at: '2026-03-02T10:05Z', machine };
const target = [{ of: 'ratio', atMost: 0.5 }] as const;

const part = (group: Group): PartReport => ({ part: 'cli', measured, groups: [group] });
const strange = part({
  group: 'A <b>group</b> | & "more"',
  how: 'median of *3*',
  figures: [
    figure({
      name: '<i>a|b</i>',
      unit: 'ms',
      value: 10,
      baseline: { name: 'their & own', value: 80 },
      targets: target,
    }),
    figure({ name: 'slow', unit: 'ms', value: 160, baseline: { name: 'theirs', value: 80 }, targets: target }),
    unmeasured({ name: 'dev', unit: 'ms', targets: [{ of: 'value', atMost: 500 }] }, 'not measured: no such command'),
  ],
});
const report = mergeParts(NO_BENCH, [strange], []);

test('the terminal shows a line a figure, ratios first', () => {
  expect(
    renderText([strange])
      .split('\n')
      .map((line) => line.replaceAll(/ {2,}/g, '  ')),
  ).toEqual([
    '',
    'A <b>group</b> | & "more" · median of *3*',
    '  <i>a|b</i>  1/8  10 ms  80 ms (their & own)  ≤ 1/2  met',
    '  slow  2×  160 ms  80 ms (theirs)  ≤ 1/2  MISSED',
    '  dev  not measured: no such command  ≤ 500 ms',
    '',
  ]);
});

test('Markdown has a table a group, escaped, and the part’s own date and machine', () => {
  // As it is before targets of now are looked for.
  const lines = renderMarkdown({ parts: [strange, { part: 'deploy', measured: null, groups: [] }] }).split('\n');
  expect(lines.slice(lines.indexOf('## cli')).filter(Boolean)).toEqual([
    '## cli',
    '2026-03-02 10:05 UTC, commit abc: CPU, 2 cores, 1.0 GiB, OS, Node v22, load average 1.00 at the start.',
    '### A &lt;b&gt;group&lt;/b&gt; \\| &amp; "more"',
    'median of \\*3\\*',
    '|  | ratio | measured | baseline | target | verdict |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    '| &lt;i&gt;a\\|b&lt;/i&gt; | 1/8 | 10 ms | 80 ms (their &amp; own) | ≤ 1/2 | met |',
    '| slow | 2× | 160 ms | 80 ms (theirs) | ≤ 1/2 | MISSED |',
    '| dev |  | not measured: no such command |  | ≤ 500 ms |  |',
    '## deploy',
    'Not run.',
  ]);
  expect(lines).toContain('Targets: 1 met, 1 missed, 1 not measured.');
});

const bars = (svg: string) =>
  [...svg.matchAll(/<rect class="(better|worse)" x="([\d.]+)" y="\d+" width="([\d.]+)"/g)].map(([, kind, x, width]) => [
    kind,
    Number(x),
    Number(width),
  ]);
const ONE = /<line class="one" x1="([\d.]+)"/;

test('the chart draws each ratio from 1: less to the left, on a log scale', () => {
  const of = (value: number) =>
    figure({ name: `${value}`, unit: 'ms', value, baseline: { name: 'theirs', value: 100 } });
  const svg = renderSvg({ parts: [part({ group: 'G', how: '', figures: [1, 10, 100, 1000].map(of) })] });
  const one = Number(ONE.exec(svg)?.[1]);
  const [hundredth, tenth, same, ten] = bars(svg);
  expect([hundredth?.[0], tenth?.[0], same?.[0], ten?.[0]]).toEqual(['better', 'better', 'better', 'worse']);
  const width = Number(tenth?.[2]);
  expect(width).toBeGreaterThan(10);
  expect(hundredth).toEqual(['better', expect.closeTo(one - 2 * width, 0), expect.closeTo(2 * width, 0)]);
  expect(ten).toEqual(['worse', one, expect.closeTo(width, 0)]);
  expect(same).toEqual(['better', one, 1]);
});

test('the chart says in words what it shows, escaped, and draws nothing that has no ratio', () => {
  const svg = renderSvg(report);
  expect(svg).toContain('role="img" aria-labelledby="title desc"');
  expect(svg).toContain('<title id="title">Ratios to the baseline, on a log scale</title>');
  expect(svg).toContain('<desc id="desc">&lt;i&gt;a|b&lt;/i&gt; 1/8; slow 2×.</desc>');
  expect(svg).toContain('>A &lt;b&gt;group&lt;/b&gt; | &amp; &quot;more&quot;</text>');
  expect(bars(svg)).toHaveLength(2);
  expect(svg).not.toMatch(/dev|<b>|<i>|https?:(?!\/\/www\.w3\.org\/2000\/svg")/);
  expect(renderSvg(NO_BENCH)).toContain('<desc id="desc">Nothing measured yet.</desc>');
});

test('the report says which Actions are newer than the run that measures each', () => {
  const measures = (...names: string[]) => {
    const figures = names.map((name) => figure({ name, unit: 'bytes', value: 9 }));
    return renderMarkdown({ parts: [{ part: 'actions', measured, groups: [{ group: 'Bundles', how: '', figures }] }] });
  };
  expect(measures(...OURS.slice(1))).toContain(`\n\nNewer than this run, and not in its figures: ${OURS[0]}.\n\n`);
  expect(measures(...OURS)).not.toContain('Newer than this run');
  expect(measures('plan')).not.toContain('Newer than this run');
});

test('README is given three ratios where its place for them is, and nothing else of it changes', () => {
  const figures = [
    figure({ name: 'no change', unit: 's', value: 3, baseline: { name: 'theirs', value: 24 } }),
    figure({ name: 'plan', unit: 's', value: 3, baseline: { name: 'theirs', value: 48 } }),
  ];
  const deploy: BenchReport = {
    parts: [{ part: 'deploy', measured, groups: [{ group: 'Deploy, wall time', how: '', figures }] }],
  };
  const [cold, noChange, login] = tellingRatios(deploy).split('\n');
  expect(cold).toMatch(/: not measured yet\.$/);
  expect(noChange).toBe(
    '- A deploy that finds nothing to change takes **1/8** of the time of auth0-deploy-cli as it comes: 3 s beside 24 s (2026-03-02, commit abc).',
  );
  expect(login).toMatch(/: not measured yet\.$/);
  const place = ['<!-- measured: written by npm run bench -->', '<!-- /measured -->'];
  expect(withRatios(`a\n${place.join('\nold\n')}\nb\n`, deploy)).toBe(
    `a\n${place.join(`\n${tellingRatios(deploy)}\n`)}\nb\n`,
  );
  expect(() => withRatios('a\n', deploy)).toThrow('README.md lacks <!-- measured');
});
