import type { Occasion } from '../machine.ts';

export interface Proof {
  name: string;
  outcome: 'passed' | 'failed' | 'not run';
  /** How much was tried, and what was found. */
  facts: string;
  seconds: number | null;
  /** The seed of its random values. */
  seed?: number;
  measured: Occasion | null;
}

export interface ProofFile {
  /** The path from the project's root. */
  file: string;
  /** The duration of its latest run, preparations included; `null` if it was never run. */
  seconds: number | null;
  proofs: Proof[];
}

export interface ProofReport {
  files: ProofFile[];
}

export const NO_PROOF: ProofReport = { files: [] };

/** Describes a test as the runner reports it. */
export interface RanTest {
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  /** Its last annotation; absent if it is one case of many. */
  facts: string | undefined;
  seed: number | undefined;
  seconds: number;
}

export interface RanFile {
  file: string;
  seconds: number;
  /** Whether the file failed, for instance in what surrounds its tests. */
  hasFailed: boolean;
  tests: readonly RanTest[];
}

const CASES = 'single cases';

/**
 * Replaces the earlier run of a file's tests; skipped tests keep theirs. Tests without facts are counted together,
 * except those of `*.deep.ts` and failures.
 */
export function mergeFile(report: ProofReport, ran: RanFile, measured: Occasion): ProofReport {
  const tests = testsOf(ran);
  const earlier = report.files.find(({ file }) => file === ran.file)?.proofs ?? [];
  const known = (name: string): Proof | undefined => earlier.find((proof) => proof.name === name);
  const standsAlone = ({ name, state, facts }: RanTest): boolean =>
    facts !== undefined ||
    state === 'failed' ||
    ran.file.endsWith('.deep.ts') ||
    (state === 'skipped' && known(name) !== undefined);
  const alone = tests
    .filter(standsAlone)
    .map((test) => (test.state === 'skipped' ? (known(test.name) ?? notRun(test.name)) : proofOf(test, measured)));
  const cases = tests.filter((test) => !standsAlone(test));
  const proofs = [...alone, ...casesOf(cases, known(CASES), measured)];
  const isNew = tests.some(({ state }) => state !== 'skipped');
  const seconds = isNew ? ran.seconds : (report.files.find(({ file }) => file === ran.file)?.seconds ?? null);
  return { files: [...report.files.filter(({ file }) => file !== ran.file), { file: ran.file, seconds, proofs }] };
}

/** Returns the tests. If what they depend on has failed, they count as failed and not as skipped. */
function testsOf({ hasFailed, tests }: RanFile): readonly RanTest[] {
  if (!hasFailed || tests.some(({ state }) => state === 'failed')) return tests;
  if (!tests.some(({ state }) => state === 'skipped')) return [...tests, AROUND];
  return tests.map((test) => (test.state === 'skipped' ? { ...test, state: 'failed' } : test));
}

const AROUND: RanTest = {
  name: 'what is done before and after its tests',
  state: 'failed',
  facts: undefined,
  seed: undefined,
  seconds: 0,
};

function casesOf(cases: readonly RanTest[], earlier: Proof | undefined, measured: Occasion): Proof[] {
  if (cases.length === 0) return [];
  // A run of some of them says nothing about all.
  if (cases.some(({ state }) => state === 'skipped')) return [earlier ?? notRun(CASES)];
  const seconds = rounded(cases.reduce((sum, test) => sum + test.seconds, 0));
  return [{ name: CASES, outcome: 'passed', facts: `${cases.length} cases`, seconds, measured }];
}

const proofOf = ({ name, state, facts = '', seed, seconds }: RanTest, measured: Occasion): Proof => ({
  name,
  outcome: state === 'passed' ? 'passed' : 'failed',
  facts,
  seconds: rounded(seconds),
  ...(seed !== undefined && { seed }),
  measured,
});

const notRun = (name: string): Proof => ({ name, outcome: 'not run', facts: '', seconds: null, measured: null });

const rounded = (seconds: number): number => Math.round(seconds * 10) / 10;

/**
 * Returns the reports of the existing files, in their order: files that were never run say so, and removed files are
 * left out.
 */
export const ofFiles = ({ files }: ProofReport, existing: readonly string[]): ProofReport => ({
  files: existing.map((file) => files.find((one) => one.file === file) ?? { file, seconds: null, proofs: [] }),
});
