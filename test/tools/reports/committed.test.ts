import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judge } from '../../../tools/bench/report/figures.ts';
import { targetText } from '../../../tools/bench/report/format.ts';
import { figuresOf, mergeParts } from '../../../tools/bench/report/report.ts';
import { type NamedTarget, TARGETS } from '../../../tools/bench/report/targets.ts';
import { filesOf as benchFiles, readBench } from '../../../tools/bench/report/write-bench.ts';
import { REPORTS } from '../../../tools/reports/json-file.ts';
import { ofFiles } from '../../../tools/reports/proof/proof-report.ts';
import { filesOf as proofReportFiles, readProof } from '../../../tools/reports/proof/write-proof.ts';
import { proofFiles } from '../../proof/deep/proof-files.ts';
import { rootDir } from '../../support/project.ts';

async function expectWritten(files: readonly (readonly [file: string, text: string])[]): Promise<void> {
  for (const [file, text] of files) expect(await readFile(file, 'utf8'), 'see npm run reports').toBe(text);
}

test('the bench’s Markdown, chart and README’s ratios are what its JSON renders to', async () => {
  await expectWritten(await benchFiles(mergeParts(await readBench(), [])));
});

test('the proof’s Markdown is what its JSON renders to, and every file that is run at length is in it', async () => {
  await expectWritten(proofReportFiles(ofFiles(await readProof(), await proofFiles())));
});

test.each(Object.values(TARGETS))('the target of $group stands in the report', async (target: NamedTarget) => {
  const markdown = await readFile(join(REPORTS, 'bench.md'), 'utf8');
  const part = markdown.split(/^## /m).find((text) => text.startsWith(`${target.part}\n`)) ?? '';
  const group = part.split(/^### /m).find((text) => text.startsWith(`${target.group}\n`)) ?? '';
  const rows = group.split('\n').filter((line) => line.endsWith('|'));
  const wanted = `| ${targetText(target.targets, target.unit)} |`;
  const named = rows.filter((row) => target.name === undefined || row.startsWith(`| ${target.name} |`));
  expect(named.filter((row) => row.includes(wanted))).not.toEqual([]);
});

test('ratios and verdicts in the JSON follow from its values', async () => {
  for (const { figure } of figuresOf(await readBench())) {
    const { value, baseline, ratio, targets, verdict } = figure;
    expect(verdict, figure.name).toBe(value === null ? 'none' : judge(targets, { value, ratio }));
    if (ratio !== undefined) expect(ratio / ((value ?? 0) / (baseline?.value ?? 0))).toBeCloseTo(1, 2);
  }
});

test('README shows the chart and leads to both reports', async () => {
  const readme = await readFile(join(rootDir, 'README.md'), 'utf8');
  for (const link of ['(docs/reports/bench.svg)', '(docs/reports/bench.md)', '(docs/reports/proof.md)']) {
    expect(readme).toContain(link);
  }
});
