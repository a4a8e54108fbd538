import { occasionText } from '../machine.ts';
import { escapeMarkdown, markdownTable } from '../markdown.ts';
import type { ProofFile, ProofReport } from './proof-report.ts';

/** Renders `docs/reports/proof.md`. */
export function renderProof(report: ProofReport): string {
  const all = report.files.flatMap(({ proofs }) => proofs);
  const count = (outcome: string): number => all.filter((proof) => proof.outcome === outcome).length;
  const runs = [...new Set(all.flatMap(({ measured }) => (measured === null ? [] : [occasionText(measured)])))];
  const unknown = report.files.filter(({ proofs }) => proofs.length === 0).length;
  return `${[
    '# Proof',
    'Written by `npm run test:deep` from [proof.json](proof.json): what was tried at length, how often, and what came of it. The random values of a run come again with `npm run test:deep -- --sequence.seed=SEED`.',
    `${count('passed')} passed, ${count('failed')} failed, ${count('not run')} not run${unknown > 0 ? `; ${unknown} files not run` : ''}.`,
    ...report.files.flatMap((file) => fileOf(file, runs)),
    ...(runs.length === 0
      ? []
      : ['## Runs', runs.map((run, index) => `${index + 1}. ${escapeMarkdown(run)}`).join('\n')]),
  ].join('\n\n')}\n`;
}

function fileOf({ file, seconds, proofs }: ProofFile, runs: readonly string[]): string[] {
  const heading = `## [${escapeMarkdown(file.replace(/^test\//, ''))}](../../${file})`;
  if (proofs.length === 0) return [heading, 'not run'];
  const rows = proofs.map((proof) => [
    escapeMarkdown(proof.name),
    escapeMarkdown(proof.facts),
    proof.outcome === 'failed' ? '**FAILED**' : proof.outcome,
    proof.seconds === null ? '' : String(proof.seconds),
    proof.seed === undefined ? '' : String(proof.seed),
    proof.measured === null ? '' : String(runs.indexOf(occasionText(proof.measured)) + 1),
  ]);
  const columns = ['', 'how much', 'outcome', 'seconds', 'seed', 'run'];
  const table = markdownTable(columns, rows, ['left', 'left', 'left', 'right', 'right', 'right']);
  return [heading, ...(seconds === null ? [] : [`${seconds} s, preparations included.`]), table];
}
