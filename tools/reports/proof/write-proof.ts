import { join } from 'node:path';
import { proofFiles } from '../../../test/proof/deep/proof-files.ts';
import { REPORTS, readReport, toJson, writeWhole } from '../json-file.ts';
import { NO_PROOF, ofFiles, type ProofReport } from './proof-report.ts';
import { renderProof } from './render-proof.ts';

const JSON_FILE = join(REPORTS, 'proof.json');

export const readProof = (): Promise<ProofReport> => readReport(JSON_FILE, NO_PROOF);

/** Returns the content of each file of the repository for this report. */
export const filesOf = (report: ProofReport): [file: string, text: string][] => [
  [JSON_FILE, toJson(report)],
  [join(REPORTS, 'proof.md'), renderProof(report)],
];

export async function writeProof(report: ProofReport): Promise<void> {
  for (const [file, text] of filesOf(ofFiles(report, await proofFiles()))) await writeWhole(file, text);
}
