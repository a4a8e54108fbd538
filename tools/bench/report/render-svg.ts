import { type Figure, isBetter } from './figures.ts';
import { digits, quantity, ratioText } from './format.ts';
import type { BenchReport } from './report.ts';

const WIDTH = 900;
const ROW = 22;
const HEADING = 34;
const PLOT = { left: 230, right: 550, top: 62 };

type Bar = Figure & { ratio: number };

/** `docs/reports/bench.svg`: each ratio as a bar from 1, to the left where it is less than the baseline; a log scale. */
export function renderSvg(report: BenchReport): string {
  const groups = groupsOf(report);
  const drawn = groups.flatMap(({ bars }) => bars);
  const decades = decadesOf(drawn.map(({ ratio }) => ratio));
  const scale = scaleOf(decades);
  let y = PLOT.top;
  const rows: string[] = [];
  for (const { heading, bars } of groups) {
    y += HEADING;
    rows.push(text(16, y - 8, heading, 'heading'));
    for (const bar of bars) {
      rows.push(barOf(bar, y, scale));
      y += ROW;
    }
  }
  const height = y + 20;
  const described = drawn.map(({ name, ratio }) => `${name} ${ratioText(ratio)}`).join('; ');
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title desc">`,
    '<title id="title">Ratios to the baseline, on a log scale</title>',
    `<desc id="desc">${escapeXml(described || 'Nothing measured yet')}.</desc>`,
    STYLE,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    text(16, 26, 'Measured by baseline, on a log scale', 'headline'),
    text(16, 46, 'left of 1: less than the baseline; filled: better than it; outlined: worse', 'quiet'),
    ...axis(decades, scale, height),
    ...rows,
    '</svg>',
  ].join('\n')}\n`;
}

const isBar = (figure: Figure): figure is Bar => figure.ratio !== undefined;

const groupsOf = ({ parts }: BenchReport): { heading: string; bars: Bar[] }[] =>
  parts
    .flatMap(({ groups }) => groups.map(({ group, figures }) => ({ heading: group, bars: figures.filter(isBar) })))
    .filter(({ bars }) => bars.length > 0);

/** Powers of ten that hold all ratios, and 1. */
function decadesOf(ratios: readonly number[]): number[] {
  const logs = [0.5, 2, ...ratios].map(Math.log10);
  const [low, high] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  return Array.from({ length: high - low + 1 }, (_none, index) => low + index);
}

function scaleOf(decades: readonly number[]): (ratio: number) => number {
  const [low = 0, high = 1] = [decades[0], decades.at(-1)];
  const { left, right } = PLOT;
  return (ratio) => Number((left + ((Math.log10(ratio) - low) / (high - low)) * (right - left)).toFixed(1));
}

function barOf(figure: Bar, y: number, scale: (ratio: number) => number): string {
  const [from, to] = [scale(1), scale(figure.ratio)];
  const { name, unit, value, baseline, verdict } = figure;
  const measured = `${digits(value ?? 0)} / ${quantity(baseline?.value ?? 0, unit)}`;
  const missed = verdict === 'MISSED' ? ', target missed' : '';
  return [
    text(16, y + 12, name),
    `<rect class="${isBetter(figure) ? 'better' : 'worse'}" x="${Math.min(from, to)}" y="${y + 3}" width="${Math.max(1, Math.abs(to - from)).toFixed(1)}" height="12" rx="2"/>`,
    text(PLOT.right + 14, y + 12, ratioText(figure.ratio), 'ratio'),
    text(PLOT.right + 82, y + 12, `${measured}${missed}`, 'quiet'),
  ].join('');
}

function axis(decades: readonly number[], scale: (ratio: number) => number, height: number): string[] {
  return decades.map((decade) => {
    const x = scale(10 ** decade);
    const label = decade < 0 ? `1/${10 ** -decade}` : `${10 ** decade}`;
    return `<line class="${decade === 0 ? 'one' : 'grid'}" x1="${x}" x2="${x}" y1="${PLOT.top + 8}" y2="${height - 14}"/>${text(x, PLOT.top + 2, label, 'tick')}`;
  });
}

const text = (x: number, y: number, content: string, kind = 'name'): string =>
  `<text class="${kind}" x="${x}" y="${y}">${escapeXml(content)}</text>`;

const escapeXml = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE = `<style>
text { font: 12px system-ui, sans-serif; fill: #1f2328; }
.headline { font-size: 15px; font-weight: 600; }
.heading, .ratio { font-weight: 600; }
.quiet, .tick { font-size: 11px; fill: #59636e; }
.tick { text-anchor: middle; }
.ground { fill: #ffffff; }
.grid { stroke: #d1d9e0; }
.one { stroke: #59636e; }
.better { fill: #1a7f37; stroke: #1a7f37; }
.worse { fill: none; stroke: #bc4c00; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc; }
.quiet, .tick { fill: #9198a1; }
.ground { fill: #0d1117; }
.grid { stroke: #3d444d; }
.one { stroke: #9198a1; }
.better { fill: #3fb950; stroke: #3fb950; }
.worse { stroke: #f0883e; }
}
</style>`;
