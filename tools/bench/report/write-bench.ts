import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDir } from '../../../test/support/project.ts';
import { REPORTS, readReport, toJson, writeWhole } from '../../reports/json-file.ts';
import { withRatios } from './readme-section.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderSvg } from './render-svg.ts';
import { type BenchReport, mergeParts, NO_BENCH, type PartReport } from './report.ts';

const JSON_FILE = join(REPORTS, 'bench.json');

export const readBench = (): Promise<BenchReport> => readReport(JSON_FILE, NO_BENCH);

/** Returns the content of each file of the repository for this report. */
export const filesOf = async (report: BenchReport): Promise<[file: string, text: string][]> => {
  const readme = join(rootDir, 'README.md');
  return [
    [JSON_FILE, toJson(report)],
    [join(REPORTS, 'bench.md'), renderMarkdown(report)],
    [join(REPORTS, 'bench.svg'), renderSvg(report)],
    [readme, withRatios(await readFile(readme, 'utf8'), report)],
  ];
};

/** Merges parts into the report, and renders it anew, README's ratios included. */
export async function writeBench(run: readonly PartReport[]): Promise<void> {
  for (const [file, text] of await filesOf(mergeParts(await readBench(), run))) await writeWhole(file, text);
}
